"""What every change of a seating shares: hold the row, read the seats, write them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from weft.gather.teams import rules
from weft.gather.teams.errors import Frozen, NotASeat
from weft.gather.teams.making import Made, Seats
from weft.gather.teams.models import Seat, Seating
from weft.gather.teams.who import SEATING, Sitter


def hold_seating(seating: Seating, at: datetime | None) -> Seating:
    """The row as it stands, locked until the change is written. Raises Frozen, NotASeat (newer teams)."""
    if not Seating.objects.filter(pk=seating.pk).update(seed=F("seed")):
        raise NotASeat
    found = Seating.objects.select_related("session__activity__edition__programme").get(pk=seating.pk)
    if rules.is_frozen(found.session, at or timezone.now()):
        raise Frozen
    if found.session.seatings.first() != found:
        raise NotASeat
    return found


def seats_of(seating: Seating) -> Any:
    return Seat.objects.unscoped(SEATING).filter(seating=seating)


def current_seats(seating: Seating) -> Seats:
    rows = seats_of(seating).values_list("booking__public_id", "round", "team")
    return {(mark, number): team for mark, number, team in rows}


def keep(seating: Seating, made: Made, people: Sequence[Sitter], *, moved: list[list[Any]]) -> None:
    """Seats and verdict written over those before."""
    write_seats(seating, made.seats, people)
    seating.verdict = {**made.verdict, "moved": moved}
    seating.teams = max([seating.teams, *made.seats.values()])
    seating.save(update_fields=["verdict", "teams"])


def write_seats(seating: Seating, seats: Seats, people: Sequence[Sitter]) -> None:
    """Only what differs is written. Seats of rounds already held stay with whoever left since."""
    booking = {one.mark: one.booking for one in people}
    rows = {(row.booking.public_id, row.round): row for row in seats_of(seating).select_related("booking")}
    gone = [row.pk for key, row in rows.items() if key not in seats]
    seats_of(seating).filter(pk__in=gone).delete()
    changed = [row for key, row in rows.items() if key in seats and row.team != seats[key]]
    for row in changed:
        row.team = seats[row.booking.public_id, row.round]
    Seat.objects.unscoped(SEATING).bulk_update(changed, ["team"], batch_size=500)
    new = [
        Seat(seating=seating, booking=booking[mark], round=number, team=team)
        for (mark, number), team in seats.items()
        if (mark, number) not in rows
    ]
    Seat.objects.bulk_create(new, batch_size=500)
