"""Mixing against chance and against the area, or in plain words why it is not shown: as it is now, for those who run
it. What everybody reads is published and kept (mixing.published)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from weft.programmes.models import Programme
from weft.programmes.queries.mixing.kinds import Against, WhyNot
from weft.programmes.queries.mixing.living_there import Living, living_in
from weft.programmes.queries.mixing.rooms import Asked, Counts, Room, asked_of, rooms_of, summed
from weft.programmes.queries.mixing.words import AGAINST, WHY_NOT
from weft.stats import mixing as stats
from weft.web.charts import ChartRow

Numbers = tuple[int, ...]


@dataclass(frozen=True)
class Mixed:
    """One trait. people: everybody who was there; known: the share who said. found: None where why_not says why."""

    key: str
    title: str
    sessions: int
    people: int
    known: float
    found: stats.Opportunity | None
    why_not: WhyNot | None
    against: Against
    living: Living | None

    @property
    def area(self) -> float | None:
        """What two people met at random where it takes place would have."""
        return stats.chance_two_differ(self.living.counts) if self.living else None

    @property
    def why(self) -> str:
        return str(WHY_NOT[self.why_not]) if self.why_not else ""

    @property
    def drawn_from(self) -> str:
        return str(AGAINST[self.against])

    @property
    def chart(self) -> ChartRow | None:
        """The range chance allows, what was found as a dot, and the area as a tick."""
        if self.found is None:
            return None
        return ChartRow(self.found.value, self.found.low, self.found.high, 1.0, benchmark=self.area)


def mixing_of(programme: Programme) -> list[Mixed]:
    """For those who run it: all sessions pooled, trait by trait."""
    rooms = rooms_of(programme)
    return [pooled(rooms, asked) for asked in asked_of(programme)] if rooms else []


def mixing_of_room(programme: Programme, key: str) -> list[Mixed]:
    """One session, for officers and the session's programme partner only; none where nobody stood for its register."""
    rooms = rooms_of(programme)
    room = next((each for each in rooms if each.key == key), None)
    return [_of_room(room, rooms, asked) for asked in asked_of(programme)] if room else []


def pooled(rooms: Sequence[Room], asked: Asked) -> Mixed:
    """Many sessions as one figure, by one trait."""
    counts = [room.counts(asked) for room in rooms]
    people, total = sum(room.people for room in rooms), summed(rooms, asked)
    known, found = int(total.sum()), None
    why = _why_not(people, known) if rooms else WhyNot.FEW_SESSIONS
    if why is None:
        found = _of_many(tuple(_numbers(each) for each in counts), _numbers(total), people - known)
        why = None if found else WhyNot.FEW_SESSIONS
    codes = {room.area for room in rooms}
    return Mixed(
        asked.key, asked.title, len(rooms), people, known / people if people else 0.0, found, why,
        Against.PROGRAMME, living_in(codes, asked) if found else None,
    )  # fmt: skip


def _of_room(room: Room, rooms: Sequence[Room], asked: Asked) -> Mixed:
    counts = room.counts(asked)
    known = int(counts.sum())
    why, found, against = _why_not(room.people, known), None, Against.WEEK
    living = living_in({room.area}, asked)
    if why is None:
        pool, against = _pool(room, rooms, asked, living)
        found = _of_one(_numbers(counts), _numbers(pool), room.people - known) if pool is not None else None
        why = None if found else WhyNot.ALONE
    share = known / room.people if room.people else 0.0
    return Mixed(
        asked.key, asked.title, 1, room.people, share, found, why, against, living if found else None
    )


def _why_not(people: int, known: int) -> WhyNot | None:
    if not known:
        return WhyNot.NOBODY_SAID
    if people < stats.FEWEST_PEOPLE:
        return WhyNot.FEW_PEOPLE
    if known < stats.FEWEST_PEOPLE or known / people < stats.KNOWN_SHARE:
        return WhyNot.FEW_KNOWN
    return None


def _pool(
    room: Room, rooms: Sequence[Room], asked: Asked, living: Living | None
) -> tuple[Counts | None, Against]:
    """The narrowest company that is larger than the session itself."""
    own = int(room.counts(asked).sum())
    place = [each for each in rooms if each.area == room.area]
    for against, company in (
        (Against.WEEK, [each for each in place if each.week == room.week]),
        (Against.PLACE, place),
        (Against.PROGRAMME, rooms),
    ):
        counts = summed(company, asked)
        if int(counts.sum()) > own:
            return counts, against
    return (living.counts, Against.AREA) if living and _holds(living, room, asked) else (None, Against.AREA)


def _holds(living: Living, room: Room, asked: Asked) -> bool:
    return bool((living.counts >= room.counts(asked)).all())


def _numbers(counts: Counts) -> Numbers:
    return tuple(int(one) for one in counts)


@lru_cache(maxsize=512)  # ten thousand draws each; the same numbers give the same answer
def _of_one(counts: Numbers, pool: Numbers, unknown: int) -> stats.Opportunity | None:
    return stats.session_opportunity(np.array(counts), np.array(pool), unknown)


@lru_cache(maxsize=128)
def _of_many(counts: tuple[Numbers, ...], pool: Numbers, unknown: int) -> stats.Opportunity | None:
    return stats.pooled_opportunity(np.array(counts), np.array(pool), unknown)
