"""Who came: noted on a list, by code or on paper, and stood for by the host. Only then are facts written.

Booked, attended, came for part, did not come and cancelled late stay five different things. A fact holds a pseudonym,
minutes and coarse traits; it outlives the booking, so figures stay when people are erased.
"""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.actions.moving import moment_or_now
from weft.gather.actions.wanted import unsealed
from weft.gather.errors import NotYet, RegisterClosed, RegisterOpen, TooManyTries, WrongDoorCode, WrongState
from weft.gather.models import Attendance, Booking, Session
from weft.gather.rules import CHECK_IN_FROM, DOOR_DIGITS
from weft.gather.states import AttendanceState, BookingState, SessionState
from weft.people.accounts.limits import TooMany, count_try
from weft.record import keys
from weft.record.actions import record_event, record_fact
from weft.record.ids import pseudonym

REGISTER = "the register of a session"
FACT, ABSENT, LATE = "gather.attendance", "gather.no_show", "gather.cancelled_late"
LIMIT = "code at the door"


@transaction.atomic
def note(
    *,
    booking: Booking,
    state: str,
    by: User | None,
    minutes: int | None = None,
    came: str = "list",
    at: datetime | None = None,
) -> Attendance:
    """Say what happened with one booking; said again, the last word counts, until the host stands for the register.

    minutes: how long, where somebody left early or came late; never more than the session has. came: list, code, qr,
    paper. Raises NotYet, RegisterClosed, WrongState.
    """
    current = Booking.objects.unscoped(REGISTER).select_related("session").get(pk=booking.pk)
    _refuse_noting(current, moment_or_now(at))
    said = {"state": state, "minutes": _minutes(state, minutes, current.session), "came": came}
    found, is_new = Attendance.objects.unscoped(REGISTER).get_or_create(booking=current, defaults=said)
    before = {} if is_new else {"state": str(found.state), "minutes": found.minutes}
    if not is_new:
        for name, value in said.items():
            setattr(found, name, value)
        found.save(update_fields=list(said))
    record_event(by=by, action="gather.attendance.note", thing=found, before=before, after=said)
    return found


def _refuse_noting(booking: Booking, now: datetime) -> None:
    if booking.session.state == SessionState.CLOSED:
        raise RegisterClosed
    if booking.state != BookingState.BOOKED or booking.session.state == SessionState.CANCELLED:
        raise WrongState(booking, booking.state, BookingState.BOOKED)
    if now < booking.session.starts_at - CHECK_IN_FROM:
        raise NotYet


def _minutes(state: str, minutes: int | None, session: Session) -> int:
    """Capped at the session's end: a forgotten check-out never makes a day of it."""
    if state == AttendanceState.NO_SHOW:
        return 0
    return session.minutes if minutes is None else max(0, min(minutes, session.minutes))


@transaction.atomic
def verify_register(*, session: Session, by: User | None, at: datetime | None = None) -> int:
    """The host stands for the register: facts are written and it closes. Returns how many people came.

    Who is booked and has no word beside them makes it refuse: nobody is counted absent, or present, by silence.
    Raises NotYet, RegisterClosed, RegisterOpen.
    """
    now = moment_or_now(at)
    current = (
        Session.objects.select_related("activity__edition__programme", "venue__area__parent__parent")
        .prefetch_related("capacities")
        .get(pk=session.pk)
    )
    if now < current.starts_at:
        raise NotYet
    closed = Session.objects.filter(pk=session.pk, state=SessionState.PLANNED).update(
        state=SessionState.CLOSED
    )
    if not closed:
        raise RegisterClosed
    rows = Booking.objects.unscoped(REGISTER).filter(session=current).select_related("person", "attendance")
    silent = rows.filter(state=BookingState.BOOKED, attendance=None).count()
    if silent:
        raise RegisterOpen(silent)
    came = sum(_fact(row, current) for row in rows.order_by("pk"))
    noted = Attendance.objects.unscoped(REGISTER).filter(booking__session=current)
    noted.update(verified_at=now, verified_by=by)
    record_event(by=by, action="gather.register.verify", thing=current, after={"people": came})
    return came


