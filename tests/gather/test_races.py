"""The last place, asked for by eight processes at once: sold once, never twice, never not at all."""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from tests.record.test_durability import ROOT, env

__all__ = ["env"]
pytestmark = pytest.mark.database
SLOW = pytest.mark.slow
KINDS = ("seat", "family", "buddy", "interview")


def race(env: dict[str, str], way: str, kind: str, last: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.gather.racing", way, kind, str(last)]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, timeout=1800)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(connection.vendor, way, kind, found)
    return found


@pytest.mark.parametrize(
    ("kind", "last"),
    [("family", 12), *(pytest.param(kind, 1000, marks=SLOW) for kind in KINDS)],
)
def test_a_last_place_is_sold_once(env: dict[str, str], kind: str, last: int) -> None:
    found = race(env, "guarded", kind, last)
    assert {name: found[name] for name in ("once", "oversold", "unsold", "faults")} == {
        "once": last, "oversold": 0, "unsold": 0, "faults": 0,
    }  # fmt: skip
    assert found["raised"] == {"NoPlaces": 7 * last}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("last", [12, pytest.param(1000, marks=SLOW)])
def test_control_counting_and_then_writing_oversells(env: dict[str, str], last: int) -> None:
    least = (
        0.9 if last >= 1000 else 0.5
    )  # a dozen places are soon gone: what is bought by chance in turn weighs more
    assert race(env, "count-then-insert", "seat", last)["oversold"] >= least * last
