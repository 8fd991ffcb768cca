"""Which public figures of mixing are to be written anew, and what they would say.

A figure that followed every session, or every line of a register, would tell by how it moved who was there. So one is
written only when five further sessions go into it together, and after somebody who knew every session but one was
played against it: several splits of each session, or even ones, must fit all that was ever shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache

import numpy as np
from django.db.models import Max, Q
from django.utils import timezone

from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing.kinds import WhyNot
from weft.programmes.queries.mixing.measured import Mixed, pooled
from weft.programmes.queries.mixing.published import may_follow, standing
from weft.programmes.queries.mixing.rooms import CAME, Asked, Mark, Room, asked_of, rooms_of, summed
from weft.programmes.rules import (
    MIXING_KNOWN,
    MIXING_SESSIONS,
    SMALL,
    leaves_doubt,
    mixing_steps,
    settled_until,
)
from weft.record.models import Fact
from weft.stats.mixing import FEWEST_PEOPLE, Page, shown_points, splits_left

RoomsAt = Callable[[Mark], list[Room]]
COUNTS = 2  # people known in a session: of one alone there are no two to compare


def mixing_due(programme: Programme, now: datetime) -> list[PublishedMixing]:
    """What is to be published now, not yet written; none where what stands is young or too little came since."""
    stands = standing(programme)
    asked = [each for each in asked_of(programme) if may_follow(stands.get(each.key), now)]
    day = settled_until(timezone.localdate(now))
    asked = [each for each in asked if _lines_since(programme, stands.get(each.key), day) >= MIXING_KNOWN]
    if not asked:
        return []
    last = Fact.objects.filter(programme=programme.key, kind=CAME).aggregate(last=Max("number"))["last"]
    mark = Mark(last, day)
    rooms_at: RoomsAt = cache(lambda at: rooms_of(programme, until=at))
    found = (next_figure(programme, each, rooms_at, mark) for each in asked)
    rows = [each for each in found if each is not None]
    for row in rows:
        row.published_at = now
    return rows


def _lines_since(programme: Programme, row: PublishedMixing | None, day: date) -> int:
    """At most so many people can be new: counted by an index, without reading them."""
    lines = Fact.objects.filter(programme=programme.key, kind=CAME, on__lte=day)
    if row is not None:
        lines = lines.filter(Q(number__gt=row.facts_until) | Q(on__gt=row.held_until))
    return lines.count()


def next_figure(programme: Programme, asked: Asked, rooms_at: RoomsAt, mark: Mark) -> PublishedMixing | None:
    rooms = rooms_at(mark)
    earlier = list(programme.published_mixing.filter(key=asked.key).order_by("held_until"))
    if not _enough(rooms, rooms_at(_mark(earlier[-1])) if earlier else [], asked):
        return None
    mixed, why_not = _for_everybody(rooms, asked)
    row = PublishedMixing(
        programme=programme, key=asked.key, sessions=len(rooms), facts_until=mark.line, held_until=mark.day
    )
    if why_not is not None or mixed.found is None:
        row.why_not = why_not or WhyNot.FEW_SESSIONS
        return row
    pages = [_page(rooms_at(_mark(each)), asked, each.step) for each in earlier if each.step]
    page = _rounded(pages, _page(rooms, asked, 1))
    return _figure(row, mixed, page) if page else None


def _mark(row: PublishedMixing) -> Mark:
    return Mark(row.facts_until, row.held_until)


def _enough(rooms: Sequence[Room], counted: Sequence[Room], asked: Asked) -> bool:
    """Whether enough sessions, with enough people known, were not in what stands."""
    seen = {room.key for room in counted}
    known = [int(room.counts(asked).sum()) for room in rooms if room.key not in seen]
    further = [many for many in known if many >= COUNTS]
    return len(further) >= MIXING_SESSIONS and sum(further) >= MIXING_KNOWN


def _for_everybody(rooms: Sequence[Room], asked: Asked) -> tuple[Mixed, WhyNot | None]:
    """Hidden where a group there is small, or nobody of a second group was there."""
    mixed = pooled(rooms, asked)
    groups = [int(n) for n in summed(rooms, asked) if n]
    if mixed.found is not None and (len(groups) < 2 or min(groups) < SMALL):
        return mixed, WhyNot.SMALL_GROUP
    return mixed, mixed.why_not


def _page(rooms: Sequence[Room], asked: Asked, step: int) -> Page:
    counts = {room.key: room.counts(asked) for room in rooms}
    kept = {key: each for key, each in counts.items() if each.sum() >= COUNTS}
    return Page(tuple(kept), np.array(list(kept.values())), step, SMALL)


def _rounded(earlier: Sequence[Page], page: Page) -> Page | None:
    """The finest rounding at which no session is given away; None: not yet, with the next sessions."""
    for step in mixing_steps(int(page.pool.sum())):
        rounded = replace(page, step=step)
        if all(leaves_doubt(splits_left(name, [*earlier, rounded])) for name in page.names):
            return rounded
    return None


def _figure(row: PublishedMixing, mixed: Mixed, page: Page) -> PublishedMixing:
    row.step = page.step
    row.value, row.low, row.high = (int(shown_points(each, page.step)) for each in (page.value, *page.chance))
    row.people = round(mixed.people / FEWEST_PEOPLE) * FEWEST_PEOPLE
    if mixed.living is not None and mixed.area is not None:
        row.area, row.where, row.source = round(mixed.area * 100), mixed.living.where, mixed.living.source
    return row
