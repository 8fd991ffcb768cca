"""The drill, through the command line: build, plant, back up while somebody writes, break, restore, compare.

The tests of this module share one installation and stand in the order of the drill.
"""

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.operations.place import CHANGE, PLANT, WRITE_ON, Place, a_place
from weft.operations.archive import unpack

pytestmark = pytest.mark.database
DIES_IN_BACKUP = """
import os, signal
from weft.operations import archive
from weft.operations.actions.backup import back_up
back_up()
archive.Archive.close_with = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
back_up()
"""
SPOILT = """
from pathlib import Path
from weft.operations import stores
from weft.operations.actions import restore
from weft.operations.errors import Damaged
store = stores.store()
put_back = store.put_back
def short(folder, manifest, settle):
    manifest.tables["people_person"] += 1
    put_back(folder, manifest, settle)
store.put_back = short
try:
    restore(file=Path({file!r}), replace=True)
except Damaged as refusal:
    import sys
    sys.stderr.write(str(refusal))
"""
DIES_IN_RESTORE = """
import os, signal, sys
from pathlib import Path
from weft.operations.actions import restore as module
real = sys.modules["weft.operations.actions.restore"]
settle = real._settle
def settled_then_killed(*words):
    settle(*words)
    os.kill(os.getpid(), signal.SIGKILL)
real._settle = settled_then_killed
real.restore(file=Path({file!r}), replace=True)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("drill") / "data") as made:
        yield made


@pytest.fixture(scope="module")
def before(place: Place) -> dict[str, Any]:
    return place.look(PLANT)


@pytest.fixture(scope="module")
def killed(place: Place, before: dict[str, Any]) -> list[Path]:
    """A first backup, then one that is killed just before its end. Returns what is there then."""
    assert place.python(DIES_IN_BACKUP).returncode == -signal.SIGKILL
    return sorted((place.data / "backups").iterdir())


@pytest.fixture(scope="module")
def backup(place: Place, killed: list[Path]) -> Path:
    """Made by the command while another process writes one event after another."""
    with place.begin(WRITE_ON) as writer:
        assert writer.stdout is not None and writer.stdout.readline() == "writing\n"
        done = place.weft("backup")
        assert writer.poll() is None, "the writer was stopped by the backup"
        writer.kill()
    assert done.returncode == 0, done.stderr
    assert "The key file is not in it" in done.stdout
    return place.backups()[-1]


@pytest.fixture(scope="module")
def broken(place: Place, backup: Path) -> dict[str, Any]:
    """What is there after somebody deleted requests and a file, and others came."""
    return place.look(CHANGE)


def test_a_backup_that_is_killed_leaves_the_earlier_one_whole(killed: list[Path], tmp_path: Path) -> None:
    whole = [path for path in killed if path.name.startswith("weft-")]
    assert len(whole) == 1 and any(path.name.endswith(".partial") for path in killed)
    assert unpack(whole[0], tmp_path).tables["requests_request"] == 3


def test_the_next_backup_is_private_and_sweeps_up(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in backup.parent.iterdir() if path.name.startswith(".")] == [".lock"]


def test_a_database_that_holds_something_is_not_replaced_by_accident(
    place: Place, backup: Path, broken: dict[str, Any]
) -> None:
    refused = place.weft("restore", str(backup))
    assert refused.returncode == 1
    assert "The database here is not empty." in refused.stderr


def test_a_restore_that_is_killed_leaves_the_old_database(
    place: Place, backup: Path, broken: dict[str, Any]
) -> None:
    assert place.python(DIES_IN_RESTORE.format(file=str(backup))).returncode == -signal.SIGKILL
    after = place.look()
    assert after["files"]["survey-two/upload"] == len("came later")
    assert after | {"files": ""} == broken | {"files": ""}


def test_control_a_row_too_few_is_noticed_and_the_old_data_stay(
    place: Place, backup: Path, broken: dict[str, Any]
) -> None:
    after = place.look(SPOILT.format(file=str(backup)))
    assert "The table people_person has 1 rows, and 2 were backed up." in place.said
    assert after | {"files": ""} == broken | {"files": ""}


def test_a_restore_brings_back_every_row_file_and_event(
    place: Place, before: dict[str, Any], backup: Path, broken: dict[str, Any]
) -> None:
    done = place.weft("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    after = place.look()
    for same in ("what", "due", "people", "files"):
        assert after[same] == before[same] != broken[same], same
    assert (after["facts"], after["releases"]) == (before["facts"], [["2010", "marker.csv"]])
    assert after["what"][0] == "Marker 0 tab\t line\n end \\N é"
    assert (after["fault"], after["sessions"]) == ("", 0)
    assert after["events"][: len(before["events"])] == before["events"]
    assert after["end"] == after["events"][-1], "the events written during the backup are whole as well"
    assert not list(place.data.glob(".restoring-*")) and not list(place.data.glob("*.restoring*"))


def test_a_restored_database_counts_on(place: Place, backup: Path) -> None:
    after = place.look(CHANGE + PLANT.replace("key-", "new-"))
    assert len(after["what"]) == 3 and after["fault"] == ""


@pytest.mark.slow
def test_an_empty_installation_takes_a_backup_without_being_asked_twice(
    tmp_path: Path, before: dict[str, Any], backup: Path
) -> None:
    with a_place(tmp_path / "other") as other:
        done = other.weft("restore", str(backup))
        assert done.returncode == 0, done.stderr
        assert other.look()["what"] == before["what"]
