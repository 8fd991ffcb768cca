"""The retention job: what is due goes, what is not stays, and a second run finds nothing."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.people.make import account
from weft.people.actions import give_role
from weft.people.matching.actions import save_profile
from weft.people.matching.models import Profile
from weft.people.models import Organisation, Person
from weft.people.mydata.actions.retention import Due, apply_retention
from weft.people.vault.actions import answer
from weft.people.vault.models import Answer
from weft.record.models import DataKey, DoneOnce, Event

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"


def person(days_ago: int, email: str = "ada@example.org") -> Person:
    made: Person = account(email).person
    answer(person=made, answers={"tenure": "social_rent"}, by=None)
    save_profile(person=made, chosen={"interests": ["walking"]}, consent=True, by=None)
    made.last_active_on = timezone.localdate() - timedelta(days=days_ago)
    made.save()
    return made


def test_nothing_is_due_for_somebody_active() -> None:
    person(days_ago=365)
    assert apply_retention() == []
    assert Profile.objects.unscoped("test").count() == 1


def test_a_matching_profile_goes_after_a_year_and_the_rest_stays() -> None:
    ada = person(days_ago=366)
    due = apply_retention(dry_run=True)
    assert [(each.label, each.field, each.days, each.rows) for each in due] == [
        ("matching.profile", field, 365, 1)
        for field in ("languages", "interests", "times", "areas", "access_needs", "consent", "consented_on")
    ]
    assert Profile.objects.unscoped("test").count() == 1  # only counted
    assert apply_retention() == due
    assert not Profile.objects.unscoped("test").exists()
    assert set(DataKey.objects.filter(holder=ada.public_id).values_list("store", flat=True)) == {
        "record",
        "vault",
    }
    event = Event.objects.latest("number")
    assert (event.action, event.after) == ("privacy.retention", {"table": "matching.profile", "rows": 1})
    assert apply_retention() == []


def test_a_person_is_erased_whole_after_three_years() -> None:
    ada = person(days_ago=1096)
    counted = {(each.label, each.field): each for each in apply_retention()}
    assert counted["people.person", "name"] == Due("people.person", "name", "clear the field", 1095, 1)
    ada.refresh_from_db()
    assert ada.name == "" and ada.erased_at is not None
    assert not Answer.objects.unscoped("test").exists() and not DataKey.objects.exists()
    assert Event.objects.filter(action="people.person.erase").get().after == {"why": "retention"}
    assert apply_retention() == []


def test_the_last_day_is_still_kept() -> None:
    person(days_ago=1095)
    assert {each.label for each in apply_retention(dry_run=True)} == {"matching.profile"}


def test_somebody_who_holds_a_role_still_takes_part() -> None:
    ada = person(days_ago=2000)
    bow = Organisation.objects.create(name="Bow", kind="charity")
    give_role(account=ada.account, role="volunteer", by=None, organisation=bow)
    assert apply_retention() == []
    assert apply_retention(on=date(2100, 1, 1)) == []


def test_ended_sessions_and_old_marks_of_sent_forms_go() -> None:
    session = SessionStore()
    session.set_expiry(-86400 * 2)
    session.create()
    SessionStore().create()
    DoneOnce.objects.create(key="a" * 64, action="x", thing="y")
    DoneOnce.objects.update(at=timezone.now() - timedelta(days=32))
    DoneOnce.objects.create(key="b" * 64, action="x", thing="y")
    assert [(each.label, each.rows) for each in apply_retention()] == [
        ("sessions.session", 1),
        ("record.doneonce", 1),
    ]
    assert (Session.objects.count(), DoneOnce.objects.count()) == (1, 1)
    assert apply_retention() == []


def weft(folder: Path, *words: str) -> str:
    env = {"PYTHONPATH": str(ROOT / "src"), "WEFT_DATA": str(folder), "WEFT_MODE": "production", "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-m", "weft", *words], capture_output=True, text=True, env=env, check=True
    )
    return done.stdout


@pytest.mark.slow
def test_the_command_counts_erases_and_wipes(tmp_path: Path) -> None:
    folder = tmp_path / "city"
    migrate = "import sys; from weft.cli.server import prepare_database as go; go()"
    env = {"PYTHONPATH": str(ROOT / "src"), "WEFT_DATA": str(folder), "PATH": ""}
    env["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
    subprocess.run([sys.executable, "-c", migrate], env=env, check=True)
    assert weft(folder, "privacy", "retention", "--dry-run") == "Nothing is due.\n"
    assert weft(folder, "privacy", "wipe") == "No traces are left to wipe.\n"
    assert weft(folder, "privacy", "erase-again") == "0 erased again.\n"
    assert weft(folder, "privacy") == (ROOT / "docs" / "data-catalogue.md").read_text()
