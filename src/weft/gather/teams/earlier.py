"""Who sat at one table at an earlier session of the same activity: where it costs nothing else, they meet others now.

Only teams a person approved count, and only of people nobody noted as absent. Whoever booked without an entry of their
own is somebody new each time.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations

from django.db.models import OuterRef, Subquery

from weft.gather.models import Session
from weft.gather.states import AttendanceState
from weft.gather.teams.models import Seat, Seating
from weft.gather.teams.rules import SESSIONS_BACK
from weft.gather.teams.who import SEATING, Sitter

Pairs = frozenset[tuple[str, str]]


def met_earlier(people: Sequence[Sitter], session: Session) -> Pairs:
    """Pairs of marks of bookings, each in alphabetical order."""
    marks = {one.booking.person_id: one.mark for one in people if one.booking.person_id is not None}
    seats = (
        Seat.objects.unscoped(SEATING)
        .filter(seating__in=_used_before(session), booking__person__in=list(marks))
        .exclude(booking__attendance__state=AttendanceState.NO_SHOW)
        .values_list("seating", "round", "team", "booking__person")
    )
    tables: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for seating, number, team, person in seats:
        tables[seating, number, team].add(marks[person])
    return frozenset(pair for table in tables.values() for pair in combinations(sorted(table), 2))


def _used_before(session: Session) -> list[int]:
    """The teams that were used at each of the last sessions: of several, the ones approved last."""
    approved = Seating.objects.filter(session=OuterRef("pk"), approved_at__isnull=False)
    earlier = session.activity.sessions.filter(starts_at__lt=session.starts_at).order_by("-starts_at")
    used = earlier.annotate(used=Subquery(approved.order_by("-approved_at").values("pk")[:1]))
    return list(used.exclude(used=None).values_list("used", flat=True)[:SESSIONS_BACK])
