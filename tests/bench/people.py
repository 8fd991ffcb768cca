"""How long looking for duplicates, finding a person and merging take: `python -m tests.bench.people`.

Prints one line a figure. People are invented: names drawn from small lists, so that many are alike.
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable

PEOPLE, AREAS = 20_000, 33


def main() -> None:
    os.environ |= {"WEFT_MODE": "test", "WEFT_DATA": tempfile.mkdtemp(prefix="weft-bench-")}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weft.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure()


def measure() -> None:
    from weft.people.actions import look_for_duplicates, merge_people, undo_merge
    from weft.people.models import Person
    from weft.people.models.duplicates import Kind
    from weft.people.queries.duplicates import suggested
    from weft.people.queries.persons import found_people
    from weft.people.roles.actor import Actor, Grant

    fill()
    officer = Actor(1, 1, "officer", (Grant("officer", 1, is_city=True),))
    say(f"look for duplicates among {PEOPLE:,} people", lambda: look_for_duplicates(kind=Kind.PERSON))
    say("list what the last look found", lambda: suggested(Kind.PERSON, 50))
    say("find a person by part of a name", lambda: found_people(officer, "amina"))
    say("find a person by phone number", lambda: found_people(officer, "020 7946 0999"))
    kept, merged = Person.objects.unscoped("a bench")[:2]
    say(
        "merge two people and undo it",
        lambda: undo_merge(merge=merge_people(kept=kept, merged=merged, by=None), by=None),
    )


def fill() -> None:
    from weft.demo.organisations import FIRST, LAST
    from weft.people.models import Person
    from weft.places.models import Area

    draw = random.Random(7)
    areas = Area.objects.bulk_create(
        Area(code=f"X{number:08}", name=f"Area {number}", kind="borough") for number in range(AREAS)
    )
    second = [first.lower() + last.lower() for first in FIRST for last in LAST]
    Person.objects.bulk_create(
        Person(
            name=f"{draw.choice(FIRST)} {draw.choice(second).title()}",
            email=f"person{draw.randrange(PEOPLE * 10)}@demonstration.example",
            phone=f"020 79{draw.randrange(10**6):06}",
            area=draw.choice(areas),
        )
        for _ in range(PEOPLE)
    )


def say(what: str, act: Callable[[], object], times: int = 3) -> None:
    """The quickest of a few runs, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        took.append(time.perf_counter() - began)
    sys.stdout.write(f"{what}: {min(took) * 1000:.0f} ms\n")


if __name__ == "__main__":
    main()
