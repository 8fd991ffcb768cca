"""Make teams, make them right again, use them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.gather.models import Session
from weft.gather.teams import making, rules
from weft.gather.teams.actions.keeping import current_seats, hold_seating, keep, write_seats
from weft.gather.teams.errors import Frozen, NobodyToSeat, NoSide, TooMany
from weft.gather.teams.meetings import meetings_again, new_meetings
from weft.gather.teams.models import Seating
from weft.gather.teams.who import Sitter, sitters
from weft.record.actions import record_event
from weft.record.once import do_once


@dataclass(frozen=True)
class Wanted:
    """What a coordinator asks for: so many teams, or teams of a size; rounds; whom to seat; what to mix by."""

    teams: int = 0
    smallest: int = 0
    largest: int = 0
    rounds: int = 1
    roles: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    mix_on: tuple[str, ...] = ()
    nobody_alone: bool = True


def make_seating(
    *, session: Session, wanted: Wanted, by: User | None, key: str = "", at: datetime | None = None
) -> Seating:
    """New teams or meetings of a session, in place of those before; wishes about people are taken over.

    Raises Frozen, NobodyToSeat, NoSide, TooMany, CannotHold.
    """

    def make() -> Seating:
        if rules.is_frozen(session, at or timezone.now()):
            raise Frozen
        people = sitters(session, wanted.sides or wanted.roles)
        _refuse_size(people, wanted)
        return _make(session, people, wanted, by)

    return do_once(key=key, action="teams.make", by=by, make=make)


def _make(session: Session, people: list[Sitter], wanted: Wanted, by: User | None) -> Seating:
    number = sum(one.size for one in people)
    sized = _sized(wanted, people, number)
    earlier = session.seatings.first()
    seating = Seating.objects.create(
        session=session, rounds=sized.rounds, teams=sized.teams, smallest=sized.smallest, largest=sized.largest,
        roles=list(sized.roles), sides=list(sized.sides), mix_on=list(sized.mix_on),
        nobody_alone=sized.nobody_alone, seed=session.seatings.count() + 1,
        together=earlier.together if earlier else [], apart=earlier.apart if earlier else [],
    )  # fmt: skip
    made = new_meetings(seating, people) if sized.sides else making.new_teams(seating, people)
    write_seats(seating, made.seats, people)
    seating.verdict = made.verdict
    seating.save(update_fields=["verdict"])
    after = {"people": number, "teams": sized.teams, "rounds": sized.rounds}
    record_event(by=by, action="teams.make", thing=seating, after=after)
    return seating


def _refuse_size(people: Sequence[Sitter], wanted: Wanted) -> None:
    if not people:
        raise NobodyToSeat
    if sum(one.size for one in people) > rules.MOST_PEOPLE:
        raise TooMany(f"Seat {rules.MOST_PEOPLE} people at most at once: choose some roles.")
    if wanted.sides and any(not any(one.booking.role == side for one in people) for side in wanted.sides):
        raise NoSide


def _sized(wanted: Wanted, people: Sequence[Sitter], number: int) -> Wanted:
    """So many teams as even as can be, or the fewest of a size; one table a host where two sides meet."""
    if wanted.sides:
        hosts = sum(one.booking.role == wanted.sides[0] for one in people)
        return replace(wanted, teams=hosts, smallest=1, largest=2)
    if wanted.teams:
        teams = min(wanted.teams, len(people))
        smallest, largest = rules.even_sizes(number, teams)
        return replace(wanted, teams=teams, smallest=max(smallest, 1), largest=max(largest, 1))
    teams = rules.teams_for(number, wanted.largest)
    smallest, largest = rules.sizes_for(number, teams, (wanted.smallest, wanted.largest))
    return replace(wanted, teams=teams, smallest=max(smallest, 1), largest=largest)


@transaction.atomic
def seat_again(*, seating: Seating, by: User | None, held: int = 0, at: datetime | None = None) -> Seating:
    """Make the teams right for those who are there now: who is absent leaves, who walked in gets a seat, as few others
    as possible move. held: of meetings, rounds that are over. Raises Frozen, CannotHold, NobodyToSeat.
    """
    found = hold_seating(seating, at)
    people = sitters(found.session, found.sides or found.roles)
    if not people:
        raise NobodyToSeat
    before = current_seats(found)
    solve: Callable[[], making.Made] = (
        (lambda: meetings_again(found, people, before, held=max(0, min(held, found.rounds))))
        if found.sides
        else (lambda: making.again(found, people, before))
    )
    made = solve()
    moved = making.moves_between(before, made.seats)
    keep(found, made, people, moved=moved)
    record_event(by=by, action="teams.again", thing=found, after={"moved": len(moved)})
    return found


@transaction.atomic
def use_seating(*, seating: Seating, by: User | None, at: datetime | None = None) -> Seating:
    """A person says that these are the teams. Raises Frozen."""
    found = hold_seating(seating, at)
    found.approved_at, found.approved_by = timezone.now(), by
    found.save(update_fields=["approved_at", "approved_by"])
    record_event(by=by, action="teams.use", thing=found)
    return found
