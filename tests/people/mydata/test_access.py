"""Subject access: a row of every table about the person, and not a word about anybody else."""

import io
import zipfile

import pytest
from django.contrib.auth.models import User

from tests.people.mydata.everywhere import (
    ACTOR_ONLY,
    OTTILIE,
    QUILLON,
    UNUSED,
    around,
    plant_everywhere,
    unplanted,
)
from weft.measure.models import Survey
from weft.people.models import Person
from weft.people.mydata.actions.download import download_data
from weft.people.mydata.catalogue import Table, personal_tables
from weft.people.mydata.declared import NOT_GIVEN_OUT
from weft.people.mydata.subject import READERS, held_about
from weft.record.personal import NOBODY

pytestmark = pytest.mark.django_db


@pytest.fixture
def quillon() -> Person:
    shared = around()
    plant_everywhere(OTTILIE, shared)
    planted = plant_everywhere(QUILLON, shared)
    Survey.objects.create(file_name="wave.csv", created_by=planted.account)
    return planted


def is_given_out(table: Table) -> bool:
    exported = {said.export for said in table.personal.values()} - {""}
    return bool(exported - NOT_GIVEN_OUT) and table.declared.about != NOBODY


def given(person: Person) -> dict[str, str]:
    packed = zipfile.ZipFile(io.BytesIO(download_data(person=person, by=person.account)))
    return {name: packed.read(name).decode() for name in packed.namelist()}


def test_every_table_about_people_is_in_the_download(quillon: Person) -> None:
    assert unplanted(quillon) == []
    wanted = {table.label for table in personal_tables() if is_given_out(table)} - UNUSED
    assert wanted >= ACTOR_ONLY
    assert sorted(wanted - {held.table.label for held in held_about(quillon, by=quillon.account)}) == []


def test_control_a_table_without_rows_is_missed(quillon: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, "requests.request", lambda *_: [])
    held = {each.table.label for each in held_about(quillon, by=quillon.account)}
    assert "requests.request" not in held and "requests.extension" in held


def test_the_download_holds_all_of_theirs_and_nothing_of_somebody_else(quillon: Person) -> None:
    files = given(quillon)
    for mark in QUILLON.all:
        assert any(mark in text for text in files.values()), mark
    assert "Dear Quillon Marker-Vex, here is zibeline-vex." in files["my-data.json"]
    assert [(name, mark) for name, text in files.items() for mark in OTTILIE.all if mark in text] == []
    assert [name for name, text in files.items() if "Ad Min" in text or "admin@example.org" in text] == []


def test_control_the_other_person_is_found_in_their_own(quillon: Person) -> None:
    other = User.objects.get(username=OTTILIE.email).person
    files = given(other)
    assert all(any(mark in text for text in files.values()) for mark in OTTILIE.all)
