"""What is no reason to delete a demonstration: a full disk, a lock, a restore, a server that runs, a backup in it."""

import errno
import fcntl
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pytest_django import Settings

from tests.cli.checkout import AGAIN, READY, ROOT, begin, change, finish, run
from weft.cli import Refusal, demo, in_demonstration, main
from weft.config import in_use
from weft.demo import build, earlier, gone

# One table's migration is due, and nothing of it is there: a new version of Weft.
DUE = ["DROP TABLE post_message", "DELETE FROM django_migrations WHERE app = 'post'"]
IMPATIENT = "from weft.config import environment\nenvironment.SQLITE_OPTIONS['timeout'] = 0\n"
FULL = """
from weft.config import environment
environment.SQLITE_OPTIONS["init_command"] += "; PRAGMA max_page_count=1"
"""
FAULTS = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
from weft.cli import Refusal, demo, server
from django.db import DatabaseError, IntegrityError, OperationalError
def fails(error):
    import django
    django.setup()
    raise error
for kind, words in ((OperationalError, "disk I/O error"), (OperationalError, "database is locked"),
    (OperationalError, "attempt to write a readonly database"), (DatabaseError, "database disk image is malformed"),
    (IntegrityError, "FOREIGN KEY constraint failed"), (OperationalError, "no such column: age")):
    server.prepare_database = lambda: fails(kind(words))
    try:
        print(demo._why(False))
    except Refusal as refused:
        print("refused:", refused)
"""
KILLED_DELETING = "import os, shutil\nshutil.rmtree = lambda *_, **__: os.kill(os.getpid(), 9)\n" + READY
SERVES = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
from weft.config import wsgi
print("serves", flush=True)
sys.stdin.read()
"""


@pytest.mark.slow
def test_a_full_disk_deletes_nothing(broken: Path) -> None:
    finish(broken / ".weft/demo")
    change(broken / ".weft/demo", *DUE)
    said = run(broken, "-c", FULL + READY)
    assert said.startswith(
        f"refused: the database {broken}/.weft/demo/weft.sqlite3 cannot be used (database or disk"
    )
    assert "Nothing was deleted." in said
    assert run(broken, "-c", READY).strip() == "ready"  # control: with room the migration goes through


def test_only_other_tables_are_a_reason(root: Path) -> None:
    said = run(root, "-c", FAULTS).splitlines()
    assert [line.startswith("refused:") for line in said] == [True] * 5 + [False]
    assert "(disk I/O error). Nothing was deleted." in said[0] and "another program is writing to" in said[1]
    assert "cannot be read (database disk image is malformed)" in said[3]
    assert said[-1] == "was of an earlier version"


def test_a_lock_is_said_in_one_line(root: Path) -> None:
    path = root / ".weft/demo/weft.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = run(root, "-c", IMPATIENT + READY)
    assert said == f"refused: another program is writing to {path}. Stop it, or try again.\n"
    assert run(root, "-c", IMPATIENT + READY) == "ready\n"


def test_a_deletion_that_breaks_off_leaves_nothing_under_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setenv("WEFT_ROOT", str(tmp_path))
    (tmp_path / ".weft/demo/uploads").mkdir(parents=True)
    with monkeypatch.context() as broken_off, pytest.raises(KeyboardInterrupt):
        broken_off.setattr(shutil, "rmtree", breaks)
        gone.delete(tmp_path / ".weft/demo")
    (left,) = (tmp_path / ".weft").iterdir()
    assert left.name.startswith("demo.gone-") and (left / "uploads").exists()
    gone.sweep()
    assert not left.exists()


@pytest.mark.slow
def test_a_deletion_that_is_killed_leaves_nothing_under_the_name(broken: Path) -> None:
    assert begin(broken, "-c", KILLED_DELETING).returncode == -signal.SIGKILL
    (left,) = broken.glob(".weft/demo.gone-*")
    assert (left / "weft.sqlite3").exists() and not (broken / ".weft/demo").exists()
    assert run(broken, "-c", READY) == "ready\n"
    assert not left.exists()


def test_only_what_was_thrown_away_is_swept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_ROOT", str(tmp_path))
    for name in ("demo", "demo.gone-0123abcd", "demo.gone-mine", "data.gone-0123abcd", "elsewhere"):
        (tmp_path / ".weft" / name).mkdir(parents=True)
    (tmp_path / ".weft/demo.gone-00000000").symlink_to(tmp_path / ".weft/elsewhere")
    gone.sweep()
    left = sorted(path.name for path in (tmp_path / ".weft").iterdir())
    assert left == ["data.gone-0123abcd", "demo", "demo.gone-00000000", "demo.gone-mine", "elsewhere"]


@pytest.mark.slow
def test_a_folder_that_cannot_be_moved_is_refused_in_words(broken: Path) -> None:
    stuck = "import pathlib\ndef stuck(*_): raise OSError(16, 'Device or resource busy')\npathlib.Path.rename = stuck\n"
    said = run(broken, "-c", stuck + READY)
    assert said.startswith(
        f"refused: the demonstration in {broken}/.weft/demo was not built to the end, and cannot be"
    )
    assert "(Device or resource busy). Delete what is in that folder yourself" in said


