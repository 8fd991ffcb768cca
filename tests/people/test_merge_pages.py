"""The pages of duplicates; and no page about people asks more of the database when it lists more."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.people.pages import page, person, status
from weft.people.actions import (
    add_group,
    add_organisation,
    join_group,
    look_when_due,
    merge_people,
)
from weft.people.actions.organisations import OrganisationDetails
from weft.people.models import Group, Merge, NotTheSame, Organisation, Person

WHY = "a test looks"


def test_the_public_sees_no_page_about_people(client: Client, arches: Organisation) -> None:
    for name, args in (
        ("people", ()), ("organisations", ()), ("organisation", (arches.public_id,)), ("organisation", ("nothing",)),
        ("households", ()), ("duplicates", ()),
    ):  # fmt: skip
        response = client.get(reverse(name, args=args))
        assert response.status_code == 302 and "sign-in" in response["Location"]


def test_duplicates_are_compared_joined_and_parted_again(officer: Client) -> None:
    one = person("Amina Yusuf", email="amina@city.example")
    two = person("Aminah Yusuf", email="AMINA@city.example")
    assert "Not looked yet." in page(officer, "duplicates")
    assert "A new look was asked for" in page(officer, "duplicates-look", sure="1")
    assert "Look again" not in page(officer, "duplicates")  # one is asked for already
    assert look_when_due() == "2 looks taken."
    text = page(officer, "duplicates")
    assert "They have the same e-mail address." in text and "Last looked: " in text and "Look again" in text
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
