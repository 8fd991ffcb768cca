"""A guardian erases a child of their household, and nobody else's; no child is left without a guardian."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from tests.people.make import account, sign_in
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.rules import ChildrenFirst

HAS_HOUSEHOLDS = "householdmember" in apps.all_models["people"]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not HAS_HOUSEHOLDS, reason="this installation has no households"),
]


def part(household: Any, person: Person, name: str) -> None:
    apps.get_model("people", "HouseholdMember").objects.create(household=household, person=person, part=name)


@pytest.fixture
def ada() -> User:
    return account("ada@example.org")


@pytest.fixture
def child(ada: User) -> Person:
    household = apps.get_model("people", "Household").objects.create()
    made = Person.objects.create(name="Little Vex")
    part(household, ada.person, "guardian")
    part(household, made, "child")
    return made


def test_a_guardian_erases_their_child(client: Client, ada: User, child: Person) -> None:
    sign_in(client, ada)
    assert "Erase what is kept about Little Vex" in client.get("/my/").content.decode()
    path = f"/my/children/{child.public_id}/erase"
    assert client.post(path, {"sure": "yes"}).headers["Location"] == "/my/"
    child.refresh_from_db()
    assert child.name == "" and child.erased_at is not None
    assert client.get(path).status_code == 404


def test_nobody_erases_another_ones_child(client: Client, child: Person) -> None:
    sign_in(client, account("bo@example.org"))
    assert client.post(f"/my/children/{child.public_id}/erase", {"sure": "yes"}).status_code == 404
    child.refresh_from_db()
    assert child.name == "Little Vex"


def test_the_only_guardian_settles_the_child_first(ada: User, child: Person) -> None:
    with pytest.raises(ChildrenFirst):
        erase_person(person=ada.person, by=ada)
    erase_person(person=child, by=ada, why="guardian")
    erase_person(person=ada.person, by=ada)
    assert not User.objects.exists()
