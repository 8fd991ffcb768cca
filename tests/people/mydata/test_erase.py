"""Erase a person: nothing of them is left, nothing of anybody else is touched, and what must stay stays."""

import hashlib
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests.people.make import account, sign_in
from tests.people.mydata.planted import (
    MARKERS,
    PHONE,
    ROOT,
    found_in_files,
    found_in_tables,
    plant,
    without_rule,
)
from weft.measure.models import Survey
from weft.people.actions import give_role, make_account, merge_people, undo_merge
from weft.people.actions.merging import MERGED
from weft.people.actions.refusals import MergeRefused
from weft.people.models import Membership, Organisation, Person
from weft.people.mydata.actions.again import erase_again
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.rules import EndRolesFirst, HandOverFirst
from weft.people.mydata.traces import due_file, wipe_traces
from weft.people.vault.actions import answer, withdraw
from weft.people.vault.queries import answers_for
from weft.record import keys
from weft.record.actions import record_fact
from weft.record.erasures import ledger, noted, pseudonym_of
from weft.record.ids import pseudonym
from weft.record.models import DataKey, Event, Fact
from weft.record.verifying import verify

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"


def facts_digest() -> str:
    return hashlib.sha256(json.dumps(list(Fact.objects.values()), default=str).encode()).hexdigest()


def test_no_marker_is_found_in_any_table_or_file_afterwards(settings: Settings) -> None:
    planted = plant()
    assert found_in_tables() != []
    erase_person(person=planted.person, by=planted.account)
    assert found_in_tables() == []
    assert found_in_files(Path(settings.DATA)) == []


def test_a_field_whose_rule_is_left_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = plant()
    monkeypatch.setattr(Person, "PERSONAL", dict(Person.PERSONAL))
    without_rule("phone")
    erase_person(person=planted.person, by=planted.account)
    assert found_in_tables() == [f"people_person: {PHONE}"]


def test_the_account_the_sessions_the_roles_and_the_keys_are_gone() -> None:
    planted = plant()
    other = account("other@example.org")
    answer(person=other.person, answers={"tenure": "social_rent"}, by=other)
    give_role(account=planted.account, role="volunteer", by=None, organisation=organisation())
    erased = erase_person(person=planted.person, by=planted.account)
    assert erased.rows["vault.answer"] == 2 and erased.rows["matching.profile"] == 1 and erased.keys == 3
    assert not User.objects.filter(username__contains="marker").exists()
    assert Session.objects.count() == 0
    assert Membership.objects.unscoped("test").count() == 0
    assert set(DataKey.objects.values_list("holder", flat=True)) == {other.person.public_id}
    assert answers_for(other.person, purpose="subject_access", by=other) == {"tenure@1": "social_rent"}
    person = Person.objects.unscoped("test").get(pk=planted.person.pk)
    assert (person.name, person.email, person.phone, person.account_id) == ("", "", "", None)
    assert person.erased_at is not None


def test_facts_stay_as_they_were_and_the_chain_still_holds() -> None:
    planted = plant()
    actor = f"account:{planted.account.pk}"
    key = pseudonym(keys.secret_for("gather.attendance"), planted.person.public_id)
    record_fact(kind="gather.attendance", on=date(2026, 5, 3), key=key, quantities={"minutes": 90})
    before = facts_digest()
    erase_person(person=planted.person, by=planted.account)
    assert facts_digest() == before
    assert verify(keep=False).faults == ()
    last = Event.objects.latest("number")
    assert (last.action, last.after, last.actor) == ("people.person.erase", {"why": "self"}, actor)


def test_what_events_said_about_the_person_can_never_be_read_again() -> None:
    planted = plant()
    event = Event.objects.get(action="people.account.make")
    erase_person(person=planted.person, by=None, why="asked_in_writing")
    with pytest.raises(keys.KeyDestroyed):
        keys.unseal(
            event.after["name"]["sealed"],
            holder=planted.person.public_id,
            store="record",
            field="name",
            purpose="audit",
        )


def test_all_entries_of_a_merged_person_are_erased() -> None:
    planted = plant()
    kept = Person.objects.create(name="Q. Marker-Vex", email="q@marker-domain.example")
    Person.objects.unscoped("test").filter(pk=planted.person.pk).update(merged_into=kept)
    third = Person.objects.create(name="Vex, Marker-Vex", merged_into=kept)
    erase_person(person=Person.objects.unscoped("test").get(pk=third.pk), by=None, why="asked_in_person")
    assert found_in_tables() == []
    assert Person.objects.unscoped("test").exclude(erased_at=None).count() == 3


def test_a_person_who_was_joined_by_staff_is_erased_with_the_entries_joined_into_theirs() -> None:
    planted = plant()
    kept = make_account(email="kept@marker-domain.example", name="Q. Marker-Vex", by=None).person
    third = Person.objects.create(name="Vex, Marker-Vex", phone=PHONE)
    joined = [merge_people(kept=kept, merged=one, by=None, account=MERGED) for one in (planted.person, third)]
    assert found_in_tables() != []
    erase_person(person=Person.objects.unscoped("test").get(pk=kept.pk), by=None)
    assert found_in_tables() == []
    assert Person.objects.unscoped("test").exclude(erased_at=None).count() == 3
    for merge in joined:
        with pytest.raises(MergeRefused):
            undo_merge(merge=merge, by=None)
    assert found_in_tables() == [] and verify().is_whole


def organisation(name: str = "Bow Gardeners") -> Organisation:
    return Organisation.objects.create(name=name, kind="charity")


