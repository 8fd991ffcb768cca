"""Keep the rows the search reads true to the sessions they follow from. Derived, hence without an event of their own.

Whoever plans, changes, moves or cancels a session calls `refresh_opening` last; whoever changes an activity or a venue
calls `refresh_openings_of`. `refresh_all` makes every row anew, for a restore or a change of rules.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from weft.gather.actions.publishing import publish, publish_all, withdraw_past
from weft.gather.finding.models import Opening
from weft.gather.finding.rules import WELCOMES, language_bits, part_of
from weft.gather.models import Activity, Session
from weft.gather.states import SessionState
from weft.places.access import CRECHE, bits_of
from weft.places.models import Venue

AT_ONCE = 50  # rows of one INSERT: SQLite takes a limited number of values
FREE = "free"


@transaction.atomic
def refresh_opening(*, session: Session) -> None:
    """What the search knows of a session: nothing where it is not planned or not public."""
    _refresh(Session.objects.filter(pk=session.pk))


@transaction.atomic
def refresh_openings_of(*, activity: Activity | None = None, venue: Venue | None = None) -> None:
    """Every session of an activity, or at a venue, that is still to come."""
    sessions = Session.objects.filter(starts_at__gt=timezone.now())
    _refresh(sessions.filter(activity=activity) if activity else sessions.filter(venue=venue))


def refresh_openings_at(*, venue: Venue) -> None:
    """A venue has changed (settings.VENUE_CHANGED)."""
    refresh_openings_of(venue=venue)


@transaction.atomic
def refresh_all(*, now: datetime | None = None) -> int:
    """Make every row anew; returns how many sessions can be found."""
    Opening.objects.all().delete()
    publish_all(now=now or timezone.now())
    return _write(Session.objects.filter(starts_at__gt=now or timezone.now()))


@transaction.atomic
def forget_past_openings(*, now: datetime) -> int:
    """Sessions that have begun are no longer found (periodic work)."""
    withdraw_past(now=now)
    return Opening.objects.filter(starts_at__lte=now).delete()[0]


def _refresh(sessions: QuerySet[Session]) -> None:
    Opening.objects.filter(session__in=sessions).delete()
    publish(sessions.select_related("activity"))
    _write(sessions)


def _write(sessions: QuerySet[Session]) -> int:
    found = (
        sessions.filter(state=SessionState.PLANNED, activity__is_public=True)
        .select_related("activity", "venue")
        .prefetch_related("capacities")
    )
    rows = [opening_of(session) for session in found]
    Opening.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def opening_of(session: Session) -> Opening:
    """The row of a session; unsaved."""
    activity, venue = session.activity, session.venue
    youngest, oldest = creche_ages(session)
    row = Opening(
        session=session, activity=activity, venue_id=session.venue_id, starts_at=session.starts_at,
        local_day=session.local_day, part=part_of(int(session.local_start[11:13])),
        access_bits=bits_of(features_at(session)), language_bits=language_bits(activity.languages),
        volunteering=activity.volunteering, creche_from=youngest, creche_to=oldest,
    )  # fmt: skip
    if venue is not None:
        row.band, row.longitude = venue.band, venue.longitude
        row.x, row.y, row.z = venue.x, venue.y, venue.z
    return row


def features_at(session: Session) -> set[str]:
    """Of the venue and the activity, and the crèche where the session has places in one."""
    youngest, _oldest = creche_ages(session)
    return features_of(session.activity, session.venue) | ({CRECHE} if youngest is not None else set())


def features_of(activity: Activity, venue: Venue | None) -> set[str]:
    """Keys of places/access.yaml: what the venue has and what the activity says of itself.

    That a venue may be used free of charge does not make the activity free.
    """
    have = set(venue.access if venue else ()) - {FREE}
    have |= {WELCOMES[word] for word in activity.welcomes if word in WELCOMES}
    return have | ({FREE} if activity.cost_pence == 0 else set())


def creche_ages(session: Session) -> tuple[int | None, int | None]:
    """Of the crèche places the session counts, else of the venue's crèche."""
    rows = [row for row in session.capacities.all() if row.youngest is not None and row.oldest is not None]
    if rows:
        return min(row.youngest for row in rows), max(row.oldest for row in rows)  # type: ignore[type-var]
    venue = session.venue
    if venue is None or CRECHE not in venue.access:
        return None, None
    return venue.creche_from or 0, 4 if venue.creche_to is None else venue.creche_to
