"""A thousand alterations behind the service's back, a thousand caught: by us, and by a script without us."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.record import tamper
from weft.record.anchors import anchor, anchor_file, lines
from weft.record.keys import secret_for
from weft.record.models import Event, Fact
from weft.record.verifying import verify

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "tools" / "verify_record.py"
ALL, SOME = 1000, 126
# All of the thousand each time on SQLite, where they take seconds; on PostgreSQL with the long proofs.
REST = pytest.mark.slow if connection.vendor == "postgresql" else pytest.mark.skipif(False, reason="")


@pytest.fixture
def record(db: None) -> None:
    """A record, anchored at its end, its triggers out of the way."""
    tamper.make_record()
    anchor()
    tamper.unguarded()


@pytest.fixture
def check() -> Callable[..., list[str]]:
    """The independent script's own function, looking at the database at hand."""
    found: Callable[..., list[str]] = runpy.run_path(str(SCRIPT))["check"]

    def ask(statement: str) -> list[Any]:
        with connection.cursor() as cursor:
            raw = cursor.connection if connection.vendor == "sqlite" else cursor.cursor
            return list(raw.execute(statement).fetchall())  # as the driver gives it, without Django

    return lambda: found(ask, lines(), secret_for("anchors"))


def ours() -> list[str]:
    return [fault for fault in verify(keep=False).faults if "trigger" not in fault]


def test_a_sound_record_is_whole_for_both(record: None, check: Callable[..., list[str]]) -> None:
    assert (ours(), check()) == ([], [])
    verdict = verify(keep=False)
    assert (verdict.events, verdict.facts, verdict.anchors) == (9, 5, 1)


@pytest.mark.parametrize("first", [0, pytest.param(SOME, marks=REST)])
def test_every_alteration_is_caught_by_both(
    record: None, check: Callable[..., list[str]], first: int
) -> None:
    """One thousand, in two parts."""
    both = lambda: [f"{len(ours())}", f"{len(check())}"]  # noqa: E731
    tries = range(first, SOME if first == 0 else ALL)
    found = [tamper.tampered(seed, both) for seed in tries]
    assert [said for said, (mine, theirs) in found if mine == "0" or theirs == "0"] == []
    assert len(found) == len(tries)
    assert (ours(), check()) == ([], [])


def test_control_an_alteration_undone_is_not_reported(record: None) -> None:
    assert tamper.tampered(3, ours)[1] != []
    assert ours() == []


def test_control_without_the_anchor_a_record_written_anew_looks_whole(
    record: None, check: Callable[..., list[str]]
) -> None:
    anew = len(tamper.WAYS) - 1
    assert [tamper.tampered(anew, look)[1] != [] for look in (ours, check)] == [True, True]
    anchor_file().unlink()
    assert [tamper.tampered(anew, look)[1] for look in (ours, check)] == [[], []]


@pytest.mark.parametrize(
    ("statement", "wanted"),
    [
        (
            "UPDATE record_event SET actor = 'account:9' WHERE number = 4",
            ["Event 4 was changed: its digest does not match what it says."],
        ),
        (
            "DELETE FROM record_event WHERE number IN (3, 4)",
            ["Events 3 to 4 are missing.", "Event 5 does not follow the event before it."],
        ),
        (
            "DELETE FROM record_fact WHERE number = 5",
            ["Fact 5 was anchored and is gone.", "The last fact should be 5; it is 4."],
        ),
        (
            "UPDATE record_chainhead SET number = 10",
            ["The last event should be 10; it is 9."],
        ),
        (
            "DELETE FROM record_chainhead",
            ["The end of the record should be one row with the id 1; there are 0 rows."],
        ),
    ],
)
def test_what_is_wrong_is_said_by_number(record: None, statement: str, wanted: list[str]) -> None:
    tamper.run(statement)
    assert ours() == wanted


def test_every_column_but_none_is_covered(record: None) -> None:
    """Each column of each row in turn, so that no later field is forgotten."""
    import random

    missed = []
    for model in (Event, Fact):
        for field in model._meta.concrete_fields:
            row: Any = model._default_manager.all()[3]
            value = tamper.other_value(field, getattr(row, field.name), random.Random(1))
            model._default_manager.filter(pk=row.pk).update(**{field.name: value})
            if not ours():
                missed.append(field.name)
            model._default_manager.filter(**{field.name: value}).update(
                **{field.name: getattr(row, field.name)}
            )
    assert (missed, ours()) == ([], [])