@pytest.mark.slow
def test_a_city_without_a_mark_of_its_build_is_thrown_away_only_when_asked(broken: Path) -> None:
    (broken / ".weft/demo/building").unlink()
    said = run(broken, "-c", READY)
    assert "has no mark of a whole city" in said and "WEFT_MODE=demo ./weft serve" in said
    assert "./weft demo --rebuild" in said and (broken / ".weft/demo/weft.sqlite3").exists()
    assert "begins again" in run(broken, "-c", READY, "--rebuild")
    assert not (broken / ".weft/demo").exists()


NAMES = ["backups/weft-2026-01-01T000000Z.tar.gz", "weft-mine.tar.gz", "backups/copy"]


@pytest.mark.parametrize("name", NAMES)
def test_a_backup_keeps_the_folder(tmp_path: Path, name: str) -> None:
    backup = tmp_path / name
    backup.parent.mkdir(exist_ok=True)
    (backup.parent / ".lock").touch()
    backup.touch()
    with pytest.raises(earlier.NotOurs, match=r"holds backups\. Move them somewhere else"):
        earlier.refuse_backups(tmp_path)
    backup.unlink()
    earlier.refuse_backups(tmp_path)


@pytest.mark.slow
def test_no_backup_is_thrown_away_with_its_city(broken: Path) -> None:
    backup = broken / ".weft/demo" / NAMES[0]
    backup.parent.mkdir()
    backup.touch()
    assert f"refused: {backup.parent} holds backups." in run(broken, "-c", READY, "--rebuild")
    assert backup.exists() and (broken / ".weft/demo/weft.sqlite3").exists()


def test_a_worker_holds_the_demonstration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setenv("WEFT_ROOT", str(tmp_path))
    monkeypatch.setenv("WEFT_MODE", "demo")
    monkeypatch.delenv("WEFT_DATA", raising=False)
    from weft.config import wsgi

    for settings.DEMO in (True, False):
        held = wsgi.hold_demonstration()
        with in_use.opened() as mine:
            assert in_use.is_alone(mine) is not settings.DEMO
        if held:
            held.close()


@pytest.mark.slow
def test_a_worker_that_outlives_its_command_keeps_the_city(broken: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "WEFT_ROOT": str(broken), "WEFT_MODE": "demo"}
    env.pop("WEFT_DATA", None)
    words = [sys.executable, "-c", SERVES]
    with subprocess.Popen(words, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == "serves\n"
        done = begin(broken, "-m", "weft", "demo", "--build-only", "--rebuild")
        worker.kill()
    assert done.returncode == 1 and "another command of Weft has this city open." in done.stderr
    assert f"fuser {broken}/.weft/demo.in-use" in done.stderr
    assert AGAIN in run(broken, "-c", READY)  # control: with the worker its hold is gone


def test_no_command_works_on_a_city_that_is_being_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WEFT_ROOT", str(tmp_path))
    monkeypatch.setenv("WEFT_MODE", "demo")
    monkeypatch.delenv("WEFT_DATA", raising=False)
    with in_use.opened() as held:
        assert in_use.is_alone(held)
        assert main(["roles", "--print"]) == 1
        assert capsys.readouterr().err == f"weft: {in_use.BUILDING}\n"
        assert in_use.is_shared(held) and main(["roles", "--print"]) == 0  # control: it is served


def test_every_command_holds_the_city_it_works_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_ROOT", str(tmp_path))
    monkeypatch.setenv("WEFT_MODE", "demo")
    monkeypatch.delenv("WEFT_DATA", raising=False)
    seen = {}
    for command in ("serve", "tick", "restore", "demo"):
        with in_demonstration(command), in_use.opened() as mine:
            seen[command] = in_use.is_alone(mine)
    assert seen == {"serve": False, "tick": False, "restore": False, "demo": True}
    assert in_use.place() == tmp_path / ".weft/demo.in-use"
    monkeypatch.setenv("WEFT_DATA", str(tmp_path / "named"))
    assert in_use.place() == tmp_path / "named/in-use"


@pytest.mark.parametrize(
    ("error", "alone"), [(None, True), (OSError(errno.ENOLCK, "none"), True), (BlockingIOError(), False)]
)
def test_where_there_are_no_locks_everyone_is_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError | None, alone: bool
) -> None:
    def fails(*_: Any) -> NoReturn:
        assert error is not None
        raise error

    monkeypatch.setattr(fcntl, "flock", fails)
    if error is None:
        monkeypatch.setattr(in_use, "fcntl", None)
    with (tmp_path / "in-use").open("a+") as file:
        assert (in_use.is_alone(file), in_use.is_shared(file)) == (alone, alone)


def test_a_city_that_went_while_the_hold_changed_is_not_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "stamp", lambda: tmp_path / "city-0")
    with (tmp_path / "in-use").open("a+") as file:
        with pytest.raises(Refusal):
            demo.share(file)
        (tmp_path / "city-0").touch()
        demo.share(file)
