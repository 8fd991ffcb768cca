"""Changes by hand: move somebody, lock a team, wish people together or apart."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.teams import making
from weft.gather.teams.actions.keeping import current_seats, hold_seating, keep
from weft.gather.teams.errors import LockedTeam, NotASeat, TooMany
from weft.gather.teams.models import Seating
from weft.gather.teams.problem import company_of
from weft.gather.teams.who import sitters
from weft.record.actions import record_event
from weft.record.deciding import deciding

MOST_WISHES = 100


@transaction.atomic
def move_somebody(
    *, seating: Seating, mark: str, number: int, team: int, by: User | None, at: datetime | None = None
) -> Seating:
    """Put one booking into another team of a round. Raises Frozen, LockedTeam, NotASeat."""
    found = hold_seating(seating, at)
    people = sitters(found.session, found.roles)
    seats = current_seats(found)
    was = seats.get((mark, number))
    is_there = any(one.mark == mark for one in people)
    if found.sides or not is_there or not (1 <= number <= found.rounds and 1 <= team <= found.teams):
        raise NotASeat
    if [number, team] in found.locked or [number, was] in found.locked:
        raise LockedTeam
    seats[mark, number] = team
    with deciding(f"teams of {found.session.public_id}"):
        made = making.judged(found, company_of(people, found), seats)
    keep(found, made, people, moved=[])
    record_event(by=by, action="teams.move", thing=found, after={"round": number, "team": team})
    return found


@transaction.atomic
def lock_team(
    *, seating: Seating, number: int, team: int, locked: bool, by: User | None, at: datetime | None = None
) -> Seating:
    """Nobody is moved into or out of a locked team, or may be again. Raises Frozen, NotASeat."""
    found = hold_seating(seating, at)
    if found.sides or not (1 <= number <= found.rounds and 1 <= team <= found.teams):
        raise NotASeat
    others = [one for one in found.locked if one != [number, team]]
    found.locked = sorted([*others, [number, team]] if locked else others)
    found.save(update_fields=["locked"])
    action = "teams.lock" if locked else "teams.unlock"
    record_event(by=by, action=action, thing=found, after={"round": number, "team": team})
    return found


@transaction.atomic
def wish(
    *, seating: Seating, marks: Sequence[str], together: bool, by: User | None, at: datetime | None = None
) -> Seating:
    """Keep two people together or apart from now on; the next making follows it. No reason is asked for or kept.

    Raises Frozen, NotASeat, TooMany.
    """
    found = hold_seating(seating, at)
    pair = sorted(set(marks))
    there = {one.mark for one in sitters(found.session)}
    if len(pair) != 2 or not set(pair) <= there:
        raise NotASeat
    found.together = [one for one in found.together if one != pair] + ([pair] if together else [])
    found.apart = [one for one in found.apart if one != pair] + ([] if together else [pair])
    if len(found.together) + len(found.apart) > MOST_WISHES:
        raise TooMany(f"Keep at most {MOST_WISHES} wishes. Take one away first.")
    found.save(update_fields=["together", "apart"])
    record_event(by=by, action="teams.wish", thing=found)
    return found


@transaction.atomic
def drop_wish(
    *, seating: Seating, marks: Sequence[str], by: User | None, at: datetime | None = None
) -> Seating:
    """Forget a wish about two people. Raises Frozen."""
    found, pair = hold_seating(seating, at), sorted(set(marks))
    found.together = [one for one in found.together if one != pair]
    found.apart = [one for one in found.apart if one != pair]
    found.save(update_fields=["together", "apart"])
    record_event(by=by, action="teams.wish.drop", thing=found)
    return found