def _fact(booking: Booking, session: Session) -> int:
    """What outlives one booking; returns how many people came with it."""
    kind = _kind(booking)
    if kind is None:
        return 0
    people = people_of(booking.places)
    minutes = booking.attendance.minutes if kind == FACT else 0
    edition = session.activity.edition
    record_fact(
        kind=kind,
        on=session.local_day,
        area=area_of(session),
        programme=edition.programme.key if edition else "",
        edition=edition.key if edition else "",
        key=pseudonym_of(booking),
        traits=_traits(booking, session),
        quantities={
            "minutes": minutes * people,
            "people": people,
            **_by_kind(booking.places, minutes, session),
        },
    )
    return people if kind == FACT else 0


def _kind(booking: Booking) -> str | None:
    if booking.state == BookingState.CANCELLED_LATE:
        return LATE
    if booking.state != BookingState.BOOKED:
        return None
    return ABSENT if booking.attendance.state == AttendanceState.NO_SHOW else FACT


def _traits(booking: Booking, session: Session) -> Mapping[str, str]:
    """Coarse and consented; which activity, in which role, first time or not, in which room together."""
    said = {
        "activity": session.activity.kind,
        "role": booking.role,
        "newcomer": "yes" if booking.is_newcomer else "",
        "walk_in": "yes" if booking.is_walk_in else "no",
        "session": room_of(session),
        **{f"mix.{name}": str(value) for name, value in booking.traits.items()},
    }
    return {name: value for name, value in said.items() if value}


def _by_kind(places: Mapping[str, int], minutes: int, session: Session) -> Mapping[str, int]:
    """Where kinds go together (a learner and a child in the crèche), how many of each and the minutes of each: hours
    of learning are not those of the crèche."""
    if not any(row.goes_with for row in session.capacities.all()):
        return {}
    return {**places, **{f"{kind}_minutes": many * minutes for kind, many in places.items()}}


def room_of(session: Session) -> str:
    """Who was in the same room, without saying in which: a pseudonym of the session."""
    return pseudonym(keys.secret_for("gather.room"), session.public_id)[:16]


def area_of(session: Session) -> str:
    """The code of a place large enough to hide in: the part of the city (a borough) the venue lies in."""
    area = session.venue.area if session.venue else None
    while area is not None and area.parent is not None and area.parent.parent is not None:
        area = area.parent
    return area.code if area is not None else ""


def people_of(places: Mapping[str, int]) -> int:
    """How many people a booking brings: a child in the crèche is one of them, and no second learner."""
    return max(1, sum(places.values()))


def pseudonym_of(booking: Booking) -> str:
    """The same for one person over everything they came to; "" for somebody who left neither name nor contact."""
    secret = keys.secret_for(FACT)
    if booking.person_id is not None and booking.person is not None:
        return pseudonym(secret, booking.person.public_id)
    contact = "".join(unsealed(booking, "contact").split()).casefold()
    return pseudonym(secret, f"contact {contact}") if contact else ""


@transaction.atomic
def set_door_code(*, session: Session, by: User | None) -> str:
    """A short code for a sheet on the door, shown once; a new one ends the old one."""
    code = "".join(secrets.choice("23456789") for _ in range(DOOR_DIGITS))
    Session.objects.filter(pk=session.pk).update(checkin_digest=_door_digest(session, code))
    record_event(by=by, action="gather.register.door", thing=session)
    return code


def check_in(*, booking: Booking, code: str, by: User | None, at: datetime | None = None) -> Attendance:
    """Somebody booked types the code on the door. Raises WrongDoorCode, TooManyTries, NotYet, RegisterClosed."""
    try:
        count_try(LIMIT, booking.public_id)
    except TooMany:
        raise TooManyTries from None
    session = Session.objects.get(pk=booking.session_id)
    typed = _door_digest(session, "".join(code.split()))
    if not session.checkin_digest or not hmac.compare_digest(typed, session.checkin_digest):
        raise WrongDoorCode
    if moment_or_now(at) > session.ends_at:
        raise RegisterClosed
    return note(booking=booking, state=AttendanceState.ATTENDED, came="code", by=by, at=at)


def _door_digest(session: Session, code: str) -> str:
    secret = keys.secret_for("codes on doors")
    return hmac.new(secret, f"{session.public_id}\n{code}".encode(), sha256).hexdigest()
