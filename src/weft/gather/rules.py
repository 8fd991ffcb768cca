"""The rules of booking that a person could argue with. Times are moments in UTC; the clock is handed in."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from weft.gather.errors import BookingClosed, NotPlannable
from weft.gather.models import Activity, Booking, Session
from weft.gather.states import BookingState, SessionState

HOLD_MINUTES = 15  # to type six digits; as long as a sign-in code holds
LATE_WITHIN = timedelta(hours=24)  # cancelling later than this before the start counts as late
OFFER_HOLDS = timedelta(hours=24)  # long enough to ask at home; then the next in the queue is asked
OFFER_AT_LEAST = timedelta(minutes=30)
KEPT_FOR_A_PARTY = timedelta(hours=24)
REMIND_BEFORE = timedelta(hours=24)
WALK_INS_FROM = timedelta(hours=2)  # before the start: earlier than that, people book
MOST_AT_ONCE = 12  # places of one booking by a person or household; a group may take more
SPEED_MINUTES = 6 * 60  # "speed volunteering": once, six hours at most, no training
LONGEST_MINUTES = 24 * 60
TICKET_DIGITS = 6
CHECK_IN_FROM = timedelta(minutes=60)  # before the start: people arrive, nobody is noted the day before
DOOR_DIGITS = (
    4  # guessed by nobody who is not there: ten tries in a quarter of an hour, and only by who is booked
)


def closes_at(session: Session) -> datetime:
    """When booking ends: when the host said, and never after the start."""
    return min(session.booking_closes_at or session.starts_at, session.starts_at)


def is_open(session: Session, now: datetime) -> bool:
    """Whether places may be booked, offered or waited for."""
    return session.state == SessionState.PLANNED and now < closes_at(session)


def refuse_closed(session: Session, now: datetime) -> None:
    if session.state == SessionState.CANCELLED:
        raise BookingClosed(_("This session was cancelled. Choose another one."))
    if not is_open(session, now):
        raise BookingClosed(_("Booking is closed. Choose another session, or ask the host at the door."))


def cancelled_as(booking: Booking, session: Session, now: datetime) -> BookingState:
    """In time or late. Only a confirmed place is given back late: nobody counted on the others yet.

    Cancelling is possible until the session starts, also when it is full and after booking has closed. A session that
    was cancelled has no late cancellations.
    """
    if now >= session.starts_at:
        raise BookingClosed(_("The session has begun. Tell the host if you did not come."))
    is_late = now > session.starts_at - LATE_WITHIN and session.state == SessionState.PLANNED
    return (
        BookingState.CANCELLED_LATE
        if is_late and booking.state == BookingState.BOOKED
        else BookingState.CANCELLED
    )


def offer_until(session: Session, now: datetime) -> datetime:
    """Until when an offered place is kept: a day, but at most half the time left (so that the next can be asked too),
    at least half an hour, and never past the closing of booking."""
    closes = closes_at(session)
    half = (closes - now) / 2
    return min(closes, now + max(OFFER_AT_LEAST, min(OFFER_HOLDS, half)))


def is_kept_for(booking: Booking, session: Session, now: datetime) -> bool:
    """Whether free places are kept for a waiting party that needs more than there are.

    The list goes in order of joining. A party of four does not see two free places go to the two behind it: they are
    kept for it for KEPT_FOR_A_PARTY from the moment it was first passed by, so that it can fill up. Then, and during
    the last KEPT_FOR_A_PARTY before booking closes, those behind it who fit go ahead, still in order; it stays first
    in the queue. So a large party neither is overtaken at once nor blocks for ever.
    """
    if now >= closes_at(session) - KEPT_FOR_A_PARTY:
        return False
    return booking.kept_from is None or now < booking.kept_from + KEPT_FOR_A_PARTY


def refuse_unplannable(activity: Activity, minutes: int) -> None:
    """A session lasts from one minute to a day; a speed slot at most six hours."""
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise NotPlannable(_("Enter how long it lasts: from 1 minute to 24 hours."))
    if activity.is_speed and minutes > SPEED_MINUTES:
        raise NotPlannable(_("A speed slot lasts six hours at most. Make it shorter."))


def refuse_training(activity: Activity) -> None:
    """A speed slot asks for no training: its programme may not require any of those who come."""
    if not activity.is_speed or activity.edition is None:
        return
    if activity.edition.programme.requirements.filter(kind="training").exists():
        raise NotPlannable(_("This programme asks for training first, so it can have no speed slots."))


def refuse_size(places: Mapping[str, int], *, is_group: bool) -> None:
    """At least one place, each kind at least one, and no more than MOST_AT_ONCE unless a group comes."""
    many = sum(places.values())
    if many < 1 or min(places.values()) < 1:
        raise NotPlannable(_("Choose how many places."))
    if many > MOST_AT_ONCE and not is_group:
        said = _("Book at most %(most)s places at once. For more, book as a group.")
        raise NotPlannable(said % {"most": MOST_AT_ONCE})
