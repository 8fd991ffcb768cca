"""Who was in which room, from facts: how many people of each level of each trait the programme asks, and how many did
not say."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weft.programmes.models import Edition, Programme
from weft.record.models import Fact

Counts = NDArray[np.int64]
CAME = "gather.attendance"
ELSEWHERE = "creche"  # kinds of places that begin so: those children were cared for in another room


@dataclass(frozen=True)
class Asked:
    """One trait of the blueprint: its key, its question, and its levels in order with their words."""

    key: str
    title: str
    levels: tuple[str, ...]
    words: Mapping[str, str]


@dataclass(frozen=True)
class Mark:
    """How far a figure counted: until which line of the record, sessions until which day."""

    line: int
    day: date


@dataclass(eq=False)
class Room:
    """One session: people there (each once), and what each said by trait; several said "" are several people."""

    key: str
    on: date
    area: str
    people: int = 0
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def counts(self, asked: Asked) -> Counts:
        """(n_levels,) people by what they said; answers that are no longer offered count as unknown."""
        return np.array([self.said[asked.key].count(level) for level in asked.levels], np.int64)

    @property
    def week(self) -> tuple[int, int]:
        return self.on.isocalendar()[:2]


def asked_of(programme: Programme) -> list[Asked]:
    traits = programme.told.get("mixing", {}).get("traits", ())
    return [
        Asked(
            str(each["key"]),
            str(each["title"]),
            tuple(map(str, each["options"])),
            {str(key): str(words) for key, words in each["options"].items()},
        )
        for each in traits
    ]


def rooms_of(
    programme: Programme, edition: Edition | None = None, *, until: Mark | None = None
) -> list[Room]:
    """Every room somebody stood for, in the order they did; until a mark: as they were to whoever looked then."""
    rows = Fact.objects.filter(programme=programme.key, kind=CAME)
    if until is not None:
        rows = rows.filter(number__lte=until.line, on__lte=until.day)
    if edition is not None:
        rows = rows.filter(edition=edition.key)
    columns = ("key", "on", "area", "traits", "quantities")
    return rooms_from(rows.order_by("number").values_list(*columns).iterator())


def rooms_from(rows: Iterable[tuple[str, date, str, Mapping[str, Any], Mapping[str, Any]]]) -> list[Room]:
    """Somebody there in two roles (who runs and brings clothes) is one person in the room."""
    found: dict[str, Room] = {}
    seen: set[tuple[str, str]] = set()
    for key, on, area, traits, quantities in rows:
        name = str(traits.get("session", ""))
        if not name:
            continue
        room = found.setdefault(name, Room(name, on, area))
        if key and (name, key) in seen:
            continue
        seen.add((name, key))
        room.people += in_the_room(quantities)
        for trait, said in traits.items():
            if trait.startswith("mix."):
                room.said[trait.removeprefix("mix.")].append(str(said))
    return list(found.values())


def in_the_room(quantities: Mapping[str, Any]) -> int:
    """People of one fact who were in the room itself."""
    elsewhere = sum(int(n) for kind, n in quantities.items() if kind.startswith(ELSEWHERE))
    return max(1, int(quantities.get("people", 1)) - elsewhere)


def summed(rooms: Sequence[Room], asked: Asked) -> Counts:
    none = np.zeros(len(asked.levels), np.int64)
    return np.asarray(np.sum([none, *(room.counts(asked) for room in rooms)], axis=0), np.int64)
