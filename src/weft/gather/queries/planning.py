"""What hosts see of their activities and sessions: places by kind, who waits, how many come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet
from django.http import Http404

from weft.gather.actions.places import is_kept
from weft.gather.kinds import kind_name
from weft.gather.models import Activity, Booking, Capacity, Session
from weft.gather.states import BookingState, SessionState
from weft.people.models import Organisation
from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible

PLAN = "activity.plan"


def hosts(actor: Actor) -> "QuerySet[Organisation]":
    """Organisations for which the reader may plan."""
    return visible(actor, PLAN, Organisation).filter(merged_into=None).order_by("name")


def activities(actor: Actor, now: datetime) -> "QuerySet[Activity]":
    """Those the reader may change, the one that is next first; `ahead` and `next_at` of the sessions to come."""
    ahead = Q(sessions__starts_at__gt=now, sessions__state=SessionState.PLANNED)
    rows = Activity.objects.filter(organisation__in=hosts(actor)).select_related("organisation")
    counted = rows.annotate(
        ahead=Count("sessions", filter=ahead), next_at=Min("sessions__starts_at", filter=ahead)
    )
    return counted.order_by("next_at", "title", "pk")


def one_activity(actor: Actor, public_id: str) -> Activity:
    """What may not be planned by the reader is as missing as what never was."""
    rows = Activity.objects.filter(organisation__in=hosts(actor)).select_related(
        "organisation", "edition__programme"
    )
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def one_session(actor: Actor, public_id: str) -> Session:
    rows = Session.objects.filter(activity__organisation__in=hosts(actor))
    found = rows.select_related("activity__organisation", "venue").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class PlacesOfKind:
    """One row of the ledger in words."""

    name: str
    is_kept: bool
    total: int
    taken: int
    released_at: datetime | None

    @property
    def free(self) -> int:
        return self.total - self.taken


def places_of(session: Session, now: datetime) -> list[PlacesOfKind]:
    rows = Capacity.objects.filter(session=session).order_by("pk")
    return [
        PlacesOfKind(kind_name(row.kind), is_kept(row, now), row.total, row.taken, row.released_at)
        for row in rows
    ]


def totals_of(session: Session) -> dict[str, tuple[int, int]]:
    """Of each kind how many there are, and how many of these are kept for newcomers."""
    found: dict[str, tuple[int, int]] = {}
    for row in Capacity.objects.filter(session=session).order_by("pk"):
        total, kept = found.get(row.kind, (0, 0))
        found[row.kind] = total + row.total, kept + (row.total if row.for_newcomers else 0)
    return found


def with_counts(sessions: "QuerySet[Session]") -> "QuerySet[Session]":
    """Sessions with the number of bookings and of those waiting."""
    return sessions.annotate(
        booked=Count("bookings", filter=Q(bookings__state=BookingState.BOOKED)),
        waiting=Count("bookings", filter=Q(bookings__state=BookingState.WAITING)),
    ).select_related("venue")


@dataclass(frozen=True)
class Waiting:
    """One party of the waiting list, without a name: in which order it stands and what it needs places for."""

    number: int
    party: str
    since: datetime
    is_newcomer: bool
    until: datetime | None  # an offer is open until then


def waiting_list(session: Session) -> list[Waiting]:
    """In order of joining; whoever has an offer stands first."""
    rows = Booking.objects.unscoped("the session was looked up for its host").filter(
        session=session, state__in=(BookingState.WAITING, BookingState.OFFERED), queued_at__isnull=False
    )
    return [
        Waiting(number, in_words(row.places), row.queued_at or row.made_at, row.is_newcomer, row.until)
        for number, row in enumerate(rows.order_by("queued_at", "pk"), 1)
    ]


def in_words(places: dict[str, int]) -> str:
    parts: Iterable[str] = (f"{kind_name(kind)}: {many}" for kind, many in places.items())
    return "; ".join(parts)
