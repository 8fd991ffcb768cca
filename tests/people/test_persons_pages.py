"""The pages about people through a client: who sees what, refusals, strict HTML, constant query counts."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.people.actions import (
    PersonDetails,
    add_child,
    add_group,
    add_organisation,
    add_person,
    begin_household,
    city_team,
    join_group,
    merge_people,
    propose_handover,
)
from weft.people.actions.organisations import OrganisationDetails
from weft.people.models import Group, HouseholdMember, Membership, Merge, NotTheSame, Organisation, Person
from weft.record.models import Event

WHY = "a test looks"


@pytest.fixture
def arches(db: None) -> Organisation:
    return add_organisation(details=OrganisationDetails("Arches", "informal"), by=None)


@pytest.fixture
def other(db: None) -> Organisation:
    return add_organisation(details=OrganisationDetails("Bread and Roses", "informal"), by=None)


@pytest.fixture
def officer(client: Client, db: None) -> Client:
    return sign_in(client, account("officer@demonstration.example", "officer"))


@pytest.fixture
def staff(arches: Organisation) -> Client:
    made = account("staff@demonstration.example", "partner_staff", organisation=arches)
    return sign_in(Client(), made)


def person(name: str, organisation: Organisation | None = None, **also) -> Person:
    return add_person(details=PersonDetails(name=name, **also), by=None, organisation=organisation)


def page(client: Client, name: str, /, *args: str, **post: str) -> str:
    """The page's words, strict HTML, never stored; following the redirect of a form."""
    address = reverse(name, args=args)
    response = client.post(address, post, follow=True) if post else client.get(address)
    assert response.status_code == 200, (name, response.status_code)
    strict_html(response)
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def status(client: Client, name: str, *args: str) -> int:
    return client.get(reverse(name, args=args)).status_code


def rows_of(text: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]*)', text)


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


def test_an_organisation_is_added_once_changed_and_verified(officer: Client) -> None:
    sent = {
        "name": "Arches",
        "kind": "charity",
        "charity": "1 089 464",
        "once": "k",
        "website": "arches.example",
    }
    for _ in range(2):
        text = page(officer, "organisation-add", **sent)
    made = Organisation.objects.unscoped(WHY).get(name="Arches")
    assert made.identifiers == {"GB-CHC": "1089464"} and "Not verified" in text
    assert "Not verified" not in page(officer, "organisation-verify", made.public_id, reason="register")
    page(officer, "organisation-change", made.public_id, **{**sent, "name": "New Arches"})
    made.refresh_from_db()
    assert (made.name, made.is_verified) == ("New Arches", False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "charity"}, "Enter the number it is registered under, or choose informal group"),
        ({"kind": "charity", "charity": "12"}, "for example 1089464"),
        ({"kind": "charity", "charity": "SC1"}, "for example SC005336"),
        ({"kind": "cic", "company": "XX123456"}, "for example 09506232"),
        ({"kind": "school", "number": "125554"}, "Choose the register this number belongs to"),
        ({"kind": "city"}, "Choose what the organisation is"),
        ({}, "Choose what the organisation is"),
    ],
)
def test_a_form_says_what_to_enter(officer: Client, sent: dict[str, str], said: str) -> None:
    assert said in page(officer, "organisation-add", name="Arches", **sent)
    assert not Organisation.objects.unscoped(WHY).filter(name="Arches").exists()


def test_partners_reach_their_own_organisation_only(
    staff: Client, arches: Organisation, other: Organisation
) -> None:
    assert rows_of(page(staff, "organisations")) == ["Arches"]
    assert (
        status(staff, "organisation", arches.public_id),
        status(staff, "organisation", other.public_id),
    ) == (200, 404)
    for name in ("organisation-change", "organisation-verify", "members"):
        assert status(staff, name, arches.public_id) == 404
    assert status(staff, "duplicates") == 404


def test_the_public_sees_no_page_about_people(client: Client, arches: Organisation) -> None:
    for name, args in (
        ("people", ()), ("organisations", ()), ("organisation", (arches.public_id,)), ("organisation", ("nothing",)),
        ("households", ()), ("duplicates", ()),
    ):  # fmt: skip
        response = client.get(reverse(name, args=args))
        assert response.status_code == 302 and "sign-in" in response["Location"]


