"""The audit of places: what is counted as taken is exactly what the open bookings hold."""

from collections import Counter
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from weft.gather.models import Booking, Capacity, Session
from weft.gather.states import HOLDS_PLACES
from weft.people.roles.scoping import ScopedQuerySet


@dataclass(frozen=True)
class Fault:
    """One row of the ledger that does not agree with the bookings."""

    session: str
    kind: str
    for_newcomers: bool
    taken: int
    held: int


def faults(session: Session | None = None) -> list[Fault]:
    """Every disagreement, of one session or of all; none is how it should be."""
    return _faults({"session": session} if session else {})


def faults_ahead() -> list[Fault]:
    """The same of the sessions that have not begun: what the tick looks at. A booking made in the very moment of
    looking may seem a fault, so what is found is looked at a second time, locked."""
    found = _faults({"session__starts_at__gt": timezone.now()})
    return [fault for fault in found if _still_wrong(fault)]


@transaction.atomic
def _still_wrong(fault: Fault) -> bool:
    rows = Capacity.objects.filter(session__public_id=fault.session).order_by("kind", "for_newcomers")
    list(rows.select_for_update())
    return bool(_faults({"session__public_id": fault.session}))


def _faults(narrowed: dict[str, object]) -> list[Fault]:
    held = _held(Booking.objects.unscoped("audit of the ledger").filter(state__in=HOLDS_PLACES, **narrowed))
    found = []
    rows = Capacity.objects.filter(**narrowed).select_related("session")
    for row in rows:
        many = held.pop((row.session_id, row.kind, row.for_newcomers), 0)
        if many != row.taken:
            found.append(Fault(row.session.public_id, row.kind, row.for_newcomers, row.taken, many))
    lost = [(key, many) for key, many in held.items() if many]
    names = dict(Session.objects.filter(pk__in=[key[0] for key, _ in lost]).values_list("pk", "public_id"))
    return found + [Fault(names[key[0]], key[1], key[2], 0, many) for key, many in lost]


def _held(bookings: "ScopedQuerySet[Booking]") -> Counter[tuple[int, str, bool]]:
    held: Counter[tuple[int, str, bool]] = Counter()
    rows = bookings.values_list("session_id", "places", "newcomer_places")
    for number, places, newcomers in rows.iterator():
        for kind, many in places.items():
            held[number, kind, True] += newcomers.get(kind, 0)
            held[number, kind, False] += many - newcomers.get(kind, 0)
    return held
