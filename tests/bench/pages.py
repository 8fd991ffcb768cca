"""Measure the public pages: `./weft` builds the styles once, then `python -m tests.bench.pages`.

Builds the demonstration city (33 boroughs, 14 breakdowns, two waves) in a temporary folder and times each page
inside the server process: cold (nothing kept, as after a publication) and warm. The floor, an empty view
through the same middleware, is timed in turn with them, so the ratios hold on a busy machine too. Answers are
compressed, as a browser asks. Needs PYTHONPATH=src; writes nothing but the table.
"""

import gzip
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.measure import city
from tests.measure.pages import PAGES

ROUNDS = 25
MOST_MS, MOST_KB = 20.0, 60.0
SHEET = city.ROOT / ".weft" / "static" / "weft" / "weft.css"


@dataclass(frozen=True)
class Measured:
    """One page: seconds for each round, and its weight with the style sheet."""

    name: str
    floor: list[float]
    cold: list[float]
    warm: list[float]
    kilobytes: float


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        city.build(Path(folder))
        measured = [measure(name, address) for name, address in PAGES.items()]
    print(table(measured))
    return 0


def measure(name: str, address: str) -> Measured:
    """Floor, cold and warm in turn, so that the machine's mood falls on all three."""
    from django.conf import settings
    from django.test import Client

    from weft.config.wsgi import settle_memory
    from weft.measure.views import frozen

    settings.ROOT_URLCONF = "tests.bench.floor"
    settle_memory()  # as every web worker does when it starts
    client = Client(SERVER_NAME="localhost", HTTP_ACCEPT_ENCODING="gzip")
    page = client.get(address)
    assert page.status_code == 200, address
    floor, cold, warm = [], [], []
    for _ in range(ROUNDS):
        floor.append(timed(lambda: client.get("/floor")))
        frozen.forget()
        cold.append(timed(lambda: client.get(address)))
        warm.append(timed(lambda: client.get(address)))
    weight = len(page.content) + len(gzip.compress(SHEET.read_bytes()))
    return Measured(name, floor, cold, warm, weight / 1000)


def timed(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def table(measured: list[Measured]) -> str:
    """Markdown: best and median of the rounds, in milliseconds and as a multiple of the floor."""
    lines = [
        "| page | cold best | cold median | × floor | warm best | warm median | × floor | kB compressed, with styles |",
        "|---|---|---|---|---|---|---|---|",
    ]
    floor = [second for page in measured for second in page.floor]
    for page in measured:
        cells = [
            page.name,
            *times(page.cold, page.floor),
            *times(page.warm, page.floor),
            f"{page.kilobytes:.1f}",
        ]
        lines.append("| " + " | ".join(cells) + " |")
    lines.append(f"\nFloor: best {ms(min(floor))} ms, median {ms(statistics.median(floor))} ms. ")
    lines.append(
        f"Rounds: {ROUNDS}. Load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )
    over = [p.name for p in measured if min(p.cold) * 1000 > MOST_MS or p.kilobytes > MOST_KB]
    lines.append(f"Over {MOST_MS:.0f} ms cold (best) or {MOST_KB:.0f} kB: {', '.join(over) or 'none'}.")
    return "\n".join(lines)


def times(seconds: list[float], floor: list[float]) -> list[str]:
    middle = statistics.median(seconds)
    return [ms(min(seconds)), ms(middle), f"{middle / statistics.median(floor):.1f}"]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


if __name__ == "__main__":
    sys.exit(main())
