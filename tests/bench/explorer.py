"""Measure the explorer on a synthetic release of 200,000 cells: `python -m tests.bench.explorer`.

PYTHONPATH=src, after `./weft` has built the styles once. The release is made up (every shipped share, by 33 places and
by some 90 splits of 60 groups, the most a split may have; and a small wave before it), sealed and stored in a database
of its own: SQLite in a temporary folder, or the PostgreSQL that WEFT_DATABASE_URL names (an empty database). Each page
is timed inside the server process, in turn with an empty view through the same middleware. The first page of a process
reads the table of contents of each release and one table; no page is kept afterwards. CPU time is what counts on a
machine that does other things.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CELLS, GROUPS, SPLITS = 200_000, 60, 120
ROUNDS = 40
MOST_MS = 20.0
MOST_FIRST = 0.5  # seconds of CPU for the first page, once the programme is loaded


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"WEFT_MODE": "test", "WEFT_DATA": folder, "WEFT_ROOT": str(ROOT)}
        os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        cells = fill()
        return report(cells)


def fill() -> int:
    """Two releases of one series; the later holds the cells."""
    from django.utils import timezone

    from weft.measure.actions.publish import seal
    from weft.measure.models import Estimate, Release
    from weft.measure.recipes import shipped_registry

    registry = shipped_registry()
    keys = [each.key for each in registry.indicators.values() if each.estimator.value == "proportion"]
    areas = [(area.code, area.name) for area in registry.areas.values() if area.parent]
    made = 0
    for period, most in (("2021-22", 5_000), ("2024", CELLS)):
        release = Release.objects.create(
            series="bench", name="Bench", period=period, area="London", population="residents", sample="probability",
            mode="online", sample_size=50_000, digest=period, published_at=timezone.now(),
        )  # fmt: skip
        rows = cells_of(release, keys, areas, most)
        Estimate.objects.bulk_create(rows, batch_size=5000)
        seal(release)
        made += len(rows)
    return made


def cells_of(release: object, keys: list[str], areas: list[tuple[str, str]], most: int) -> list:
    from weft.measure.models import Estimate

    rows: list = []
    names = ["area", *(f"split_{n:02}" for n in range(SPLITS))]
    for number in range(1_000_000):
        key, split = keys[number % len(keys)], names[number // len(keys) % len(names)]
        if split == "area":
            rows.append(Estimate(release=release, indicator=key, level_label="Everyone", position=0, showing="shown",
                                 est=0.4, lo=0.39, hi=0.41, base=50_000))  # fmt: skip
        for n in range(len(areas) if split == "area" else GROUPS):
            code, label = areas[n] if split == "area" else (f"g{n:02}", f"Group {n:02}")
            est = 0.2 + ((number * 7 + n * 3) % 40) / 100
            rows.append(
                Estimate(
                    release=release, indicator=key, breakdown=split, breakdown_label=split, level=code,
                    level_label=label, position=len(rows) + 1, showing="shown", est=round(est, 2),
                    lo=round(est - 0.05, 2), hi=round(est + 0.05, 2), base=400, verdict="no clear difference",
                    difference=0.01, difference_lo=-0.02, difference_hi=0.04,
                )
            )  # fmt: skip
        if len(rows) >= most:
            return rows
    return rows


def report(cells: int) -> int:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    settings.ROOT_URLCONF = "tests.bench.floor"
    from weft.config.wsgi import settle_memory

    settle_memory()
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")
    loaded = timed(lambda: client.get("/floor"))
    first = timed(lambda: client.get("/measure/explore/R1/?wave=2024&by=split_00"))
    print(f"{cells:,} cells on {connection.vendor}. CPU to load the programme: {loaded[1]:.2f} s.")
    print(
        f"Then the first page of a process: {first[1]:.2f} s (wall {first[0]:.2f}), of {MOST_FIRST} allowed.\n"
    )
    print("| view | empty view, best CPU ms | best CPU | median CPU | best wall | median wall | × empty |")
    print("|---|---|---|---|---|---|---|")
    worst = max(measured(client, name, address) for name, address in pages().items())
    print(
        f"\nWorst best, CPU: {worst:.1f} ms of {MOST_MS:.0f}. Load: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )
    return int(worst > MOST_MS or first[1] > MOST_FIRST)


def pages() -> dict[str, str]:
    home = "/measure/explore/R1/?wave=2024"
    return {
        "everyone, by wave": home,
        "60 groups": f"{home}&by=split_00",
        "33 places and the map": f"{home}&by=area",
        "33 places beside an earlier wave": f"{home}&by=area&since=2021-22",
        "one group": f"{home}&by=split_00&group=g01",
        "two groups, among 1,770 pairs": f"{home}&by=split_00&group=g01&with=g02",
        "file of 61 cells": "/measure/explore/R1/view.csv?wave=2024&by=split_00",
    }


def measured(client: object, name: str, address: str) -> float:
    get: Callable[[str], object] = client.get  # type: ignore[attr-defined]
    answer = get(address)
    assert answer.status_code == 200, (address, answer.status_code)  # type: ignore[attr-defined]
    floor, page = [], []
    for _ in range(ROUNDS):
        floor.append(timed(lambda: get("/floor")))
        page.append(timed(lambda: get(address)))
    wall = [each[0] * 1000 for each in page]
    cpu, empty = (sorted(each[1] * 1000 for each in of) for of in (page, floor))
    print(
        f"| {name} | {empty[0]:.1f} | {cpu[0]:.1f} | {statistics.median(cpu):.1f} | {min(wall):.1f} "
        f"| {statistics.median(wall):.1f} | {statistics.median(cpu) / statistics.median(empty):.1f} |",
        flush=True,
    )
    return cpu[0]


def timed(do: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    sys.exit(main())