def test_members_show_who_holds_what_and_a_role_is_ended(officer: Client, arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    account("bo@demonstration.example", "volunteer", organisation=arches)
    assert rows_of(page(officer, "members", arches.public_id)) == [
        "ana@demonstration.example",
        "bo@demonstration.example",
    ]
    held = {each.role: each for each in Membership.objects.unscoped(WHY).filter(organisation=arches)}
    refused = page(officer, "member-end", held["partner_admin"].public_id, reason="")
    assert "Arches needs a second administrator" in refused
    assert "ended." in page(officer, "member-end", held["volunteer"].public_id, reason="moved away")
    assert Membership.objects.unscoped(WHY).get(person__account=ana).ends_on is None


def test_anybody_may_leave_and_nobody_ends_the_role_of_another_organisation(
    arches: Organisation, other: Organisation
) -> None:
    bo = account("bo@demonstration.example", "volunteer", organisation=arches)
    admin = account("admin@demonstration.example", "partner_admin", organisation=other)
    held = Membership.objects.unscoped(WHY).get(person=bo.person)
    assert status(sign_in(Client(), admin), "member-end", held.public_id) == 404
    response = sign_in(Client(), bo).post(reverse("member-end", args=[held.public_id]), {"reason": ""})
    assert response.status_code == 302
    held.refresh_from_db()
    assert held.ends_on is not None


def test_an_officer_ends_no_role_of_the_city_team_but_their_own(officer: Client) -> None:
    account("auditor@demonstration.example", "auditor")
    theirs = Membership.objects.unscoped(WHY).get(role="auditor")
    assert status(officer, "member-end", theirs.public_id) == 404
    mine = Membership.objects.unscoped(WHY).get(role="officer")
    assert status(officer, "member-end", mine.public_id) == 200
    assert (
        "End<"
        not in page(officer, "members", city_team().public_id)
        .replace(mine.public_id, "", 1)
        .partition("auditor@")[2]
        .partition("officer@")[0]
    )


def test_a_role_is_handed_over_when_somebody_else_agrees(officer: Client, arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    desk = sign_in(Client(), ana)
    held = Membership.objects.unscoped(WHY).get(person=ana.person)
    text = page(desk, "member-handover", held.public_id, person=bo.person.public_id)
    assert "Proposed." in text and 'value="agree"' not in text
    assert 'value="agree"' in page(officer, "members", arches.public_id)
    page(officer, "handover", held.handovers.get().public_id, decision="agree")
    now = Membership.objects.unscoped(WHY).get(role="partner_admin", ends_on=None)
    assert now.person == bo.person


def test_a_handover_of_another_organisation_is_out_of_reach(
    arches: Organisation, other: Organisation
) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    admin = sign_in(Client(), account("admin@demonstration.example", "partner_admin", organisation=other))
    held = Membership.objects.unscoped(WHY).get(person=ana.person)
    made = propose_handover(membership=held, to=bo.person, by=ana)
    assert admin.post(reverse("handover", args=[made.public_id]), {"decision": "agree"}).status_code == 404


def test_a_group_lets_people_of_its_organisation_in_and_out(
    staff: Client, arches: Organisation, other: Organisation
) -> None:
    ours, theirs = person("Amina Ours", arches), person("Bo Theirs", other)
    page(staff, "group-add", arches.public_id, name="Choir", once="k")
    group = Group.objects.unscoped(WHY).get()
    assert "Choose a person from the list" in page(
        staff, "group-join", group.public_id, person=theirs.public_id
    )
    assert rows_of(page(staff, "group-join", group.public_id, person=ours.public_id)) == ["Amina Ours"]
    place = group.members.get()
    assert rows_of(page(staff, "group-leave", place.public_id, sure="1")) == []


def test_duplicates_are_compared_joined_and_parted_again(officer: Client) -> None:
    one = person("Amina Yusuf", email="amina@city.example")
    two = person("Aminah Yusuf", email="AMINA@city.example")
    assert "They have the same e-mail address." in page(officer, "duplicates")
    assert "The first: Amina Yusuf" in page(
        officer, "duplicates-compare", "person", one.public_id, two.public_id
    )
    pair = ("person", one.public_id, two.public_id)
    assert "Choose the entry that remains" in page(officer, "duplicates-compare", *pair, decision="join")
    text = page(officer, "duplicates-compare", *pair, decision="join", keep=one.public_id)
    assert "Aminah Yusuf was joined into Amina Yusuf" in text
    assert officer.get(reverse("person", args=[two.public_id]))["Location"] == reverse(
        "person", args=[one.public_id]
    )
    merge = Merge.objects.unscoped(WHY).get()
    assert "Everything is back where it was" in page(officer, "merge-undo", merge.public_id, sure="1")
    two.refresh_from_db()
    assert two.merged_into is None


def test_not_the_same_is_said_once_and_not_suggested_again(officer: Client) -> None:
    one, two = (person(name, email="family@city.example") for name in ("Ana Lee", "Bo Lee"))
    text = page(officer, "duplicates-compare", "person", one.public_id, two.public_id, decision="differ")
    assert "same e-mail address" not in text
    assert NotTheSame.objects.unscoped(WHY).count() == 1


@pytest.mark.parametrize("kind", ["person", "organisation", "nothing"])
def test_comparing_what_is_not_there_is_missing(officer: Client, kind: str) -> None:
    assert status(officer, "duplicates-compare", kind, "one", "two") == 404


def fill(number: int, arches: Organisation) -> None:
    """One more of everything that is listed."""
    person(f"Amina {number}", arches, email="family@city.example")
    add_organisation(
        details=OrganisationDetails(f"Choir {number}", "informal", email="a@choirs.example"), by=None
    )
    made = person(f"Bo {number}")
    merge_people(kept=made, merged=person(f"Cy {number}"), by=None)
    group = Group.objects.unscoped(WHY).filter(organisation=arches).first()
    join_group(group=group, person=Person.objects.unscoped(WHY).get(name=f"Amina {number}"), by=None)


@pytest.mark.parametrize(
    "name", ["people", "organisations", "members", "group", "duplicates", "person", "organisation"]
)
def test_a_page_asks_as_many_questions_of_one_as_of_three(
    officer: Client, arches: Organisation, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    group = add_group(organisation=arches, name="Choir", by=None)
    fill(0, arches)
    fill(1, arches)
    args = {
        "members": [arches.public_id], "organisation": [arches.public_id], "group": [group.public_id],
        "person": [Person.objects.unscoped(WHY).get(name="Amina 0").public_id],
    }.get(name, [])  # fmt: skip
    post = {"words": "amina"} if name == "people" else {}
    page(officer, name, *args, **post)  # what is worked out once a process
    with CaptureQueriesContext(connection) as first:
        page(officer, name, *args, **post)
    for number in (2, 3):
        fill(number, arches)
    with django_assert_num_queries(len(first)):
        page(officer, name, *args, **post)


def test_the_user_of_a_page_needs_a_person(db: None) -> None:
    """An account without a person (made by hand) sees no household."""
    bare = User.objects.create_user("bare@demonstration.example")
    assert status(sign_in(Client(), bare), "households") == 404
