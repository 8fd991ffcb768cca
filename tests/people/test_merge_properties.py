"""Whatever two people hold, merge then undo leaves every table as it was."""

import random

from django.db import models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.people.make import account
from tests.people.tables import every_table
from weft.people.actions import (
    PersonDetails,
    add_child,
    add_person,
    begin_household,
    end_membership,
    merge_people,
    undo_merge,
)
from weft.people.actions.merging import KEPT, MERGED
from weft.people.actions.refusals import LastAdmin, MergeRefused
from weft.people.models import (
    Group,
    GroupMember,
    HouseholdMember,
    Membership,
    Organisation,
    Person,
)
from weft.people.queries.references import references

WHY = "a test looks"


class MergeProperties(TestCase):
    """Whatever two people hold, merge then undo leaves every table as it was."""

    @settings(max_examples=15)
    @given(seed=st.integers(0, 10**6), account_of=st.sampled_from(["", KEPT, MERGED]))
    def test_merge_then_undo_leaves_every_table_as_it_was(self, seed: int, account_of: str) -> None:
        draw = random.Random(seed)
        kept, merged = (somebody(draw, number) for number in (1, 2))
        before = every_table()
        try:
            done = merge_people(kept=kept, merged=merged, by=None, account=account_of)
        except (MergeRefused, LastAdmin):
            assert every_table() == before
            return
        assert not any(
            each.rows().filter(**{each.column: merged.pk}).exists()
            for each in references(Person)
            if each.moves and not _may_stay(each.model)
        )
        undo_merge(merge=done, by=None)
        assert every_table() == before


def _may_stay(model: type[models.Model]) -> bool:
    """Tables with a rule of one open row a person: what would break it stays."""
    return model in (HouseholdMember, GroupMember)


def somebody(draw: random.Random, number: int) -> Person:
    """A person with some of everything, in one of two organisations, households and groups both may share."""
    address = f"p{number}@demonstration.example"
    made = account(address).person if draw.random() < 0.6 else _without_account(draw.choice(["", address]))
    for name in ("North", "South"):
        where = Organisation.objects.unscoped(WHY).get_or_create(name=name, kind="charity")[0]
        for role in ("volunteer", "session_lead", "partner_staff", "partner_admin"):
            if draw.random() < 0.4:
                held = Membership.objects.create(person=made, organisation=where, role=role)
                if draw.random() < 0.3 and role != "partner_admin":
                    end_membership(membership=held, by=None)
        group = Group.objects.unscoped(WHY).get_or_create(organisation=where, name="Choir")[0]
        if draw.random() < 0.4:
            GroupMember.objects.create(group=group, person=made)
    if draw.random() < 0.5:
        home = begin_household(guardian=made, by=None)
        add_child(household=home, details=PersonDetails(name="Sara"), by=None)
    return made


def _without_account(address: str) -> Person:
    return add_person(details=PersonDetails(name="Amina Yusuf", email=address), by=None)
