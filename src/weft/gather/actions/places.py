"""The ledger of places. Taking is one conditional UPDATE a kind (taken + wanted <= total); the database refuses more.

Rows are always locked in one order (kind, then those kept for newcomers after the others), so that two bookings never
wait for each other: an UPDATE that waited and then matched nothing keeps its row locked on PostgreSQL, so newcomers,
who prefer the second row, lock both first. `taken` equals what the open bookings hold: queries.ledger audits it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from weft.gather.errors import NoPlaces, NotAKind, NotAlone
from weft.gather.models import Booking, Capacity

IN_ORDER = ("kind", "for_newcomers")
Places = Mapping[str, int]


def take(*, session_id: int, wanted: Places, is_newcomer: bool, now: datetime) -> dict[str, int]:
    """Take all places or none (the caller's transaction is undone). Returns how many came from the newcomers' ones.

    Its first statement is the write. Raises NoPlaces, NotAKind.
    """
    kept = {}
    for kind in sorted(wanted):
        rows = Capacity.objects.filter(session=session_id, kind=kind)
        if not is_newcomer and _add(rows.filter(for_newcomers=False), wanted[kind]):
            continue
        if from_kept := _take_from_both(rows, wanted[kind], is_newcomer, now):
            kept[kind] = from_kept
    return kept


def _add(rows: "QuerySet[Capacity]", many: int) -> bool:
    return bool(rows.filter(taken__lte=F("total") - many).update(taken=F("taken") + many))


def _take_from_both(rows: "QuerySet[Capacity]", many: int, is_newcomer: bool, now: datetime) -> int:
    """Part of it from the places kept for newcomers, part from the others: a newcomer, or once they are released."""
    there = list(rows.order_by(*IN_ORDER).select_for_update())
    if not there:
        raise NotAKind
    open_to = [row for row in there if is_newcomer or not is_kept(row, now)]
    parts, left = [], many
    for row in reversed(open_to) if is_newcomer else open_to:
        part = min(left, row.total - row.taken)
        parts.append((row, part))
        left -= part
    if left:
        raise NoPlaces(there[0].kind)
    for row, part in parts:
        if part and not _add(Capacity.objects.filter(pk=row.pk), part):
            raise NoPlaces(row.kind)
    return sum(part for row, part in parts if row.for_newcomers)


def refuse_alone(*, session_id: int, wanted: Places) -> None:
    """A place that goes with another is booked beside it or not at all. Raises NotAlone."""
    rows = Capacity.objects.filter(session=session_id, kind__in=wanted).exclude(goes_with="")
    if any(not wanted.get(beside) for beside in rows.values_list("goes_with", flat=True)):
        raise NotAlone


def is_kept(row: Capacity, now: datetime) -> bool:
    """Whether these places are still only for newcomers."""
    return row.for_newcomers and (row.released_at is None or now < row.released_at)


def lock(session_id: int) -> list[Capacity]:
    """Every row of a session's ledger, locked in the one order: the first thing whoever gives places back does."""
    rows = Capacity.objects.filter(session=session_id)
    return list(rows.order_by(*IN_ORDER).select_for_update())


def release(booking: Booking) -> None:
    """Give back what a booking held. The rows are locked before."""
    rows = Capacity.objects.filter(session=booking.session_id)
    for kind in sorted(booking.places):
        from_kept = booking.newcomer_places.get(kind, 0)
        for for_newcomers, many in ((True, from_kept), (False, booking.places[kind] - from_kept)):
            if many:
                rows.filter(kind=kind, for_newcomers=for_newcomers).update(taken=F("taken") - many)


@dataclass
class Free:
    """What is free of a session, kind by kind: for anybody, and only for newcomers."""

    anybody: dict[str, int]
    newcomers: dict[str, int]

    @classmethod
    def of(cls, rows: list[Capacity], now: datetime) -> "Free":
        found = cls({}, {})
        for row in rows:
            pool = found.newcomers if is_kept(row, now) else found.anybody
            pool[row.kind] = pool.get(row.kind, 0) + row.total - row.taken
        return found

    @property
    def is_none(self) -> bool:
        return not any(self.anybody.values()) and not any(self.newcomers.values())

    def of_kind(self, kind: str, is_newcomer: bool) -> int:
        return self.anybody.get(kind, 0) + (self.newcomers.get(kind, 0) if is_newcomer else 0)

    def fits(self, wanted: Places, is_newcomer: bool) -> bool:
        return all(self.of_kind(kind, is_newcomer) >= many for kind, many in wanted.items())

    def set_aside(self, wanted: Places, is_newcomer: bool) -> None:
        """Count these as gone, as far as they are there."""
        for kind, many in wanted.items():
            from_kept = min(many, self.newcomers.get(kind, 0)) if is_newcomer else 0
            if from_kept:
                self.newcomers[kind] -= from_kept
            self.anybody[kind] = max(0, self.anybody.get(kind, 0) - (many - from_kept))
