"""Measure imports and "near me": `python -m tests.bench.places FOLDER`, and the same with WEFT_DATABASE_URL set.

FOLDER holds the open data of a city (docs/benchmarks.md says which files); without it only "near me" is measured.
Needs PYTHONPATH=src. Everything happens in a database of its own that is thrown away.
"""

import math
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

VENUES, ROUNDS, LIMIT = 100_000, 40, 50
RADII_KM = (1, 5, 20)
SOURCE = "bench"
BOUNDARIES = (("ward", "wards_2025"), ("msoa", "msoa21"), ("lsoa", "lsoa21"))
JOINT = ("gender", "education", "agegroup", "ethnicity")


def main(arguments: list[str]) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "WEFT_MODE": "test",
            "WEFT_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "weft.config.settings",
        }
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0)
        try:
            print(f"\n### {connection.vendor}\n")
            for folder_of_data in arguments:
                imports(Path(folder_of_data))
            near()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)
    return 0


def imports(folder: Path) -> None:
    """Every file of the folder: seconds, and what became of it."""
    from weft.places.actions import import_boundaries, import_postcodes, load_pack

    geography, total = folder / "geography", 0.0
    print("| file | seconds | rows | kept | again, seconds |\n|---|---|---|---|---|")
    jobs: list[tuple[str, Callable[[], Any]]] = [("place pack", lambda: load_pack(by=None))]
    for kind, name in BOUNDARIES:
        path = geography / f"london_{name}.geojson.gz"
        jobs.append(
            (path.name, lambda path=path, kind=kind: import_boundaries(file=path, kind=kind, by=None))
        )
    path = geography / "london_postcodes_aug2024.csv.gz"
    jobs.append((path.name, lambda path=path: import_postcodes(file=path, by=None)))
    for path in sorted((folder / "population").glob("*.csv")):
        jobs.append((path.name, lambda path=path: population(path)))
    for name, job in jobs:
        seconds, done = timed(job)
        again, _ = timed(job)
        total += seconds
        said = f"{done.read:,} | {done.kept:,}" if not isinstance(done, str) else f"refused | {done}"
        print(f"| {name} | {seconds:.2f} | {said} | {again:.2f} |", flush=True)
    print(f"\nAll files the first time: {total:.1f} s\n")


def population(path: Path) -> Any:
    from weft.places.actions import import_population
    from weft.places.importing.population import About, year_in
    from weft.places.importing.refusals import Refused

    joint = JOINT if path.name.startswith("hrr") else ()
    about = About(path.stem[:60], year_in(path.name) or "2015", SOURCE, joint)
    try:
        return import_population(file=path, about=about, by=None)
    except Refused as refused:
        return refused.lines[0]


def timed(job: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = job()
    return time.perf_counter() - began, done


def near() -> None:
    """Best, median and worst milliseconds of the 50 nearest, from places all over the city and for sparse searches."""
    from django.db import connection

    from weft.places.geometry import Point
    from weft.places.models import Venue
    from weft.places.near import nearest

    chance = random.Random(20181)
    Venue.objects.all().delete()
    for _ in range(VENUES // 2000):
        Venue.objects.bulk_create([venue(chance) for _ in range(2000)], batch_size=50)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"\n{VENUES:,} venues, limit {LIMIT}, {ROUNDS} searches each\n")
    print("| radius | asked | best ms | median ms | worst ms | found, median |\n|---|---|---|---|---|---|")
    for asked, access in (("anything", ()), ("one venue in 100", ("bsl",)), ("nothing has it", ("lockers",))):
        for radius in RADII_KM:
            taken, counts = [], []
            for _ in range(ROUNDS):
                at = Point(chance.uniform(51.3, 51.69), chance.uniform(-0.5, 0.3))
                seconds, found = timed(
                    lambda at=at, r=radius, a=access: nearest(at, r, limit=LIMIT, access=a)
                )
                taken.append(seconds * 1000)
                counts.append(len(found))
            row = (min(taken), statistics.median(taken), max(taken))
            print(
                f"| {radius} km | {asked} | {' | '.join(f'{ms:.1f}' for ms in row)} | {statistics.median(counts):g} |"
            )


def venue(chance: random.Random) -> Any:
    """A venue somewhere in the window of London, thicker in the middle, as venues are."""
    from weft.places.models import Venue

    distance, turn = abs(chance.gauss(0, 0.16)), chance.uniform(0, 2 * math.pi)
    access = ["step_free", "toilets"] + (["bsl"] if chance.random() < 0.01 else [])
    return Venue(
        name="A venue", latitude=51.5 + distance * math.sin(turn) * 0.7,
        longitude=-0.12 + distance * math.cos(turn) * 1.5, access=access,
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
