"""Letters to those who booked, each in its reader's language.

Each is queued in the transaction of what it tells of, and goes to an address once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from weft.gather.actions.moving import LEDGER
from weft.gather.actions.wanted import unsealed
from weft.gather.clocks import clock, local
from weft.gather.models import Booking, Session
from weft.gather.rules import REMIND_BEFORE
from weft.gather.states import BookingState, SessionState
from weft.people.models import Person
from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of
from weft.record.actions import name_of

MANAGE = "manage-booking"  # the route that manages a booking by its link
OPEN_STATES = (BookingState.HELD, BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
AHEAD = timedelta(hours=3)  # reminders are looked for this long before they are due, so that none is missed


def of_offer(booking: Booking) -> None:
    if booking.until is None:
        return
    with _for_reader(booking):
        when = _clock(booking.until, booking.session)
        body = [
            _("A place is free for you: %(what)s.") % {"what": in_words(booking.session)},
            _("It is kept for you until %(when)s. Take it or leave it to the next person here:")
            % {"when": when},
            link_of(booking),
        ]
        _write(booking, "place offered", str(booking.until.timestamp()), _("A place is free for you"), body)


def of_cancelled(session: Session, bookings: Iterable[Booking], because: str) -> None:
    """Everybody who booked, holds or waits is told that the session does not take place, and why."""
    for booking in bookings:
        with _for_reader(booking):
            body = [
                _("This session was cancelled: %(what)s.") % {"what": in_words(session)},
                _("Why: %(because)s") % {"because": because},
                _("You do not need to do anything. Your place was given back."),
            ]
            _write(
                booking, "session cancelled", "", _("Cancelled: %(what)s") % {"what": session.activity}, body
            )


def of_changed(session: Session, bookings: Iterable[Booking], was: Session) -> None:
    """was: the session as they booked it."""
    for booking in bookings:
        with _for_reader(booking):
            body = [
                _("This session was changed: %(was)s.") % {"was": in_words(was)},
                _("Now it is: %(what)s.") % {"what": in_words(session)},
                _("You keep your place. If you cannot come, give it back here:"),
                link_of(booking),
            ]
            subject = _("Changed: %(what)s") % {"what": session.activity}
            _write(booking, "session changed", str(session.sequence), subject, body)


def send_reminders(now: datetime | None = None) -> int:
    """Remind whoever is booked, a day before; once for each time a session is planned for. Returns how many."""
    moment = now or timezone.now()
    soon = Session.objects.filter(
        state=SessionState.PLANNED, starts_at__gt=moment + AHEAD, starts_at__lte=moment + REMIND_BEFORE
    )
    return sum(_remind(session) for session in soon.select_related("activity", "venue"))


@transaction.atomic
def _remind(session: Session) -> int:
    booked = Booking.objects.unscoped(LEDGER).filter(session=session, state=BookingState.BOOKED)
    return sum(_remind_one(booking, session) for booking in booked.select_related("person__account"))


def _remind_one(booking: Booking, session: Session) -> bool:
    takes = session.activity.takes
    with _for_reader(booking):
        body = [
            _("You booked: %(what)s.") % {"what": in_words(session)},
            _("What it takes: %(takes)s") % {"takes": takes} if takes else "",
            _("If you cannot come, give your place to somebody else here:"),
            link_of(booking),
        ]
        subject = _("Soon: %(what)s") % {"what": session.activity}
        return _write(booking, "session reminder", str(session.sequence), subject, body)


def address_of(booking: Booking) -> str:
    """The e-mail address given with the booking, or that of the person's account; "" where there is none."""
    given = unsealed(booking, "contact").strip()
    if "@" in given:
        return given
    person = booking.person
    if person is None:
        return ""
    return person.account.email if person.account else person.email


def _for_reader(booking: Booking) -> override:
    """What is said inside is said in the language of whoever booked."""
    return in_language_of(booking.person, kept=booking.language)


def _write(booking: Booking, kind: str, turn: str, subject: str, body: list[str]) -> bool:
    """Queue one letter; False where there is no address. turn: which of several of its kind about this booking."""
    address = address_of(booking)
    if not address:
        return False
    person: Person | None = booking.person
    about = f"{name_of(booking)}:{turn}" if turn else name_of(booking)
    text = "\n\n".join(part for part in body if part) + "\n"
    queue(letter=Letter(address, subject, text), kind=kind, about=about, person=person, at_once=False)
    return True


def in_words(session: Session) -> str:
    """Activity, day, hour and venue on one line."""
    where = f", {session.venue}" if session.venue else ""
    return f"{session.activity}, {_clock(session.starts_at, session)}{where}"


def _clock(at: datetime, session: Session) -> str:
    there = local(at, session)
    return f"{date_format(there, 'l j F Y')}, {clock(there)}"


def site() -> str:
    """Where this service is reached from outside."""
    host = next((name for name in settings.ALLOWED_HOSTS if not name.startswith((".", "["))), "localhost")
    return f"{'https' if settings.SERVED_OVER_HTTPS else 'http'}://{host}"


def link_of(booking: Booking) -> str:
    """The page that manages the booking, by its secret link; nothing where the booking has an account instead."""
    token = unsealed(booking, "sealed_token")
    try:
        return site() + reverse(MANAGE, args=[token]) if token else site()
    except NoReverseMatch:
        return site()
