"""Book: hold and confirm, book at once, cancel, walk in. Each is one transaction that begins with taking the places."""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Unpack

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.gather.actions import places
from weft.gather.actions.moving import code_digest, moment_or_now, tell
from weft.gather.actions.once import book_once
from weft.gather.actions.places import Free
from weft.gather.actions.queueing import refuse_overtaking
from weft.gather.actions.waiting import expire_of, leave, locked, take_in_time
from weft.gather.actions.wanted import (
    Held,
    Wanted,
    closing,
    draft,
    fresh,
    give_code,
    give_link,
    insert,
    unsealed,
)
from weft.gather.errors import BookingClosed, NoPlaces, TooManyTries, WrongCode, WrongState
from weft.gather.models import Booking, Capacity, Session
from weft.gather.rules import (
    HOLD_MINUTES,
    WALK_INS_FROM,
    cancelled_as,
    closes_at,
    refuse_closed,
    refuse_size,
)
from weft.gather.states import BookingState, SessionState
from weft.people.accounts.limits import TooMany, count_try
from weft.people.models import Person

LIMIT = "code of a booking"


def hold(
    *,
    session: Session,
    by: User | None,
    minutes: int = HOLD_MINUTES,
    key: str = "",
    at: datetime | None = None,
    **wanted: Unpack[Wanted],
) -> Held:
    """Keep places for some minutes, until the code is typed. Raises NoPlaces, NotAlone, BookingClosed, AlreadyBooked.

    The code is given to the caller, who sends it. at: the moment, where it is not now (a fixture played again).
    """
    codes: list[str] = []

    def make() -> Booking:
        now = moment_or_now(at)
        booking = _taken(session, wanted, now)
        booking.state = BookingState.HELD
        booking.until = closing(now, minutes, closes_at(booking.session))
        codes.append(give_code(booking))
        if not booking.sealed_token:
            give_link(booking)
        return _kept(booking, by)

    booking = _where_free(
        session, at, lambda: book_once(key=key, action="gather.booking.hold", by=by, make=make)
    )
    return Held(booking, codes[-1] if codes else "", unsealed(booking, "sealed_token"))


def book(
    *, session: Session, by: User | None, key: str = "", at: datetime | None = None, **wanted: Unpack[Wanted]
) -> Booking:
    """Book at once: somebody signed in, or staff for somebody. Raises NoPlaces, BookingClosed, AlreadyBooked."""

    def make() -> Booking:
        booking = _taken(session, wanted, moment_or_now(at))
        booking.state = BookingState.BOOKED
        return _kept(booking, by)

    return _where_free(
        session, at, lambda: book_once(key=key, action="gather.booking.book", by=by, make=make)
    )


def _taken(session: Session, wanted: Wanted, now: datetime) -> Booking:
    """All places of all kinds, taken; and only then looked at whether they may be."""
    refuse_size(wanted["places"], is_group=wanted.get("group") is not None)
    is_newcomer = wanted.get("is_newcomer", False)
    kept = places.take(session_id=session.pk, wanted=wanted["places"], is_newcomer=is_newcomer, now=now)
    places.refuse_alone(session_id=session.pk, wanted=wanted["places"])
    current = fresh(session)
    refuse_closed(current, now)
    booking = draft(current, wanted, newcomer_places=kept)
    refuse_overtaking(booking, now)
    return booking


def _kept(booking: Booking, by: User | None) -> Booking:
    insert(booking)
    tell(booking, by)
    return booking


def _where_free(session: Session, at: datetime | None, make: Callable[[], Booking]) -> Booking:
    """A full session is asked once more when places in it ran out that no tick has freed yet."""
    try:
        return make()
    except NoPlaces:
        if not expire_of(session, moment_or_now(at)):
            raise
    return make()


def confirm(*, booking: Booking, code: str, by: User | None, at: datetime | None = None) -> Booking:
    """Make a held place a booked one. The right code typed twice confirms once and is no fault.

    Raises WrongCode, TooManyTries, OfferRanOut, WrongState.
    """
    try:
        count_try(LIMIT, booking.public_id)
    except TooMany:
        raise TooManyTries from None
    if not hmac.compare_digest(code_digest(booking, code), booking.code_digest):
        raise WrongCode
    with transaction.atomic():
        try:
            take_in_time(booking, moment_or_now(at))
        except WrongState:
            if booking.state == BookingState.BOOKED:
                return booking
            raise
        tell(booking, by, BookingState.HELD)
    return booking


@transaction.atomic
def cancel(*, booking: Booking, by: User | None, at: datetime | None = None) -> Booking:
    """Give the places back, whatever state of booking or waiting they are in, until the session begins.

    Raises BookingClosed, WrongState.
    """
    now, current = moment_or_now(at), locked(booking)
    leave(current, cancelled_as(current, current.session, now), by, now)
    return booking


def add_walk_in(
    *,
    session: Session,
    by: User | None,
    name: str = "",
    person: Person | None = None,
    role: str = "",
    key: str = "",
    at: datetime | None = None,
    is_newcomer: bool = False,
    traits: Mapping[str, Any] | None = None,
) -> Booking:
    """Somebody who came without a booking: a free place of the first kind for their role, or beside the list when full.

    Raises BookingClosed, AlreadyBooked.
    """

    def make() -> Booking:
        now, rows = moment_or_now(at), places.lock(session.pk)
        current = fresh(session)
        _refuse_walking_in(current, now)
        wanted = Wanted(places=_at_the_door(rows, now, role), name=name, person=person, role=role)
        wanted["is_newcomer"], wanted["traits"] = is_newcomer, traits
        kept = places.take(session_id=session.pk, wanted=wanted["places"], is_newcomer=is_newcomer, now=now)
        return _kept(
            draft(current, wanted, newcomer_places=kept, state=BookingState.BOOKED, is_walk_in=True), by
        )

    return book_once(key=key, action="gather.booking.walk_in", by=by, make=make)


def _refuse_walking_in(session: Session, now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise BookingClosed(_("This session was cancelled. Nobody can be added."))
    if now < session.starts_at - WALK_INS_FROM:
        raise BookingClosed(
            _("People are added at the door from two hours before the start. Until then, book.")
        )


def _at_the_door(rows: list[Capacity], now: datetime, role: str) -> dict[str, int]:
    """Of the kinds for this role, else of all: the first that stands by itself."""
    there = [row for row in rows if not row.goes_with]
    there = [row for row in there if role and row.role == role] or there
    if not there:
        return {}
    first = {min(there, key=lambda row: row.pk).kind: 1}
    return first if Free.of(rows, now).fits(first, is_newcomer=False) else {}
