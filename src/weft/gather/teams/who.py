"""Who is to be seated: everybody booked whom nobody has noted as absent."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from weft.gather.models import Booking, Session
from weft.gather.states import AttendanceState, BookingState
from weft.gather.teams.rules import seated_of
from weft.people.roles.scoping import ScopedQuerySet

SEATING = "teams of a session"


@dataclass(frozen=True)
class Sitter:
    """One booking, and how many sit down with it."""

    booking: Booking
    size: int

    @property
    def mark(self) -> str:
        return self.booking.public_id


def coming(session: Session) -> ScopedQuerySet[Booking]:
    """Bookings of those who come, as far as anybody knows."""
    rows = Booking.objects.unscoped(SEATING).filter(session=session, state=BookingState.BOOKED)
    absent = Q(attendance__state=AttendanceState.NO_SHOW)
    return rows.exclude(absent).select_related("person", "group").order_by("pk")


def sitters(session: Session, roles: Sequence[str] = ()) -> list[Sitter]:
    """In order of booking; of some roles only, where they are named."""
    rows = coming(session)
    chosen = rows.filter(role__in=roles) if roles else rows
    return [Sitter(one, seated_of(one.places)) for one in chosen]


def roles_of(session: Session) -> list[str]:
    """The roles people booked in; "" for none."""
    return sorted(set(coming(session).values_list("role", flat=True)))


def name_of(booking: Booking) -> str:
    if booking.person is not None:
        return booking.person.name
    return booking.name or (booking.group.name if booking.group else "")


def short_names(bookings: Iterable[Booking]) -> dict[str, str]:
    """For lists on walls: the first name, with as much of the rest as tells two apart. Booking -> name."""
    whole = {one.public_id: " ".join(name_of(one).split()) for one in bookings}
    letters = dict.fromkeys(whole, 0)
    for take in range(1, max(map(len, whole.values()), default=0) + 1):
        shown = Counter(_short(whole[mark], letters[mark]) for mark in whole)
        again = [mark for mark in whole if shown[_short(whole[mark], letters[mark])] > 1]
        if not again:
            break
        letters.update(dict.fromkeys(again, take))
    return {mark: _short(whole[mark], letters[mark]) for mark in whole}


def _short(name: str, letters: int) -> str:
    first, _, rest = name.partition(" ")
    return f"{first} {rest[:letters].strip()}".strip()
