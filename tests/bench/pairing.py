"""How long suggesting pairs takes, end to end, from sealed profiles: `python -m tests.bench.pairing [LEFT] [RIGHT]`.

A database of its own in a temporary folder, made-up people with random wishes. Opening the profiles, comparing,
solving, sealing the reasons and writing the suggestions are all counted.
"""

import os
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TIMES = 5


def main(left: int, right: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"WEFT_MODE": "production", "WEFT_DATA": folder, "WEFT_ROOT": str(ROOT)}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "weft.config.settings", "WEFT_DATABASE_URL": ""}
        from weft.cli.server import prepare_database

        prepare_database()
        from django.db import transaction

        with transaction.atomic():
            pool = fill(left, right)
        took = sorted(measure(pool) for _ in range(TIMES))
        print(f"{left} x {right}: median {took[TIMES // 2]:.3f} s, slowest {took[-1]:.3f} s")


def fill(left: int, right: int) -> object:
    from tests.gather.pairing import make
    from weft.people.matching.rules import INTERESTS
    from weft.people.matching.rules import TIMES as OF_DAY

    draw, pool = random.Random(20181), make.pool()
    for number in range(left + right):
        side = make.BUDDY if number < left else make.CYCLIST
        wishes = {
            "languages": draw.sample(["en", "bn", "pl", "so", "tr"], 2),
            "times": draw.sample(list(OF_DAY), 3),
            "interests": draw.sample(list(INTERESTS), 4),
        }
        make.entry(pool, side, f"Made{number}", **wishes)
    return pool


def measure(pool: object) -> float:
    from weft.gather.pairing.actions import suggest

    began = time.perf_counter()
    made = suggest(pool=pool, by=None)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    print(f"{len(made)} pairs in {took:.3f} s")
    return took


if __name__ == "__main__":
    main(*(int(one) for one in (sys.argv[1:] or ("41", "60"))))
