"""Work that was acknowledged survives kill -9, a retry does nothing twice, and the record stays whole."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

pytestmark = pytest.mark.database
ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "verify_record.py"
COUNT = (
    "SELECT COUNT(*) FROM auth_user",
    "SELECT COUNT(*) FROM people_person",
    "SELECT COUNT(*) FROM record_doneonce",
    "SELECT COUNT(*) FROM record_event WHERE action = 'people.account.make'",
    "SELECT COUNT(*) FROM record_fact WHERE kind = 'test.kept'",
)


@pytest.fixture
def env(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An installation of its own, on the same kind of database as this run."""
    surroundings = dict(
        os.environ,
        WEFT_MODE="test",
        WEFT_DATA=str(tmp_path),
        PYTHONPATH=os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    )
    url = os.environ.get("WEFT_DATABASE_URL", "")
    if not url:
        yield surroundings
        return
    with own_database(url) as address:
        yield {**surroundings, "WEFT_DATABASE_URL": address}


@contextmanager
def own_database(url: str) -> Iterator[str]:
    import psycopg

    name = f"weft_killed_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            head, _, query = url.partition("?")
            yield f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.parametrize("kills", [4, pytest.param(60, marks=pytest.mark.slow)])
def test_what_was_acknowledged_survives_kill_9(env: dict[str, str], tmp_path: Path, kills: int) -> None:
    acknowledged = kill_again_and_again(env, kills)
    kept = rows(env, *COUNT)
    assert acknowledged > kills, "the writer must have written between the kills"
    assert kept == [kept[0]] * len(COUNT)
    assert kept[0] - 1 in (acknowledged, acknowledged + 1)  # numbers begin with 0; one may be unsaid
    assert rows(env, "SELECT COUNT(DISTINCT CAST(quantities AS TEXT)) FROM record_fact") == kept[:1]
    both_agree(env, tmp_path)


def kill_again_and_again(env: dict[str, str], kills: int) -> int:
    """The last number the writer said was kept."""
    chance, last = random.Random(kills), -1
    with subprocess.Popen(
        [sys.executable, "-m", "tests.record.writer"], env=env, cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as zygote:  # fmt: skip
        assert zygote.stdin and zygote.stdout and zygote.stdout.readline() == "ready\n"
        for _ in range(kills):
            zygote.stdin.write(f"{max(last, 0)}\n")  # once more what was said last: a retry
            zygote.stdin.flush()
            last = until_killed(zygote.stdout, chance, last)
        zygote.stdin.close()
    return last


def until_killed(said: Iterator[str], chance: random.Random, last: int) -> int:
    """Let the child write a few things, kill it a moment later, and read what it had said by then."""
    left = chance.randint(1, 6)
    for line in said:
        word, _, number = line.strip().partition(" ")
        if word == "pid":
            child = int(number)
        elif word == "ended":
            return last
        elif word == "kept":
            last, left = max(last, int(number)), left - 1
            if left == 0:
                time.sleep(chance.uniform(0, 0.03))
                os.kill(child, signal.SIGKILL)
    raise AssertionError("the writer broke off")


def rows(env: dict[str, str], *statements: str) -> list[int]:
    with open_database(env) as ask:
        return [ask.execute(statement).fetchone()[0] for statement in statements]


@contextmanager
def open_database(env: dict[str, str]):
    import sqlite3

    import psycopg

    if url := env.get("WEFT_DATABASE_URL"):
        with psycopg.connect(url) as found:
            yield found
    else:
        found = sqlite3.connect(Path(env["WEFT_DATA"]) / "weft.sqlite3")
        yield found
        found.commit()
        found.close()


def both_agree(env: dict[str, str], folder: Path) -> None:
    """`./weft verify` and the independent script, as a person runs them: whole, then altered."""
    assert [verify(env).returncode, script(env, folder).returncode] == [0, 0]
    with open_database(env) as ask:
        on = " ON record_event" if env.get("WEFT_DATABASE_URL") else ""
        ask.execute(f"DROP TRIGGER record_event_no_update{on}")
        ask.execute("UPDATE record_event SET actor = 'account:9' WHERE number = 2")
    mine, theirs = verify(env), script(env, folder)
    assert (mine.returncode, theirs.returncode) == (1, 1)
    assert "Event 2 was changed: its digest does not match what it says." in mine.stdout
    assert "the trigger record_event_no_update is missing or altered" in mine.stdout
    assert theirs.stderr == "event 2 was changed\n"


def verify(env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "weft", "verify"], env=env, cwd=ROOT, text=True, capture_output=True
    )


def script(env: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """In an isolated Python: nothing of the project can be imported."""
    where = env.get("WEFT_DATABASE_URL") or str(folder / "weft.sqlite3")
    log = folder / "anchors.log"
    files = [str(log), str(folder / "master-key")] if log.exists() else []
    command = [sys.executable, "-I", str(SCRIPT), where, *files]
    return subprocess.run(command, cwd=folder, text=True, capture_output=True)


def test_the_script_is_short_and_knows_nothing_of_the_project() -> None:
    text = SCRIPT.read_text()
    assert len(text.splitlines()) <= 60
    assert "import weft" not in text and "from weft" not in text and "django" not in text


def test_control_without_keys_a_retry_makes_two(db: None) -> None:
    from tests.record.writer import ACTION, write
    from weft.record.models import Fact
    from weft.record.once import do_once

    write(1)
    write(1)
    assert Fact.objects.count() == 1
    from datetime import date

    from weft.record.actions import record_event, record_fact

    for _ in range(2):
        do_once(
            key="", action=ACTION, by=None, make=lambda: record_fact(kind="test.kept", on=date(2026, 1, 1))
        )
    assert Fact.objects.count() == 3
    assert record_event(by=None, action="test.made", thing="test.thing:1").number == 2
    assert connection.in_atomic_block
