"""The demonstration's people: every role has an account, and there is something to decide."""

import time

import pytest
from django.contrib.auth.models import User

from weft.demo.organisations import DOMAIN, ORGANISATIONS, build_organisations
from weft.people.models import Household, Membership, Organisation, Person
from weft.people.models.duplicates import Kind
from weft.people.queries.duplicates import suggested
from weft.people.queries.members import admins_of
from weft.people.roles.current import actor_for
from weft.people.roles.matrix import matrix

WHY = "a test looks"
MOST_SECONDS = 2.0


@pytest.mark.django_db
def test_the_demonstration_holds_every_kind_and_an_account_for_every_role() -> None:
    began = time.perf_counter()
    build_organisations()
    build_organisations()  # again: nothing more
    took = time.perf_counter() - began
    assert took < 4 * MOST_SECONDS  # a busy machine is given time; docs/people.md has the figure
    organisations = Organisation.objects.unscoped(WHY)
    assert organisations.count() == len(ORGANISATIONS) + 1
    assert set(organisations.values_list("kind", flat=True)) == set(Organisation.Kind.values)
    for role in set(matrix().roles) - {"public", "resident"}:
        account = User.objects.get(username=f"{role.replace('_', '-')}@{DOMAIN}")
        assert role in actor_for(account, has_second_factor=True).roles
        held = Membership.objects.unscoped(WHY).select_related("organisation").get(person__account=account)
        assert (held.organisation.kind == "city") == matrix().roles[role].is_city
    assert User.objects.filter(username=f"resident@{DOMAIN}").exists()


@pytest.mark.django_db
def test_the_demonstration_has_households_duplicates_and_two_who_let_others_in() -> None:
    build_organisations()
    assert Person.objects.unscoped(WHY).filter(account=None).count() >= 45
    assert Person.objects.unscoped(WHY).count() >= 60
    assert Household.objects.unscoped(WHY).count() == 2
    assert suggested(Kind.PERSON, 9)[1] == 2
    assert [pair.reasons for pair in suggested(Kind.ORGANISATION, 9)[0]] == [("same name",)]
    for organisation in (
        Organisation.objects.unscoped(WHY).filter(memberships__role__endswith="_admin").distinct()
    ):
        assert len(admins_of(organisation)) == 2
    outside = Person.objects.unscoped(WHY).exclude(email="").exclude(email__endswith=f"@{DOMAIN}")
    assert not outside.exists()
