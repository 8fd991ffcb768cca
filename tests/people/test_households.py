"""Guardian rules hold on the server, whatever a page shows."""

import pytest
from django.contrib.auth.models import User

from tests.people.make import account
from weft.people.actions import (
    PersonDetails,
    add_child,
    add_guardian,
    begin_household,
    change_child,
    leave_household,
)
from weft.people.actions.refusals import AlreadyEnded, LastGuardian, NotTheirChild, Refused
from weft.people.models import Household, HouseholdMember, Person
from weft.people.queries.households import parts_of
from weft.people.rules.households import is_child, may_act_for, may_lose_a_guardian

WHY = "a test looks"
SARA = PersonDetails(name="Sara", email="never@demonstration.example", phone="020 7946 0009")


@pytest.fixture
def ana(db: None) -> User:
    return account("ana@demonstration.example")


@pytest.fixture
def home(ana: User) -> Household:
    return begin_household(guardian=ana.person, by=ana)


def part_of(user: User, home: Household) -> HouseholdMember:
    return parts_of(home).get(person__account=user)


def test_a_child_is_a_person_without_account_address_or_phone(ana: User, home: Household) -> None:
    child = add_child(household=home, details=SARA, by=ana).person
    assert (child.name, child.email, child.phone, child.account) == ("Sara", "", "", None)
    assert is_child(child) and not is_child(ana.person)


def test_the_same_key_adds_one_child(ana: User, home: Household) -> None:
    added = {add_child(household=home, details=SARA, by=ana, key="k1").pk for _ in range(2)}
    assert len(added) == 1
    assert add_child(household=home, details=SARA, by=ana, key="k2").pk not in added


def test_beginning_a_household_twice_gives_the_same_one(ana: User, home: Household) -> None:
    assert begin_household(guardian=ana.person, by=ana) == home


def test_either_guardian_may_act_and_a_stranger_may_not(ana: User, home: Household) -> None:
    bo, stranger = account("bo@demonstration.example"), account("stranger@demonstration.example")
    officer = account("officer@demonstration.example", "officer")
    part = add_child(household=home, details=SARA, by=ana)
    with pytest.raises(NotTheirChild):
        change_child(part=part, details=PersonDetails(name="Zara"), by=bo)
    add_guardian(household=home, person=bo.person, by=officer)
    change_child(part=part, details=PersonDetails(name="Zara"), by=bo)
    part.person.refresh_from_db()
    assert part.person.name == "Zara"
    assert [may_act_for(each.person, part.person) for each in (ana, bo, stranger)] == [True, True, False]
    for refused in (
        lambda: add_child(household=home, details=SARA, by=stranger),
        lambda: add_guardian(household=home, person=stranger.person, by=stranger),
        lambda: leave_household(part=part, by=stranger),
    ):
        with pytest.raises(NotTheirChild):
            refused()


def test_a_guardian_of_yesterday_acts_no_more(ana: User, home: Household) -> None:
    bo = account("bo@demonstration.example")
    part = add_child(household=home, details=SARA, by=ana)
    add_guardian(household=home, person=bo.person, by=ana)
    leave_household(part=part_of(bo, home), by=bo)
    assert not may_act_for(bo.person, part.person)
    with pytest.raises(NotTheirChild):
        change_child(part=part, details=PersonDetails(name="Zara"), by=bo)


def test_a_child_is_never_left_without_a_guardian(ana: User, home: Household) -> None:
    child = add_child(household=home, details=SARA, by=ana)
    with pytest.raises(LastGuardian):
        leave_household(part=part_of(ana, home), by=ana)
    leave_household(part=child, by=ana)
    with pytest.raises(AlreadyEnded):
        leave_household(part=child, by=ana)
    leave_household(part=part_of(ana, home), by=ana)
    assert not parts_of(home).exists()
    with pytest.raises(LastGuardian, match="needs a guardian"):
        add_child(household=home, details=SARA, by=None)


@pytest.mark.parametrize(
    ("guardians", "children", "may"), [(1, 0, True), (1, 1, False), (2, 1, True), (1, 3, False), (2, 0, True)]
)
def test_when_a_guardian_may_leave(guardians: int, children: int, may: bool) -> None:
    assert may_lose_a_guardian(guardians, children) is may


def test_a_child_is_no_guardian_and_an_adult_no_child_to_be_changed(ana: User, home: Household) -> None:
    child = add_child(household=home, details=SARA, by=ana).person
    with pytest.raises(Refused, match="cannot be a guardian"):
        add_guardian(household=home, person=child, by=ana)
    with pytest.raises(Refused, match="cannot be a guardian"):
        begin_household(guardian=child, by=None)
    with pytest.raises(NotTheirChild):
        change_child(part=part_of(ana, home), details=PersonDetails(name="X"), by=ana)
    assert Person.objects.unscoped(WHY).get(account=ana).name == "ana@demonstration.example"
