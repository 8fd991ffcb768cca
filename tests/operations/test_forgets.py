"""A backup from before an erasure, put back: the person is forgotten again, in every table and every byte.

Through the command line, in an installation of its own; the tests stand in the order of the drill.
"""

import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.operations.place import Place, a_place

pytestmark = pytest.mark.database
OTHERS = 300  # seconds: more than any test beside this one, on the same server, takes
PLANT = """
from weft.cli.server import prepare_database
prepare_database()
from tests.people.mydata.everywhere import OTTILIE, QUILLON, around, plant_everywhere, unplanted
shared = around()
plant_everywhere(OTTILIE, shared)
left = unplanted(plant_everywhere(QUILLON, shared))
"""
ERASE = """
from tests.people.mydata.everywhere import QUILLON
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
person = Person.objects.unscoped("the drill").get(email=QUILLON.email)
erase_person(person=person, by=person.account)
"""
LOOK = """
import json
from pathlib import Path
from django.conf import settings
from django.db import connection
from tests.people.mydata.everywhere import OTTILIE, QUILLON
from tests.people.mydata.planted import found_in_files, found_in_tables
from weft.record.models import DataKey, Event, Fact
folders = [Path(settings.DATA)]
if connection.vendor == "postgresql":
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT current_setting('data_directory'), oid FROM pg_database "
            "WHERE datname = current_database()")
        home, number = cursor.fetchone()
    folders.append(Path(home) / "base" / str(number))
print(json.dumps({
    "unplanted": globals().get("left", []),
    "tables": found_in_tables(QUILLON.all), "others": found_in_tables(OTTILIE.all),
    "bytes": [found for folder in folders for found in found_in_files(folder, QUILLON.all)],
    "facts": [str(row) for row in Fact.objects.order_by("number").values_list()],
    "events": list(Event.objects.order_by("number").values_list("digest", flat=True)),
    "keys": DataKey.objects.count(),
}))
"""


@dataclass
class Drill:
    """The installation, and what was seen in it at each step."""

    place: Place
    backup: Path
    seen: dict[str, dict[str, Any]] = field(default_factory=dict)

    def look(self, step: str, first: str = "") -> None:
        done = self.place.python(first + LOOK)
        assert done.returncode == 0, done.stderr
        self.seen[step] = json.loads(done.stdout)

    def restore(self) -> str:
        done = self.place.weft("restore", str(self.backup), "--replace")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def wipe(self) -> None:
        """As the periodic work does, until whoever wrote in another database of the server meanwhile is done."""
        until = time.monotonic() + OTHERS
        while "Not done" in self.place.weft("privacy", "wipe").stdout and time.monotonic() < until:
            time.sleep(1)


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    """Planted, backed up, erased; the backup is carried away, as it should be."""
    folder = tmp_path_factory.mktemp("forgets")
    with a_place(folder / "data") as place:
        made = Drill(place, folder / "carried-away.tar.gz")
        made.look("planted", PLANT)
        assert place.weft("backup").returncode == 0
        shutil.move(place.backups()[0], made.backup)
        made.look("erased", ERASE)
        yield made


@pytest.fixture(scope="module")
def restored(drill: Drill) -> str:
    """The backup put back, whichever of these tests comes first; what the command said."""
    said = drill.restore()
    drill.wipe()
    drill.look("restored")
    return said


def test_every_table_about_people_was_planted(drill: Drill) -> None:
    assert drill.seen["planted"]["unplanted"] == []
    assert {found.split(":")[0] for found in drill.seen["planted"]["tables"]} >= {
        "people_person",
        "auth_user",
        "requests_request",
        "requests_extension",
        "accounts_code",
        "accounts_invitation",
    }


def test_erasing_leaves_no_marker_in_a_table(drill: Drill) -> None:
    assert drill.seen["erased"]["tables"] == []
    assert drill.seen["erased"]["keys"] < drill.seen["planted"]["keys"]


def test_control_a_backup_without_the_ledger_brings_the_person_back(drill: Drill) -> None:
    ledger = drill.place.data / "erasures.log"
    kept = ledger.read_bytes()
    ledger.unlink()
    drill.restore()
    drill.look("remembered")
    ledger.write_bytes(kept)
    for where in ("tables", "keys", "facts"):
        assert drill.seen["remembered"][where] == drill.seen["planted"][where], where
    assert drill.seen["remembered"]["bytes"] != []


def test_a_restored_backup_forgets_the_person_again(drill: Drill, restored: str) -> None:
    assert "Erased again what the ledger of erasures names: 1 entries." in restored
    found = drill.seen["restored"]
    assert (found["tables"], found["bytes"]) == ([], [])
    assert found["keys"] == drill.seen["erased"]["keys"]


def test_nobody_else_is_touched_and_the_facts_are_equal(drill: Drill, restored: str) -> None:
    found, planted = drill.seen["restored"], drill.seen["planted"]
    assert found["others"] == planted["others"] != []
    assert found["facts"] == planted["facts"] and len(found["facts"]) == 4
    assert found["events"][: len(planted["events"])] == planted["events"]
    assert len(found["events"]) == len(planted["events"]) + 1  # the erasure


def test_the_record_is_whole_after_all_that(drill: Drill, restored: str) -> None:
    done = drill.place.weft("verify")
    assert done.returncode == 0, done.stdout
    assert "The record is whole since" in done.stdout


def test_the_tick_finds_nothing_left_to_wipe(drill: Drill, restored: str) -> None:
    done = drill.place.weft("tick")
    assert done.returncode == 0, done.stdout
    assert "traces: No traces are left to wipe." in done.stdout
