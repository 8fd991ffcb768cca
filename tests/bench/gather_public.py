"""Measure the search for something to do: `python -m tests.bench.gather_public`, also with WEFT_DATABASE_URL set.

100,000 sessions to come at 2,000 venues of London, in a database of its own that is thrown away. Needs PYTHONPATH=src.
Prints best, median and worst milliseconds of a whole search (the page's rows, their sessions, venues and places).
"""

import math
import os
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

VENUES, ACTIVITIES, SESSIONS, ROUNDS = 2_000, 10_000, 100_000, 40
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
WORDS = ("cook", "walk", "sing", "repair", "garden", "read", "football", "sewing", "chess", "english")
LANGUAGES = ("en", "ur", "bn", "pl", "so", "ar")


def main() -> int:
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
            fill(random.Random(20181))
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
            print(f"\n### {connection.vendor}\n")
            search()
        finally:
            connection.creation.destroy_test_db("", verbosity=0)
    return 0


def fill(chance: random.Random) -> None:
    """Venues, activities of every kind, a session in each of the coming weeks."""
    from weft.gather.actions.openings import refresh_all
    from weft.gather.models import Activity, Session
    from weft.people.models import Organisation

    host = Organisation.objects.create(name="Weavers", kind="charity")
    venues = many([venue(chance) for _ in range(VENUES)])
    activities = many([activity(chance, host) for _ in range(ACTIVITIES)])
    each = SESSIONS // ACTIVITIES
    rows = [one for a in activities for one in sessions_of(a, chance.choice(venues), each, chance)]
    many(rows)
    began = time.perf_counter()
    made = refresh_all(now=NOW)
    print(f"{made:,} openings of {Session.objects.count():,} sessions in {time.perf_counter() - began:.1f} s")
    assert Activity.objects.count() == ACTIVITIES and made == SESSIONS


def many(rows: list[Any]) -> list[Any]:
    return list(type(rows[0]).objects.bulk_create(rows, batch_size=500))


def venue(chance: random.Random) -> Any:
    from weft.places.models import Venue

    distance, turn = abs(chance.gauss(0, 0.16)), chance.uniform(0, 2 * math.pi)
    access = ["toilets"] + [key for key in ("step_free", "hearing_loop") if chance.random() < 0.5]
    access += ["bsl"] if chance.random() < 0.01 else []
    return Venue(
        name="A venue", latitude=51.5 + distance * math.sin(turn) * 0.7,
        longitude=-0.12 + distance * math.cos(turn) * 1.5, access=access,
    )  # fmt: skip


def activity(chance: random.Random, host: Any) -> Any:
    from weft.gather.models import Activity

    return Activity(
        organisation=host, title=f"{chance.choice(WORDS)} together",
        languages=["en", chance.choice(LANGUAGES)],
        welcomes=["first_time"] if chance.random() < 0.6 else [],
        cost_pence=chance.choice((0, 0, 0, 300)), volunteering=chance.random() < 0.3,
    )  # fmt: skip


def sessions_of(activity: Any, venue: Any, how_many: int, chance: random.Random) -> list[Any]:
    from weft.gather.models import Session

    first = TODAY + timedelta(days=1 + chance.randrange(7))
    hour = chance.randrange(9, 20)
    return [
        session(Session, activity, venue, first + timedelta(weeks=week), hour) for week in range(how_many)
    ]


def session(kind: Any, activity: Any, venue: Any, day: date, hour: int) -> Any:
    starts = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return kind(
        activity=activity, venue=venue, local_start=f"{day}T{hour:02d}:00", zone="Europe/London",
        starts_at=starts, ends_at=starts + timedelta(hours=2), local_day=day,
    )  # fmt: skip


def search() -> None:
    """Each kind of search from places all over the city: 4 weeks ahead unless the line says otherwise."""
    from weft.gather.queries.find import find

    print("| search | best ms | median ms | worst ms | found, median |\n|---|---|---|---|---|")
    for name, km, asked in searches():
        chance, taken, counts = random.Random(7), [], []
        for _ in range(ROUNDS):
            wanted = wish(chance, km, asked)
            began = time.perf_counter()
            found = find(wanted, now=NOW, page=1)
            taken.append((time.perf_counter() - began) * 1000)
            counts.append(len(found.hits))
        row = (min(taken), statistics.median(taken), max(taken))
        print(
            f"| {name} | {' | '.join(f'{ms:.1f}' for ms in row)} | {statistics.median(counts):g} |",
            flush=True,
        )


def searches() -> list[tuple[str, float, dict[str, Any]]]:
    four = {"needs": ("step_free", "first_time_welcome"), "languages": ("ur",), "parts": (3,)}
    rare = {"needs": ("bsl", "hearing_loop"), "languages": ("so",), "parts": (3,)}
    return [
        ("anything, 5 km", 5, {}),
        ("anything, 20 km", 20, {}),
        ("access, language, evening, 5 km", 5, four),
        ("access, language, evening, 20 km", 20, four),
        ("rare access, language, evening, 20 km", 20, rare),
        ("nothing has it, 20 km", 20, {"needs": ("lockers",)}),
        ("a word, 5 km", 5, {"words": ("sewing",)}),
        ("anything, anywhere", 0, {}),
        ("rare, anywhere", 0, rare),
        ("nothing has it, anywhere, 26 weeks", 0, {"needs": ("lockers",), "weeks": 26}),
    ]


def wish(chance: random.Random, km: float, asked: dict[str, Any]) -> Any:
    from weft.gather.queries.find import Wanted
    from weft.places.geometry import Point

    at = Point(chance.uniform(51.4, 51.6), chance.uniform(-0.35, 0.1)) if km else None
    asked = dict(asked)
    weeks = asked.pop("weeks", 4)
    return Wanted(first_day=TODAY, last_day=TODAY + timedelta(weeks=weeks), at=at, km=km, **asked)


if __name__ == "__main__":
    sys.exit(main())
