"""Teams through the page: 150 people in 25 teams, and 40 by 40 in 8 rounds, in processor seconds of the request.

    OMP_NUM_THREADS=1 python -m pytest tests/gather/teams/test_pages.py -k "150 or 40" -q -s

The tests time the page itself and fail over two seconds; this module prints the search alone, first and second time.

    OMP_NUM_THREADS=1 PYTHONPATH=src:. python -m tests.bench.teams
"""

from __future__ import annotations

import time

import numpy as np

from weft.solve.rounds import Wishes, timetable
from weft.solve.teams import Problem, make_teams, reseat


def party(people: int, teams: int, rounds: int) -> Problem:
    """Two traits of three and eight levels; a fifth of the people said nothing."""
    draw = np.random.default_rng(1)
    traits = np.stack([draw.integers(0, 3, people), draw.integers(0, 8, people)], 1).astype(np.int64)
    traits[draw.random((people, 2)) < 0.2] = -1
    sizes = [np.full(teams, size, np.int64) for size in (people // teams, -(-people // teams))]
    return Problem(people, sizes[0], sizes[1], rounds=rounds, traits=traits, no_isolates=np.ones(2, np.bool_))


def main() -> None:
    for people, teams, rounds in ((150, 25, 1), (150, 25, 1), (150, 25, 4)):
        asked = party(people, teams, rounds)
        start = time.process_time()
        made = make_teams(asked, seed=1)
        spent = time.process_time() - start
        print(f"{people} people, {teams} teams, {rounds} rounds: {spent:.2f} s, {made.value}")
    start = time.process_time()
    reseat(party(150, 25, 1), made.table[:1], seed=1)
    print(f"made right again: {time.process_time() - start:.2f} s")
    start = time.process_time()
    found = timetable(Wishes(np.zeros((40, 40), np.int64), 8))
    print(f"40 by 40 in 8 rounds: {found.meetings} meetings, {time.process_time() - start:.3f} s")


if __name__ == "__main__":
    main()
