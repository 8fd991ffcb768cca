"""What publishing a programme's mixing costs: a programme of many sessions of twenty, all answered, two traits.

    OMP_NUM_THREADS=1 PYTHONPATH=src:. python -m tests.bench.mixing_published [sessions]

A database of its own in a temporary folder, or WEFT_DATABASE_URL (an empty one).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np

TRAITS = {"age": ("young", "middle", "old"), "team": ("east", "west")}
BEGIN, A_SESSION = date(2020, 1, 1), 20


def main(sessions: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "WEFT_MODE": "test",
            "WEFT_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "weft.config.settings",
        }
        from weft.cli.server import prepare_database

        prepare_database()
        measure(sessions)


def measure(sessions: int) -> None:
    from weft.programmes.actions import publish_mixing_due
    from weft.programmes.models import Programme
    from weft.programmes.queries.mixing import mixing_in_public, mixing_of
    from weft.programmes.rules import MIXING_RESTS

    traits = [
        {"key": key, "title": key, "options": dict(zip(said, said, strict=True))}
        for key, said in TRAITS.items()
    ]
    run = Programme.objects.create(
        key="bench", title="Bench", state="open", document={"mixing": {"traits": traits}}
    )
    write(range(sessions))
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    cost("first publication", lambda: publish_mixing_due(now=now))
    cost("tick, what stands rests", lambda: publish_mixing_due(now=now))
    cost("tick, rested and nothing new", lambda: publish_mixing_due(now=now + MIXING_RESTS))
    write(range(sessions, sessions + 5))
    cost("second publication, five more sessions", lambda: publish_mixing_due(now=now + MIXING_RESTS))
    cost("the public page's figures", lambda: mixing_in_public(run))
    cost("control: counted live, as officers see them", lambda: mixing_of(run))


def write(numbers: range) -> None:
    """Through the record, as registers are written: some seconds a thousand sessions."""
    from django.db import transaction

    from weft.record.actions import record_fact

    draw = np.random.default_rng(numbers.start)
    with transaction.atomic():
        for number in [each for each in numbers for _seat in range(A_SESSION)]:
            said = {f"mix.{key}": str(draw.choice(levels)) for key, levels in TRAITS.items()}
            record_fact(
                kind="gather.attendance", on=BEGIN + timedelta(days=number), programme="bench", edition="1",
                traits={"session": f"room {number}", **said}, quantities={"people": 1},
            )  # fmt: skip


def cost(words: str, run: Callable[[], object]) -> None:
    start, wall = time.process_time(), time.perf_counter()
    told = run()
    spent, waited = time.process_time() - start, time.perf_counter() - wall
    print(
        f"{words}: {spent * 1000:.1f} ms of CPU, {waited * 1000:.1f} ms",
        told if isinstance(told, str) else "",
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
