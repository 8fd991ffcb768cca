"""The pages about people and households: who finds and sees whom, and what a refusal says."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.people.make import account, sign_in
from tests.people.pages import page, person, rows_of, status
from weft.people.actions import (
    PersonDetails,
    add_child,
    begin_household,
)
from weft.people.models import HouseholdMember, Membership, Organisation, Person
from weft.record.models import Event

WHY = "a test looks"


def test_search_finds_by_name_address_and_phone_however_written_and_says_so_in_the_record(
    officer: Client,
) -> None:
    person("Amina Yusuf", email="amina@city.example", phone="+44 20 7946 0018")
    person("Bo Lindqvist")
    for words in ("amina", "AMINA@city", "020 7946 0018", "79460018"):
        assert rows_of(page(officer, "people", words=words)) == ["Amina Yusuf"]
    told = Event.objects.filter(action="people.person.search").last()
    assert (told.after, "amina" in str(told.after).lower()) == ({"found": 1}, False)


@pytest.mark.parametrize("words", ["", "am", "a m", "%%%", "___"])
def test_search_for_fewer_than_three_letters_lists_nobody(officer: Client, words: str) -> None:
    person("Amina Yusuf")
    text = page(officer, "people", words=words)
    assert "Enter at least 3 letters or digits" in text and rows_of(text) == []
    assert not Event.objects.filter(action="people.person.search").exists()


def test_search_shows_twenty_and_asks_for_more_letters(officer: Client) -> None:
    for number in range(21):
        person(f"Amina {number}")
    text = page(officer, "people", words="amina")
    assert len(rows_of(text)) == 20 and "There are more" in text


def test_partner_staff_find_only_the_people_of_their_organisation(
    staff: Client, arches: Organisation, other: Organisation
) -> None:
    ours, theirs = person("Amina Ours", arches), person("Amina Theirs", other)
    assert rows_of(page(staff, "people", words="amina")) == ["Amina Ours"]
    assert (status(staff, "person", ours.public_id), status(staff, "person", theirs.public_id)) == (200, 404)
    assert status(staff, "person", "no-such-person") == 404


def test_whose_role_ended_is_out_of_sight_of_the_organisation(staff: Client, arches: Organisation) -> None:
    ours = person("Amina Ours", arches)
    held = Membership.objects.unscoped(WHY).filter(person=ours)
    held.update(ends_on=held.get().starts_on)
    assert status(staff, "person", ours.public_id) == 404
    assert rows_of(page(staff, "people", words="amina")) == []


def test_a_look_at_a_person_is_an_event_and_staff_of_partners_see_no_timeline(
    officer: Client, staff: Client, arches: Organisation
) -> None:
    ours = person("Amina Yusuf", arches, email="amina@city.example")
    seen = page(officer, "person", ours.public_id)
    assert "amina@city.example" in seen and "What was done</h2>" in seen
    assert "Seen by the person, Programme officer, Partner administrator of their organisation" in seen
    assert Event.objects.filter(action="people.person.view").count() == 1
    assert "What was done</h2>" not in page(staff, "person", ours.public_id)


def test_partner_staff_see_the_name_of_a_childs_guardian_and_nothing_else_of_them(
    staff: Client, arches: Organisation
) -> None:
    guardian = person("Grace Guardian", email="grace@city.example", phone="020 7946 0001")
    home = begin_household(guardian=guardian, by=None)
    child = add_child(household=home, details=PersonDetails("Sara"), by=None).person
    Membership.objects.create(person=child, organisation=arches, role="resident")
    seen = page(staff, "person", child.public_id)
    assert "May act for them: Grace Guardian." in seen
    assert "grace@city.example" not in seen and "7946" not in seen
    assert status(staff, "person", guardian.public_id) == 404
    assert status(staff, "household", home.public_id) == 404


def test_contact_is_hidden_where_the_matrix_does_not_give_it(
    staff: Client, arches: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weft.people.queries import persons

    ours = person("Amina Yusuf", arches, email="amina@city.example")
    monkeypatch.setattr(persons, "may", lambda actor, action, thing: action != "person.contact")
    seen = page(staff, "person", ours.public_id)
    assert "amina@city.example" not in seen and seen.count("Not shown to you") == 3


def test_adding_a_person_twice_with_one_form_adds_one(staff: Client, arches: Organisation) -> None:
    sent = {"name": "Amina Yusuf", "organisation": arches.public_id, "once": "one-form"}
    for _ in range(2):
        assert "Amina Yusuf was added." in page(staff, "person-add", **sent)
    assert Person.objects.unscoped(WHY).filter(name="Amina Yusuf").count() == 1


def test_partner_staff_add_people_to_their_own_organisation_only(staff: Client, other: Organisation) -> None:
    text = page(staff, "person-add", name="Amina", organisation=other.public_id)
    assert "Amina was added" not in text
    assert "Enter the name" in page(staff, "person-add", name="")


def test_details_are_corrected_but_not_the_address_of_an_account(officer: Client) -> None:
    made = person("Amina")
    page(officer, "person-change", made.public_id, name="Amina Yusuf", phone="020 7946 0018")
    made.refresh_from_db()
    assert (made.name, made.phone) == ("Amina Yusuf", "020 7946 0018")
    assert "Enter a phone number of digits" in page(
        officer, "person-change", made.public_id, name="A", phone="call me"
    )
    owner = account("ana@demonstration.example").person
    page(officer, "person-change", owner.public_id, name="Ana", email="thief@demonstration.example")
    owner.refresh_from_db()
    assert (owner.name, owner.email) == ("Ana", "ana@demonstration.example")


def test_partner_staff_may_not_correct_details(staff: Client, arches: Organisation) -> None:
    assert status(staff, "person-change", person("Amina", arches).public_id) == 404


def test_a_guardian_begins_a_household_adds_a_child_and_is_kept_with_it(db: None) -> None:
    ana = account("ana@demonstration.example")
    desk, stranger = sign_in(Client(), ana), sign_in(Client(), account("bo@demonstration.example"))
    assert "Begin a household" in page(desk, "households")
    page(desk, "households", begin="1")
    home = HouseholdMember.objects.unscoped(WHY).get().household
    page(desk, "household-child-add", home.public_id, name="Sara", once="k")
    part = HouseholdMember.objects.unscoped(WHY).get(part="child")
    page(desk, "household-child", part.public_id, name="Sarah")
    assert rows_of(page(desk, "household", home.public_id)) == ["Sarah", "ana@demonstration.example"]
    guardian = HouseholdMember.objects.unscoped(WHY).get(part="guardian")
    refused = page(desk, "household-leave", guardian.public_id, reason="")
    assert "A child is never left without a guardian" in refused
    for name, thing in (
        ("household", home), ("household-child-add", home), ("household-child", part), ("household-leave", part),
        ("household-guardian-add", home),
    ):  # fmt: skip
        assert status(stranger, name, thing.public_id) == 404
    page(desk, "household-leave", part.public_id, reason="moved")
    assert status(desk, "household-child", part.public_id) == 404


def test_staff_begin_a_household_and_add_the_second_guardian(officer: Client) -> None:
    person("Bo Lindqvist", email="bo@city.example")
    page(officer, "household-begin", person("Ana").public_id, begin="1")
    home = HouseholdMember.objects.unscoped(WHY).get().household
    nobody = page(officer, "household-guardian-add", home.public_id, email="who@city.example")
    assert "Nobody, or more than one entry, has this address" in nobody
    text = page(officer, "household-guardian-add", home.public_id, email="Bo@city.example")
    assert rows_of(text) == ["Ana", "Bo Lindqvist"]


def test_the_user_of_a_page_needs_a_person(db: None) -> None:
    """An account without a person (made by hand) sees no household."""
    bare = User.objects.create_user("bare@demonstration.example")
    assert status(sign_in(Client(), bare), "households") == 404
