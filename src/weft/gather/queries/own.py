"""What somebody booked, opened for themselves."""

from typing import Any

from weft.gather.actions.wanted import unsealed
from weft.gather.models import Booking
from weft.gather.states import BookingState
from weft.people.models import Person
from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible

OWN = "calendar.own"
SHOWN = (BookingState.HELD, BookingState.BOOKED, BookingState.OFFERED, BookingState.WAITING)
MOST = 50


def own_bookings(actor: Actor) -> list[Booking]:
    """What an actor booked or waits for, the latest session first; what they gave back is not listed."""
    rows = visible(actor, OWN, Booking).filter(person=actor.person_id, state__in=SHOWN)
    return list(
        rows.select_related("session__activity", "session__venue").order_by("-session__starts_at")[:MOST]
    )


def booked_rows(person: Person) -> list[dict[str, Any]]:
    """A row a booking, by the names it is given out under."""
    rows = Booking.objects.unscoped("the person's own bookings").filter(person=person)
    return [_row(one) for one in rows.select_related("session__activity", "household")]


def _row(booking: Booking) -> dict[str, Any]:
    said = {
        "What you booked": str(booking.session),
        "Household": str(booking.household or ""),
        "Name given": booking.name,
        "Contact given": unsealed(booking, "contact"),
        "What the host should know": unsealed(booking, "needs"),
        "What you told us about yourself": ", ".join(
            f"{key}: {value}" for key, value in booking.traits.items()
        ),
        "Language of the letters about it": booking.language,
    }
    return {name: text for name, text in said.items() if text}
