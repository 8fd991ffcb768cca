"""What belongs into which calendar."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from weft.gather.actions.moving import token_digest
from weft.gather.calendars import Entry
from weft.gather.models import Booking, CalendarFeed, Session
from weft.gather.states import BookingState
from weft.people.models import Organisation, Person
from weft.programmes.models import Programme

BACK = timedelta(days=31)  # calendars keep a month of what is over
OVER = (BookingState.CANCELLED, BookingState.CANCELLED_LATE)
WHY = "the calendar of whoever holds its secret address"


def booking_of(token: str) -> Booking | None:
    """The booking a secret link names."""
    rows = Booking.objects.unscoped("the secret link of a booking").exclude(manage_digest="")
    return (
        rows.select_related("session__activity", "session__venue")
        .filter(manage_digest=token_digest(token))
        .first()
    )


def person_of_feed(secret: str) -> Person | None:
    feed = (
        CalendarFeed.objects.unscoped(WHY)
        .select_related("person")
        .filter(digest=token_digest(secret))
        .first()
    )
    return feed.person if feed and feed.person.erased_at is None else None


def entry_of(booking: Booking) -> Entry:
    return Entry(booking.public_id, booking.session, is_cancelled=booking.state in OVER)


def entries_of_person(person: Person, now: datetime) -> list[Entry]:
    """What somebody booked, also what they cancelled: a calendar takes out only what it is told to."""
    rows = Booking.objects.unscoped(WHY).filter(person=person, session__ends_at__gt=now - BACK)
    mine = rows.filter(state__in=(BookingState.BOOKED, *OVER)).select_related(
        "session__activity", "session__venue"
    )
    return [entry_of(booking) for booking in mine.order_by("session__starts_at", "pk")]


def entries_of_organisation(organisation: Organisation, now: datetime) -> list[Entry]:
    return _public(Q(activity__organisation=organisation), now)


def entries_of_programme(programme: Programme, now: datetime) -> list[Entry]:
    return _public(Q(activity__edition__programme=programme), now)


def _public(which: Q, now: datetime) -> list[Entry]:
    rows: QuerySet[Session] = Session.objects.filter(which, activity__is_public=True, ends_at__gt=now - BACK)
    return _entries(rows.select_related("activity", "venue").order_by("starts_at", "pk"))


def _entries(sessions: Iterable[Session]) -> list[Entry]:
    return [Entry(session.public_id, session) for session in sessions]
