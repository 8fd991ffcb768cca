"""The waiting list of a session: join, accept, decline, run out. Places that come free are offered in order."""

from datetime import datetime
from typing import Unpack

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.actions import places, telling
from weft.gather.actions.moving import LEDGER, moment_or_now, move, tell
from weft.gather.actions.once import book_once
from weft.gather.actions.queueing import promote
from weft.gather.actions.wanted import Wanted, draft, fresh, insert
from weft.gather.errors import NeverFits, NotAKind, OfferRanOut, WrongState
from weft.gather.models import Booking, Capacity, Session
from weft.gather.rules import closes_at, refuse_closed, refuse_size
from weft.gather.states import HOLDS_PLACES, BookingState, SessionState


def join_waiting_list(
    *,
    session: Session,
    by: User | None,
    key: str = "",
    at: datetime | None = None,
    **wanted: Unpack[Wanted],
) -> Booking:
    """Stand in the queue with a party and its needs; where it fits at once, the offer comes with it.

    Raises BookingClosed, NeverFits, NotAlone, AlreadyBooked.
    """

    def make() -> Booking:
        rows = places.lock(session.pk)
        now, current = moment_or_now(at), fresh(session)
        refuse_closed(current, now)
        refuse_size(wanted["places"], is_group=wanted.get("group") is not None)
        _refuse_too_large(rows, wanted["places"])
        places.refuse_alone(session_id=session.pk, wanted=wanted["places"])
        booking = draft(current, wanted, state=BookingState.WAITING, queued_at=now)
        insert(booking)
        offered = promote(current, now)
        announce(booking, "", by, offered)
        return next((each for each in offered if each.pk == booking.pk), booking)

    return book_once(key=key, action="gather.booking.wait", by=by, make=make)


def _refuse_too_large(rows: list[Capacity], wanted: places.Places) -> None:
    total: dict[str, int] = {}
    for row in rows:
        total[row.kind] = total.get(row.kind, 0) + row.total
    for kind, many in wanted.items():
        if kind not in total:
            raise NotAKind
        if many > total[kind]:
            raise NeverFits


def announce(booking: Booking | None, was: str, by: User | None, offered: list[Booking]) -> None:
    """Letters first, then the events: the end of the record is locked as late as can be."""
    for each in offered:
        telling.of_offer(each)
    if booking is not None:
        tell(booking, by, was)
    for each in offered:
        tell(each, None, BookingState.WAITING)


def leave(
    booking: Booking, to: BookingState, by: User | None, now: datetime, *, run_out: bool = False
) -> None:
    """Move an open booking to one that holds nothing; what it held goes to those who wait. The places are locked."""
    was, session = booking.state, booking.session
    move(booking, to, only={"until__lte": now} if run_out else {}, until=None)
    offered: list[Booking] = []
    if was in HOLDS_PLACES:
        places.release(booking)
    if session.state == SessionState.PLANNED:
        offered = promote(session, now)
    announce(booking, was, by, offered)


def locked(booking: Booking) -> Booking:
    """The booking as it is once its session's places are locked; the caller's row is brought up to date."""
    places.lock(booking.session_id)
    booking.refresh_from_db()
    booking.session = fresh(booking.session)
    return booking


@transaction.atomic
def accept_offer(*, booking: Booking, by: User | None, at: datetime | None = None) -> Booking:
    """Take the offered place. Raises OfferRanOut, WrongState."""
    now, was = moment_or_now(at), booking.state
    take_in_time(booking, now)
    tell(booking, by, was)
    return booking


def take_in_time(booking: Booking, now: datetime) -> None:
    """A held or offered place becomes booked, by one conditional UPDATE, before it runs out."""
    try:
        move(booking, BookingState.BOOKED, only={"until__gt": now}, until=None)
    except WrongState as refusal:
        booking.refresh_from_db()
        ran_out = booking.until is not None and booking.until <= now
        if booking.state == BookingState.EXPIRED or ran_out:
            raise OfferRanOut from None
        raise refusal


@transaction.atomic
def decline_offer(*, booking: Booking, by: User | None, at: datetime | None = None) -> Booking:
    """Leave the offered place to the next in the queue. Raises WrongState."""
    current = locked(booking)
    if current.state != BookingState.OFFERED:
        raise WrongState(booking, current.state, BookingState.DECLINED)
    leave(current, BookingState.DECLINED, by, moment_or_now(at))
    return booking


def expire_due(now: datetime | None = None) -> int:
    """Everything a clock does to bookings: held and offered places run out and go to the next, kept places are let go,
    lists of sessions that closed end. Returns how many ran out. Safe to run in several processes at once."""
    moment = moment_or_now(now)
    rows = Booking.objects.unscoped(LEDGER)
    due = rows.filter(state__in=(BookingState.HELD, BookingState.OFFERED), until__lte=moment)
    ended = sum(
        _expire(number, moment) for number in list(due.order_by("until", "pk").values_list("pk", flat=True))
    )
    waiting = Session.objects.filter(bookings__state=BookingState.WAITING).distinct()
    for session in list(waiting):
        ended += move_on(session=session, now=moment)
    return ended


def expire_of(session: Session, now: datetime) -> int:
    """Places of one session that ran out and that no tick has freed yet: asked when somebody finds it full."""
    rows = Booking.objects.unscoped(LEDGER).filter(
        session=session, state__in=(BookingState.HELD, BookingState.OFFERED), until__lte=now
    )
    return sum(_expire(number, now) for number in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _expire(number: int, now: datetime) -> bool:
    booking = locked(Booking.objects.unscoped(LEDGER).get(pk=number))
    try:
        leave(booking, BookingState.EXPIRED, None, now, run_out=True)
    except WrongState:  # taken, or ended by another process, a moment before
        return False
    return True


@transaction.atomic
def move_on(*, session: Session, now: datetime) -> int:
    """Offer what is free (newcomers' places were released, or a party was waited for long enough); once booking has
    closed, end the list. Returns how many of the list ran out."""
    places.lock(session.pk)
    current = fresh(session)
    if now < closes_at(current):
        announce(None, "", None, promote(current, now))
        return 0
    waiting = Booking.objects.unscoped(LEDGER).filter(session=current, state=BookingState.WAITING)
    left = list(waiting)
    for booking in left:
        move(booking, BookingState.EXPIRED)
    for booking in left:
        booking.session = current
        tell(booking, None, BookingState.WAITING)
    return len(left)