def test_the_last_administrator_must_hand_over_first() -> None:
    bow = organisation()
    ada, bo = account("ada@example.org", "partner_admin", organisation=bow), account("bo@example.org")
    give_role(account=bo, role="volunteer", by=None, organisation=bow)
    with pytest.raises(HandOverFirst, match="Bow Gardeners"):
        erase_person(person=ada.person, by=ada)
    assert User.objects.filter(pk=ada.pk).exists() and not ledger().exists()
    give_role(account=bo, role="partner_admin", by=None, organisation=bow)
    erase_person(person=ada.person, by=ada)
    assert not User.objects.filter(username="ada@example.org").exists()


def test_an_administrator_alone_in_an_organisation_may_go() -> None:
    ada = account("ada@example.org", "partner_admin", organisation=organisation())
    erase_person(person=ada.person, by=ada)
    assert not User.objects.exists()


def test_an_account_that_surveys_stand_on_is_emptied_and_shut() -> None:
    planted = plant()
    give_role(account=planted.account, role="analyst", by=None)
    Survey.objects.create(file_name="wave.csv", created_by=planted.account)
    erase_person(person=planted.person, by=planted.account)
    assert found_in_tables() == []
    left = User.objects.get()
    assert left.username.startswith("erased-") and not left.is_active and not left.has_usable_password()
    assert Survey.objects.unscoped("test").get().created_by == left


def test_a_restored_backup_forgets_again() -> None:
    planted = plant()
    holder = planted.person.public_id
    rows = Person.objects.unscoped("test").filter(pk=planted.person.pk).values().get()
    kept_keys = list(DataKey.objects.filter(holder=holder).values())
    erase_person(person=planted.person, by=None, why="asked_in_writing")
    restore(rows | {"account_id": None}, kept_keys)
    assert found_in_tables() != [] and DataKey.objects.filter(holder=holder).exists()
    assert erase_again() == 1
    assert found_in_tables() == [] and not DataKey.objects.filter(holder=holder).exists()
    assert erase_again() == 0  # repeated, it finds nothing


def restore(person: dict[str, Any], kept_keys: list[dict[str, Any]]) -> None:
    Person.objects.unscoped("test").filter(pk=person["id"]).update(**person)
    for row in kept_keys:
        DataKey.objects.create(**row)


def test_the_ledger_names_nobody() -> None:
    planted = plant()
    erase_person(person=planted.person, by=None, why="asked_in_writing")
    text = ledger().read_text()
    assert planted.person.public_id not in text and not any(marker in text for marker in MARKERS)
    assert [(line.what, line.pseudonym) for line in noted()] == [
        ("all", pseudonym_of(planted.person.public_id))
    ]
    ledger().write_text(text + "2026-01-01T00:00:00+00:00 all 12")  # cut off by a power failure
    assert len(noted()) == 1


def test_a_restored_backup_forgets_withdrawn_answers_but_not_newer_ones() -> None:
    ada = account("ada@example.org").person
    answer(person=ada, answers={"tenure": "social_rent"}, by=None)
    kept = DataKey.objects.filter(holder=ada.public_id, store="vault").values().get()
    withdraw(person=ada, by=None)
    answer(person=ada, answers={"tenure": "own_outright"}, by=None)
    assert erase_again() == 0
    assert answers_for(ada, purpose="subject_access", by=None) == {"tenure@1": "own_outright"}
    DataKey.objects.filter(holder=ada.public_id, store="vault").update(made_at=kept["made_at"])
    assert erase_again() == 1
    assert answers_for(ada, purpose="subject_access", by=None) == {}


def run_planted(folder: Path, *field: str) -> tuple[list[str], list[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.people.mydata.planted", str(folder), *field],
        capture_output=True, text=True, cwd=ROOT, check=True, env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": ""},
    )  # fmt: skip
    before, _, after = done.stdout.partition("--- erased\n")
    return before.split("\n"), after.split()


def test_the_bytes_of_the_sqlite_file_and_its_log_hold_no_marker(tmp_path: Path) -> None:
    before, after = run_planted(tmp_path / "real")
    assert "weft.sqlite3: Marker-Vex" in before and "weft.sqlite3-wal: Marker-Vex" in before
    assert any("07700 900461" in line for line in before)
    assert not any("bangladeshi" in line.lower() for line in before)  # sealed: in no file even before
    assert after == []


@pytest.mark.slow
def test_the_bytes_show_a_field_whose_rule_is_left_out(tmp_path: Path) -> None:
    _, after = run_planted(tmp_path / "real", "phone")
    assert " ".join(after) == "weft.sqlite3: 07700 900461 people_person: 07700 900461"


def test_wiping_is_remembered_until_it_is_done(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    planted = plant()
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(person=planted.person, by=None, why="asked_in_writing")
    assert (
        "people_person" in due_file().read_text().split()
    )  # inside the test's transaction it cannot be done
    assert wipe_traces() == [] and due_file().exists()


def test_signing_in_with_an_old_session_is_over(client: Client) -> None:
    ada = account("ada@example.org")
    sign_in(client, ada)
    assert client.get("/my/").status_code == 200
    erase_person(person=ada.person, by=ada)
    assert client.get("/my/").status_code == 302


def test_staff_do_not_erase_one_of_the_city_team() -> None:
    colleague = account("officer@example.org", "officer")
    with pytest.raises(EndRolesFirst, match="Have their roles in it ended first"):
        erase_person(person=colleague.person, by=None, why="asked_in_writing")
    erase_person(person=colleague.person, by=colleague)  # oneself, one may
    assert not User.objects.exists()
