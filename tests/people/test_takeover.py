"""Nobody becomes somebody else: by an address others wrote down, by a merge, by a household."""

import pytest
from django.contrib.auth.models import User

from tests.people.make import account
from weft.people.accounts.actions.signing import open_account
from weft.people.actions import (
    PersonDetails,
    add_child,
    add_guardian,
    add_person,
    begin_household,
    change_person,
    leave_household,
    merge_people,
)
from weft.people.actions.merging import KEPT, MERGED
from weft.people.actions.refusals import MergeRefused, NotTheirChild, Refused
from weft.people.models import Household, Membership, Organisation, Person
from weft.people.queries.households import parts_of
from weft.people.vault.actions import answer

pytestmark = pytest.mark.django_db
MINE = "attacker@example.org"


def person(name: str = "Amina Yusuf", email: str = MINE) -> Person:
    return add_person(details=PersonDetails(name=name, email=email), by=None)


def person_of(email: str) -> Person:
    return open_account(email=email, name="Somebody").person


def test_an_address_somebody_wrote_down_opens_no_household() -> None:
    guardian = person(email="")
    home = begin_household(guardian=guardian, by=None)
    child = add_child(household=home, details=PersonDetails(name="Sara"), by=None).person
    for victim, address in ((guardian, MINE), (child, "other@example.org")):
        change_person(person=victim, details=PersonDetails(name=victim.name, email=address), by=None)
        assert person_of(address) != victim


def test_an_address_somebody_wrote_down_opens_no_role() -> None:
    club = Organisation.objects.create(name="Rowing Club", kind="informal")
    held, plain = person(), person(email="plain@example.org")
    Membership.objects.create(person=held, organisation=club, role="session_lead")
    Membership.objects.create(person=plain, organisation=club, role="resident")
    assert person_of(MINE) != held
    assert person_of("plain@example.org") == plain  # who only takes part is still known again


def test_an_address_somebody_wrote_down_opens_no_sealed_answer() -> None:
    victim = person()
    answer(person=victim, answers=_some_answer(), by=None)
    assert person_of(MINE) != victim


@pytest.mark.parametrize("address", ["m\u0131ke@example.org", "mike@g\u0131thub.com"])
def test_a_letter_that_only_looks_the_same_is_another_mailbox(address: str) -> None:
    victim = person(email=address.replace("\u0131", "i"))
    assert person_of(address) != victim


@pytest.mark.parametrize("remains", [KEPT, MERGED])
def test_a_merge_hands_no_sealed_answers_to_another_account(remains: str) -> None:
    victim, second = account("victim@example.org"), account("second@example.org")
    answer(person=victim.person, answers=_some_answer(), by=victim)
    pair = (second, victim) if remains == KEPT else (victim, second)
    officer = account("officer@example.org", "officer")
    with pytest.raises(MergeRefused, match="only its owner may open"):
        merge_people(kept=pair[0].person, merged=pair[1].person, account=remains, by=officer)
    other = MERGED if remains == KEPT else KEPT
    merge_people(kept=pair[0].person, merged=pair[1].person, account=other, by=officer)


def test_nor_answers_of_an_entry_that_was_joined_before() -> None:
    victim, second = account("victim@example.org"), account("second@example.org")
    answer(person=victim.person, answers=_some_answer(), by=victim)
    entry = person(email="")
    merge_people(kept=entry, merged=victim.person, by=None)
    with pytest.raises(MergeRefused, match="only its owner may open"):
        merge_people(kept=second.person, merged=entry, account=KEPT, by=None)


def test_nobody_joins_somebody_with_themselves() -> None:
    officer = account("officer@example.org", "officer")
    for kept, merged in ((officer.person, person(email="")), (person(email=""), officer.person)):
        with pytest.raises(MergeRefused, match="ask a colleague"):
            merge_people(kept=kept, merged=merged, by=officer)


@pytest.fixture
def ana() -> User:
    return account("ana@example.org")


@pytest.fixture
def home(ana: User) -> Household:
    return begin_household(guardian=ana.person, by=ana)


def test_a_guardian_does_not_shut_the_other_out(ana: User, home: Household) -> None:
    bo, officer = account("bo@example.org"), account("officer@example.org", "officer")
    add_guardian(household=home, person=bo.person, by=officer)
    mothers = parts_of(home).get(person=ana.person)
    with pytest.raises(NotTheirChild, match="Only they themselves"):
        leave_household(part=mothers, by=bo)
    leave_household(part=mothers, by=officer)


def test_staff_do_not_make_themselves_a_guardian(home: Household) -> None:
    officer = account("officer@example.org", "officer")
    with pytest.raises(Refused, match="Ask a colleague"):
        add_guardian(household=home, person=officer.person, by=officer)


def _some_answer() -> dict[str, str]:
    from weft.people.vault.questions import questions

    asked = questions()[0]
    return {asked.key: next(iter(asked.options))}
