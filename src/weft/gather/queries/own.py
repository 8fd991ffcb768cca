"""What somebody booked, opened for themselves."""

from typing import Any

from weft.gather.actions.wanted import unsealed
from weft.gather.models import Booking
from weft.people.models import Person


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
    }
    return {name: text for name, text in said.items() if text}
