"""Which public figures of mixing are to be written anew, and what they would say.

A figure that followed every session, or every line of a register, would tell by how it moved who was there. So one is
written only when five further sessions go into it together, and after somebody who knew every session but one was
played against it: several splits of each session, or even ones, must fit all that was ever shown. That a figure is
hidden is shown too, and played against alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache

import numpy as np
from django.db.models import Max, Q
from django.utils import timezone

from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing.beside import Counting, counted_beside
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
from weft.stats.mixing import FEWEST_PEOPLE, Page, splits_left

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
    if why_not is WhyNot.SMALL_GROUP:
        return _hidden(row, earlier, Pages(programme, asked, rooms_at))
    if why_not is not None or mixed.found is None:
        row.why_not = why_not or WhyNot.FEW_SESSIONS
        return row
    page = Pages(programme, asked, rooms_at).rounded(earlier, mark)
    return _figure(row, mixed, *page) if page else None


def _mark(row: PublishedMixing) -> Mark:
    return Mark(row.facts_until, row.held_until)


def _enough(rooms: Sequence[Room], counted: Sequence[Room], asked: Asked) -> bool:
    """Whether enough sessions, with enough people known, were not in what stands."""
    seen = {room.key for room in counted}
    known = [int(room.counts(asked).sum()) for room in rooms if room.key not in seen]
    further = [many for many in known if many >= COUNTS]
    return len(further) >= MIXING_SESSIONS and sum(further) >= MIXING_KNOWN


def _for_everybody(rooms: Sequence[Room], asked: Asked) -> tuple[Mixed, WhyNot | None]:
    """Hidden where a group there is small, or nobody of a second group was there: of the sessions the page counts."""
    mixed = pooled(rooms, asked)
    pool = summed([room for room in rooms if room.counts(asked).sum() >= COUNTS], asked)
    groups = [int(n) for n in pool if n]
    if mixed.found is not None and (len(groups) < 2 or min(groups) < SMALL):
        return mixed, WhyNot.SMALL_GROUP
    return mixed, mixed.why_not


def _hidden(
    row: PublishedMixing, earlier: Sequence[PublishedMixing], pages: "Pages"
) -> PublishedMixing | None:
    """Only in place of a figure, and where it leaves doubt: of a first one it would tell that a group was small, and
    so may the last session."""
    row.why_not = WhyNot.SMALL_GROUP
    if not earlier or earlier[-1].why_not:
        return None
    return row if _all_in_doubt([*pages.of(earlier), pages.page(_mark(row), 0)]) else None


def _all_in_doubt(pages: Sequence[Page]) -> bool:
    return all(leaves_doubt(splits_left(name, pages)) for name in pages[-1].names)


@dataclass(frozen=True)
class Pages:
    """What was published of one trait, and what would be, as somebody plays against it."""

    programme: Programme
    asked: Asked
    rooms_at: RoomsAt

    def page(self, mark: Mark, step: int, beside: Sequence[Counting] = ()) -> Page:
        counts = {room.key: room.counts(self.asked) for room in self.rooms_at(mark)}
        kept = {key: each for key, each in counts.items() if each.sum() >= COUNTS}
        return Page(
            tuple(kept),
            np.array(list(kept.values())),
            step,
            SMALL,
            tuple(each.beside(step) for each in beside),
        )

    def of(self, rows: Sequence[PublishedMixing]) -> list[Page]:
        return [self._published(row) for row in rows if row.step or row.why_not == WhyNot.SMALL_GROUP]

    def _published(self, row: PublishedMixing) -> Page:
        counting = counted_beside(self.programme, self.asked, _mark(row)) if row.beside else []
        return self.page(_mark(row), row.step or 0, [each for each in counting if each.key in row.beside])

    def rounded(self, rows: Sequence[PublishedMixing], mark: Mark) -> tuple[Page, list[Counting]] | None:
        """The finest rounding at which no session is given away, with the figures beside it where that is so of all
        together; None: not yet, with the next sessions."""
        earlier, plain = self.of(rows), self.page(mark, 1)
        counting = counted_beside(self.programme, self.asked, mark)
        for beside in (counting, []) if counting else ([],):
            for step in mixing_steps(int(plain.pool.sum())):
                page = replace(plain, step=step, beside=tuple(each.beside(step) for each in beside))
                if _all_in_doubt([*earlier, page]):
                    return page, beside
        return None


def _figure(row: PublishedMixing, mixed: Mixed, page: Page, beside: Sequence[Counting]) -> PublishedMixing:
    row.step = page.step
    row.value, row.low, row.high = (int(each) for each in page.told)
    row.people = round(mixed.people / FEWEST_PEOPLE) * FEWEST_PEOPLE
    row.beside = {each.key: each.shown(page.step) for each in beside}
    if mixed.living is not None and mixed.area is not None:
        row.area, row.where, row.source = round(mixed.area * 100), mixed.living.where, mixed.living.source
    return row
