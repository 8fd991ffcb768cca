"""What the ground floor promises, in the words of the people it is promised to."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.people.make import account, sign_in
from weft.people.accounts.models import Invitation
from weft.people.actions import city_team, give_role, merge_people, undo_merge
from weft.people.models import Membership, Organisation, Person
from weft.people.mydata.actions.erase import erase_person
from weft.people.roles.current import actor_for
from weft.people.roles.policy import may, visible
from weft.people.roles.scoping import Unscoped
from weft.record.actions import record_fact
from weft.record.models import Event, Fact
from weft.record.verifying import verify
from weft.requests.actions import Asked, ask, extend
from weft.requests.models import Request
from weft.requests.states import Kind

pytestmark = pytest.mark.django_db


def officer() -> User:
    return account("officer@example.org", "officer")


def test_nobody_lists_people_without_saying_who_asks() -> None:
    with pytest.raises(Unscoped):
        list(Person.objects.all())


def test_an_organisation_sees_its_own_people_and_loses_sight_of_who_leaves() -> None:
    ours, theirs = (Organisation.objects.create(name=name, kind="charity") for name in ("Ours", "Theirs"))
    admin = actor_for(account("a@example.org", "partner_admin", organisation=ours), has_second_factor=True)
    mine, other = (
        account(mail, "volunteer", organisation=at) for mail, at in (("m@x.org", ours), ("o@x.org", theirs))
    )
    assert may(admin, "person.view", mine.person)
    assert not may(admin, "person.view", other.person)
    Membership.objects.unscoped("test").filter(person=mine.person).update(
        ends_on=date(2020, 1, 2), starts_on=date(2020, 1, 1)
    )
    assert mine.person not in visible(admin, "person.view", Person)


def test_a_staff_role_opens_nothing_before_the_second_factor(client: Client) -> None:
    sign_in(client, officer(), second_factor=False)
    assert client.get("/requests/").status_code == 302
    sign_in(client, User.objects.get(username="officer@example.org"))
    assert client.get("/requests/").status_code == 200


def test_erased_means_erased_and_the_facts_stay() -> None:
    person = account("gone@example.org").person
    record_fact(kind="gather.attendance", on=date(2026, 5, 1), quantities={"minutes": 90})
    erase_person(person=person, by=None)
    person.refresh_from_db()
    assert (person.name, person.email, person.account) == ("", "", None)
    assert not User.objects.filter(username="gone@example.org").exists()
    assert Fact.objects.get().quantities == {"minutes": 90}
    assert verify().is_whole


def test_the_promised_day_never_moves() -> None:
    asked = Asked(Kind.FORMAT, "The city picture", "email", "reader@example.org", "large_print")
    made = ask(asked=asked, key="one", by=None, received_on=date(2026, 11, 20))  # a Friday
    assert made.due_on == date(2026, 11, 27), "five working days"
    extend(request=made, until=date(2026, 12, 2), reason="the printer is away", by=officer())
    made.refresh_from_db()
    assert made.due_on == date(2026, 11, 27)
    assert Event.objects.filter(action="requests.request.extend").count() == 1


def test_asking_twice_with_the_same_form_asks_once() -> None:
    asked = Asked(Kind.FORMAT, "The city picture", "email", "reader@example.org", "large_print")
    assert ask(asked=asked, key="one", by=None) == ask(asked=asked, key="one", by=None)
    assert Request.objects.unscoped("test").count() == 1


def test_nobody_is_joined_by_a_machine_and_what_was_joined_parts_again() -> None:
    kept, other = (account(mail).person for mail in ("ada@example.org", "ada2@example.org"))
    assert (kept.merged_into, other.merged_into) == (None, None), "alike is not the same"
    merge = merge_people(kept=kept, merged=other, by=officer(), account="kept", reason="the same person")
    other.refresh_from_db()
    assert other.merged_into == kept
    undo_merge(merge=merge, by=officer(), reason="two people after all")
    other.refresh_from_db()
    assert other.merged_into is None


def test_an_invitation_that_reaches_far_needs_other_eyes() -> None:
    asking = account("first@example.org", "system_admin")
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            email="new@example.org", role="analyst", organisation=city_team(), invited_by=asking, approved_by=asking,
            needs_approval=True, expires_at=timezone.now() + timedelta(days=14),
        )  # fmt: skip


def test_giving_a_role_twice_gives_it_once() -> None:
    user = account("twice@example.org", "officer")
    give_role(account=user, role="officer", by=None)
    assert Membership.objects.unscoped("test").filter(person=user.person, role="officer").count() == 1
