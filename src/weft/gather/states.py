"""States of a session, a booking and its attendance, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SessionState(TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")
    CLOSED = "closed", _("Register closed")


class BookingState(TextChoices):
    HELD = "held", _("Held until confirmed")
    BOOKED = "booked", _("Booked")
    WAITING = "waiting", _("On the waiting list")
    OFFERED = "offered", _("A place is offered")
    DECLINED = "declined", _("Offer declined")
    EXPIRED = "expired", _("Ran out")
    CANCELLED = "cancelled", _("Cancelled in time")
    CANCELLED_LATE = "cancelled_late", _("Cancelled late")


HOLDS_PLACES = (BookingState.HELD, BookingState.BOOKED, BookingState.OFFERED)
BOOKING_MOVES = {
    BookingState.HELD: (BookingState.BOOKED, BookingState.EXPIRED, BookingState.CANCELLED, BookingState.CANCELLED_LATE),
    BookingState.BOOKED: (BookingState.CANCELLED, BookingState.CANCELLED_LATE),
    BookingState.WAITING: (BookingState.OFFERED, BookingState.CANCELLED, BookingState.EXPIRED),
    BookingState.OFFERED: (
        BookingState.BOOKED, BookingState.DECLINED, BookingState.EXPIRED, BookingState.CANCELLED,
        BookingState.CANCELLED_LATE,
    ),
}  # fmt: skip


class AttendanceState(TextChoices):
    """Booked is not attended: these are what happened."""

    ATTENDED = "attended", _("Came")
    PART = "part", _("Came for part of it")
    NO_SHOW = "no_show", _("Did not come")
