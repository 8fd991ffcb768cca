"""Speed networking: two roles meet one to one, a table each of the first role, nobody twice."""

from collections.abc import Iterable, Sequence

import numpy as np

from weft.gather.teams.making import Made, Seats, wishes_in
from weft.gather.teams.models import Seating
from weft.gather.teams.problem import blocked_pairs
from weft.gather.teams.who import Sitter
from weft.record.deciding import deciding
from weft.solve.pairs import Numbers
from weft.solve.rounds import Wishes, timetable


def new_meetings(seating: Seating, people: Sequence[Sitter]) -> Made:
    """Every round at once: the most meetings there can be."""
    return meetings_again(seating, people, {}, held=0)


def meetings_again(seating: Seating, people: Sequence[Sitter], before: Seats, *, held: int) -> Made:
    """The rounds still to come, for those who are there: nobody meets again whom they met in a round already held, and
    as many of the planned meetings as possible stay."""
    with deciding(f"meetings of {seating.session.public_id}"):
        hosts = [one.mark for one in people if one.booking.role == seating.sides[0]]
        guests = [one.mark for one in people if one.booking.role == seating.sides[1]]
        tables = _tables(hosts, before)
        kept = {key: team for key, team in before.items() if key[1] <= held}
        planned = {key: team for key, team in before.items() if key[1] > held}
        gain = _among(pairs_of(planned), hosts, guests).astype(np.int64)
        for one, other in [*wishes_in(seating).apart, *blocked_pairs(people)]:
            gain[_where((one, other), hosts, guests)] = -1
        seats = dict(kept)
        if held < seating.rounds:
            wanted = Wishes(gain, seating.rounds - held, _among(pairs_of(kept), hosts, guests))
            seats |= _seats(timetable(wanted).partner, (hosts, guests), tables, held)
        return Made(seats, {"bookings": len(people), "meetings": len(pairs_of(seats))})


def _tables(hosts: Sequence[str], before: Seats) -> dict[str, int]:
    """The table of each host: their own of before, else the lowest that is free."""
    own = {mark: team for (mark, _), team in before.items() if mark in set(hosts)}
    free = iter(n for n in range(1, len(hosts) + len(own) + 1) if n not in set(own.values()))
    return {mark: own.get(mark) or next(free) for mark in hosts}


def pairs_of(seats: Seats) -> set[frozenset[str]]:
    """Who meets whom in some round."""
    at: dict[tuple[int, int], set[str]] = {}
    for (mark, number), team in seats.items():
        at.setdefault((number, team), set()).add(mark)
    return {frozenset(pair) for pair in at.values() if len(pair) == 2}


def _among(pairs: Iterable[frozenset[str]], hosts: Sequence[str], guests: Sequence[str]) -> np.ndarray:
    found = np.zeros((len(hosts), len(guests)), np.bool_)
    for pair in pairs:
        found[_where(tuple(pair), hosts, guests)] = True
    return found


def _where(pair: Sequence[str], hosts: Sequence[str], guests: Sequence[str]) -> tuple[list[int], list[int]]:
    """The cell of a pair, empty where one of them is not there or both are of one side."""
    left = [n for n, mark in enumerate(hosts) if mark in pair]
    right = [n for n, mark in enumerate(guests) if mark in pair]
    return (left, right) if left and right else ([], [])


def _seats(
    partner: Numbers, sides: tuple[Sequence[str], Sequence[str]], tables: dict[str, int], held: int
) -> Seats:
    hosts, guests = sides
    seats: Seats = {}
    for number, row in enumerate(partner, start=held + 1):
        for one, other in enumerate(row):
            seats[hosts[one], number] = tables[hosts[one]]
            if other >= 0:
                seats[guests[int(other)], number] = tables[hosts[one]]
    return seats
