"""Making teams, and making them right again on the day. All of it runs inside `deciding`: an answer to the equality
questions cannot be opened from here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from weft.gather.teams import rules
from weft.gather.teams.errors import CannotHold
from weft.gather.teams.models import Seating
from weft.gather.teams.problem import Company, Wishes, blocked_pairs, company_of, problem_of, with_blocks
from weft.gather.teams.verdict import verdict_of
from weft.gather.teams.who import Sitter
from weft.record.deciding import deciding
from weft.solve.errors import Impossible
from weft.solve.pairs import Numbers
from weft.solve.teams import Teams, make_teams, reseat

Seats = dict[tuple[str, int], int]  # (mark of a booking, round from 1) -> team from 1


@dataclass(frozen=True)
class Made:
    seats: Seats
    verdict: dict[str, Any]


def wishes_in(seating: Seating) -> Wishes:
    return Wishes(tuple(map(tuple, seating.together)), tuple(map(tuple, seating.apart)))


def new_teams(seating: Seating, people: Sequence[Sitter]) -> Made:
    """Teams for everybody, over all rounds at once. Raises CannotHold."""
    with deciding(f"teams of {seating.session.public_id}"):
        company = company_of(people, seating)
        sizes = [rules.sizes_for(company.people, seating.teams, (seating.smallest, seating.largest))]
        sizes *= seating.teams

        def solve(wishes: Wishes) -> Teams:
            asked = problem_of(company, sizes, wishes, rounds=seating.rounds, alone=seating.nobody_alone)
            return make_teams(asked, seed=seating.seed, seconds=rules.SECONDS)

        found = _solved(solve, wishes_in(seating), people)
        return judged(seating, company, _seats(company, found.table))


def again(seating: Seating, people: Sequence[Sitter], before: Seats) -> Made:
    """The same teams for those who really come, round by round: locked teams stay, few others move.

    Raises CannotHold.
    """
    with deciding(f"teams of {seating.session.public_id}"):
        company, seats = company_of(people, seating), dict(before)
        marks = {one.mark for one in people}
        seats = {key: team for key, team in seats.items() if key[0] in marks}
        for number in range(1, seating.rounds + 1):
            _round_again(seating, people, seats, number)
        return judged(seating, company, seats)


def judged(seating: Seating, company: Company, seats: Seats) -> Made:
    """What these seats are worth, in numbers about teams and never about anybody. Blocks are left out of it: what was
    done for one must not be read off what could not be done."""
    return Made(seats, verdict_of(seating, company, seats, wishes_in(seating)))


def _round_again(seating: Seating, people: Sequence[Sitter], seats: Seats, number: int) -> None:
    """One round repaired in place: whoever has no seat in it gets one."""
    locked = {team for held, team in seating.locked if held == number}
    free = [team for team in range(1, seating.teams + 1) if team not in locked]
    moving = [one for one in people if seats.get((one.mark, number)) not in locked]
    if not moving:
        return
    if not free:
        raise CannotHold
    company = company_of(moving, seating)
    sizes = [rules.sizes_for(company.people, len(free), (seating.smallest, seating.largest))] * len(free)
    place = {team: at for at, team in enumerate(free)}
    before = [place.get(seats.get((one.mark, number), 0), -1) for one in moving for _ in range(one.size)]

    def solve(wishes: Wishes) -> Teams:
        asked = problem_of(company, sizes, wishes, alone=seating.nobody_alone)
        seconds = max(0.05, rules.SECONDS_AGAIN / seating.rounds)
        return reseat(asked, np.array([before], np.int64), seed=seating.seed, seconds=seconds)

    found = _solved(solve, wishes_in(seating), moving)
    for one, at in zip(moving, company.first, strict=True):
        seats[one.mark, number] = free[int(found.table[0, at])]


def _solved(solve: Callable[[Wishes], Teams], wishes: Wishes, people: Sequence[Sitter]) -> Teams:
    """With people who blocked each other apart: all of them, or as many as is possible. Raises CannotHold."""
    blocked = blocked_pairs(people)
    if (found := _tried(solve, with_blocks(wishes, blocked))) is not None:
        return found
    if (found := _tried(solve, wishes)) is None:
        raise CannotHold
    held: list[tuple[str, str]] = []
    for pair in blocked[: rules.MOST_TRIED]:  # one that cannot be kept is no reason to give up the others
        if (better := _tried(solve, with_blocks(wishes, [*held, pair]))) is not None:
            held, found = [*held, pair], better
    return found


def _tried(solve: Callable[[Wishes], Teams], wishes: Wishes) -> Teams | None:
    try:
        return solve(wishes)
    except Impossible:
        return None


def _seats(company: Company, table: Numbers) -> Seats:
    return {
        (one.mark, number + 1): int(row[at]) + 1
        for number, row in enumerate(table)
        for one, at in zip(company.sitters, company.first, strict=True)
    }


def moves_between(before: Seats, after: Seats) -> list[list[Any]]:
    """Who sits elsewhere than before: [mark, round, from, to], in order of round and team; newcomers are not moved."""
    moved = [
        [mark, number, before[mark, number], team]
        for (mark, number), team in after.items()
        if before.get((mark, number), team) != team
    ]
    return sorted(moved, key=lambda one: (one[1], one[2], one[0]))
