"""Find something to do: near a point, on some days, with what somebody needs; one line for an activity at a venue."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Min, Q, QuerySet
from django.db.models.expressions import RawSQL

from weft.gather.actions.places import is_kept
from weft.gather.finding.models import Opening
from weft.gather.finding.rules import A_PAGE, FEW_PLACES, MOST_ACTIVITIES, MOST_PAGES, language_bits
from weft.gather.models import Activity, Capacity, Session
from weft.places.access import bits_of
from weft.places.geometry import Point, box_around, haversine_of, km_of
from weft.places.near import haversine_to, in_box
from weft.places.rules import EDGE_KM

NARROWER = (8, 3, 1)  # look close by first: where much is on, a page is full within a few streets
SOONER = (3, 10)  # and at the next days first
MOST_DAYS = 62  # listed one by one, so that the index serves days and longitudes at once
Where = tuple[int, int | None, datetime, float]  # activity, venue, soonest, haversine


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for. Nothing here says who they are, and it is kept nowhere."""

    first_day: date
    last_day: date
    at: Point | None = None
    km: float = 0.0
    words: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()  # keys of places/access.yaml
    child_age: int | None = None
    volunteering: bool | None = None


@dataclass(frozen=True)
class Hit:
    """An activity at a venue: its next session, and how far away."""

    session: Session
    km: float | None


@dataclass(frozen=True)
class Hits:
    """One page of what was found."""

    hits: list[Hit] = field(default_factory=list)
    page: int = 1
    has_more: bool = False


def find(wanted: Wanted, *, now: datetime, page: int = 1) -> Hits:
    """A page of what is on: nearest first where a place is given, else soonest first."""
    page = min(max(page, 1), MOST_PAGES)
    first = (page - 1) * A_PAGE
    rows = _rows(wanted, now, first + A_PAGE + 1)[first:]
    hits = _with_sessions(rows[:A_PAGE])
    return Hits(hits, page, has_more=len(rows) > A_PAGE and page < MOST_PAGES)


def _rows(wanted: Wanted, now: datetime, enough: int) -> list[Where]:
    called = activities_called(wanted.words) if wanted.words else None
    if wanted.at is None:
        return _soonest(wanted, now, enough, called)
    rows: list[Where] = []
    openings = _fitting(wanted, now, called)
    for part in NARROWER:
        rows = _nearest(openings, wanted.at, wanted.km / part, enough)
        if len(rows) == enough:
            break
    return rows


def _fitting(wanted: Wanted, now: datetime, called: list[int] | None) -> QuerySet[Opening]:
    """Openings with everything asked for, wherever they are."""
    rows = Opening.objects.filter(_days(wanted), starts_at__gt=now).order_by()
    if bits := bits_of(wanted.needs):
        rows = rows.annotate(has=F("access_bits").bitand(bits)).filter(has=bits)
    if bits := language_bits(wanted.languages):
        rows = rows.annotate(speaks=F("language_bits").bitand(bits)).filter(speaks__gt=0)
    if wanted.parts:
        rows = rows.filter(part__in=wanted.parts)
    if wanted.volunteering is not None:
        rows = rows.filter(volunteering=wanted.volunteering)
    if wanted.child_age is not None:
        rows = rows.filter(creche_from__lte=wanted.child_age, creche_to__gte=wanted.child_age)
    return rows if called is None else rows.filter(_of(called))


def _days(wanted: Wanted) -> Q:
    many = (wanted.last_day - wanted.first_day).days + 1
    if many > MOST_DAYS:
        return Q(local_day__gte=wanted.first_day, local_day__lte=wanted.last_day)
    return Q(local_day__in=[wanted.first_day + timedelta(days=number) for number in range(many)])


def _of(called: list[int]) -> Any:
    """Openings of these activities. Thousands of keys one by one cost PostgreSQL more than the search: it takes them as
    one list."""
    if connection.vendor != "postgresql":
        return Q(activity__in=called)
    column = connection.ops.quote_name(Opening._meta.db_table) + '."activity_id"'
    return RawSQL(f"{column} = ANY(%s)", [called], output_field=BooleanField())  # noqa: S611 - keys of our own rows


def activities_called(words: Sequence[str], most: int = MOST_ACTIVITIES) -> list[int]:
    """Keys of activities whose title, description or programme hold every word."""
    rows = Activity.objects.filter(is_public=True)
    for word in words:
        rows = rows.filter(
            Q(title__icontains=word) | Q(about__icontains=word) | Q(takes__icontains=word)
            | Q(edition__programme__title__icontains=word)
        )  # fmt: skip
    return list(rows.order_by("pk").values_list("pk", flat=True)[:most])


def _soonest(wanted: Wanted, now: datetime, enough: int, called: list[int] | None) -> list[Where]:
    """Looking at the next days first changes no answer: whatever else there is comes later."""
    ends = {min(wanted.first_day + timedelta(days=days), wanted.last_day) for days in SOONER}
    rows: list[Any] = []
    for last in sorted(ends | {wanted.last_day}):
        openings = _fitting(replace(wanted, last_day=last), now, called).values("activity", "venue_id")
        rows = list(openings.annotate(soonest=Min("starts_at")).order_by("soonest", "activity")[:enough])
        if len(rows) == enough:
            break
    return [(row["activity"], row["venue_id"], row["soonest"], -1.0) for row in rows]


def _nearest(openings: QuerySet[Opening], at: Point, km: float, enough: int) -> list[Where]:
    rows = (
        openings.filter(in_box(box_around(at, km)))
        .values("activity", "venue_id")
        .annotate(haversine=Min(haversine_to(at)), soonest=Min("starts_at"))
        .order_by("haversine", "soonest", "activity")[:enough]
    )
    edge = haversine_of(km + EDGE_KM)
    return [
        (row["activity"], row["venue_id"], row["soonest"], row["haversine"])
        for row in rows
        if row["haversine"] <= edge
    ]


def _with_sessions(rows: Sequence[Where]) -> list[Hit]:
    """The sessions the rows mean, in their order."""
    if not rows:
        return []
    meant = Q()
    for activity, venue, soonest, _ in rows:
        meant |= Q(activity=activity, venue=venue, starts_at=soonest)
    sessions = Session.objects.filter(meant).select_related("activity__edition__programme", "venue")
    by_row = {(s.activity_id, s.venue_id, s.starts_at): s for s in sessions.prefetch_related("capacities")}
    return [
        Hit(by_row[(activity, venue, soonest)], km_of(haversine) if haversine >= 0 else None)
        for activity, venue, soonest, haversine in rows
        if (activity, venue, soonest) in by_row
    ]


def places_left(capacities: Sequence[Capacity], now: datetime) -> str:
    """ "many", "few" or "none" of the places that are anybody's, of the kind that has most; never a number.

    "newcomers" where only those kept for people who come for the first time are left.
    """
    free: dict[tuple[str, bool], int] = {}
    for one in capacities:
        if not one.goes_with:
            kept = is_kept(one, now)
            free[one.kind, kept] = free.get((one.kind, kept), 0) + one.total - one.taken
    left = max((many for (_kind, kept), many in free.items() if not kept), default=0)
    if left <= 0:
        return "newcomers" if any(many > 0 for many in free.values()) else "none"
    return "few" if left <= FEW_PLACES else "many"


def other_dates(session: Session, *, now: datetime, most: int = 6) -> list[Session]:
    """The next sessions of the same activity that can be booked."""
    rows = Opening.objects.filter(activity=session.activity, starts_at__gt=now).exclude(session=session)
    found = rows.order_by("starts_at").select_related("session__venue", "session__activity")[:most]
    return [row.session for row in found]
