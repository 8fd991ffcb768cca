"""Adding and correcting people; when two entries look like one."""

import pytest

from tests.people.make import account
from weft.people.actions import PersonDetails, add_person, change_person
from weft.people.actions.refusals import SignInAddress
from weft.people.models import Membership, Organisation
from weft.people.rules.audience import audience
from weft.people.rules.duplicates import (
    SAME_EMAIL,
    SAME_NAME,
    SAME_PHONE,
    OrganisationEntry,
    PersonEntry,
    Suggestion,
    email_key,
    names_alike,
    organisations_alike,
    people_alike,
    phone_key,
)
from weft.people.rules.looking import may_search
from weft.record.keys import unseal
from weft.record.models import Event


@pytest.mark.django_db
def test_a_person_takes_part_without_an_account_and_their_values_are_sealed_in_the_record() -> None:
    arches = Organisation.objects.create(name="Arches", kind="charity")
    details = PersonDetails(name="  Amina   Yusuf ", email="Amina@Demonstration.example")
    made = add_person(details=details, by=None, organisation=arches)
    assert (made.name, made.email, made.account) == ("Amina Yusuf", "amina@demonstration.example", None)
    assert Membership.objects.unscoped("a test looks").get().role == "resident"
    told = Event.objects.get(action="people.person.add").after
    assert "Amina" not in str(told)
    opened = unseal(
        told["name"]["sealed"], holder=made.public_id, store="record", field="name", purpose="audit"
    )
    assert opened == "Amina Yusuf"


@pytest.mark.django_db
def test_the_same_key_adds_one_person() -> None:
    details = PersonDetails(name="Amina Yusuf")
    assert len({add_person(details=details, by=None, key="k").pk for _ in range(2)}) == 1


@pytest.mark.django_db
def test_a_correction_keeps_before_and_after_of_what_differs_and_nothing_else() -> None:
    made = add_person(details=PersonDetails(name="Amina Yusuf", phone="020 7946 0001"), by=None)
    change_person(person=made, details=PersonDetails(name="Amina Yusuf", phone="020 7946 0002"), by=None)
    told = Event.objects.get(action="people.person.change")
    assert (sorted(told.before), sorted(told.after)) == (["phone"], ["phone"])
    change_person(person=made, details=PersonDetails.of(made), by=None)
    assert Event.objects.filter(action="people.person.change").count() == 1


@pytest.mark.django_db
def test_staff_do_not_change_the_address_somebody_signs_in_with() -> None:
    owner = account("ana@demonstration.example").person
    with pytest.raises(SignInAddress):
        change_person(person=owner, details=PersonDetails("Ana", "thief@demonstration.example"), by=None)
    change_person(person=owner, details=PersonDetails("Ana", "ana@demonstration.example"), by=None)
    assert owner.name == "Ana"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ana.Lee+weft@gmail.com", "analee@gmail.com", True),
        ("Ana+x@city.example", "ana@city.example", True),
        ("ana.lee@city.example", "analee@city.example", False),
    ],
)
def test_addresses_that_reach_one_mailbox(one: str, other: str, same: bool) -> None:
    assert (email_key(one) == email_key(other)) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("+44 20 7946 0018", "020 7946 0018", True), ("02079460018", "02079460019", False)],
)
def test_phone_numbers_however_written(one: str, other: str, same: bool) -> None:
    assert (phone_key(one) == phone_key(other)) is same
    assert phone_key("999") == ""


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Amina Yusuf", "Aminah Yusuf", True),
        ("Yusuf Amina", "amina yusuf", True),
        ("Anna Lee", "Dan Lee", False),
        ("Jo", "Joseph", False),
    ],
)
def test_names_alike(one: str, other: str, alike: bool) -> None:
    assert names_alike(one, other) is alike


def test_people_are_suggested_with_every_reason_the_surest_first() -> None:
    people = [
        PersonEntry(1, "Amina Yusuf", "amina@city.example", "020 7946 0001", 7),
        PersonEntry(2, "Aminah Yusuf", "AMINA+1@city.example", "", 7),
        PersonEntry(3, "Bo Lindqvist", "", "+44 20 7946 0001", 7),
        PersonEntry(4, "Amina Yusuf", "", "", 8),
        PersonEntry(5, "Sara Yusuf", "", "020 7946 0001", 7, is_child=True),
    ]
    assert people_alike(people) == [
        Suggestion(1, 2, (SAME_EMAIL, SAME_NAME)),
        Suggestion(1, 3, (SAME_PHONE,)),
    ]


def test_a_number_shared_by_a_whole_hostel_suggests_nobody() -> None:
    people = [PersonEntry(n, f"Person {n}", "", "020 7946 0001") for n in range(51)]
    assert people_alike(people) == []
    assert len(people_alike(people[:3])) == 3


def test_organisations_are_suggested_by_number_own_domain_and_plain_name() -> None:
    organisations = [
        OrganisationEntry(1, "The Arches Ltd", "a@arches.example", {"GB-CHC": "1089464"}),
        OrganisationEntry(2, "Arches CIC", "b@arches.example", {"GB-CHC": "1089464"}),
        OrganisationEntry(3, "Bread and Roses", "a@gmail.com"),
        OrganisationEntry(4, "Other", "b@gmail.com"),
    ]
    assert organisations_alike(organisations) == [
        Suggestion(1, 2, ("same number", "same e-mail domain", "same name"))
    ]


@pytest.mark.parametrize(
    ("words", "may"), [("", False), ("ab", False), ("a b", False), ("a.b.c", True), ("ana", True)]
)
def test_a_search_needs_three_letters(words: str, may: bool) -> None:
    assert may_search(words) is may


def test_who_sees_a_field_comes_from_the_matrix() -> None:
    assert audience("timeline") == [("Programme officer", "all")]
    assert audience("email") == [
        ("Programme officer", "all"),
        ("Partner administrator", "organisation"),
        ("Partner staff", "organisation"),
    ]
