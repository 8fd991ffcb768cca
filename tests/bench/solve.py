"""Pairs, rounds and teams at full size: CPU seconds and what came out, beside a greedy hand and the floor of scipy.

    OMP_NUM_THREADS=1 PYTHONPATH=src:. python -m tests.bench.solve [pairs|rounds|teams|groupselect]

GroupSelect's tables are read from the folder in WEFT_SHARED_DATA; without it they are left out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import mean
from typing import TypeVar

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from tests.solve.teams.test_groupselect import TABLES, groupselect
from weft.solve.pairs import Candidates, match_pairs
from weft.solve.rounds import Wishes, timetable
from weft.solve.teams import Problem, make_teams, tables_of

Found = TypeVar("Found")
SHARED = Path(os.environ.get("WEFT_SHARED_DATA", "shared-data"))


def timed(run: Callable[[], Found]) -> tuple[float, Found]:
    start = time.process_time()
    found = run()
    return time.process_time() - start, found


def candidates(left: int, right: int, languages: int, areas: int) -> Candidates:
    """People who share a language and live in reach of each other; cost from interests."""
    draw = np.random.default_rng(left)
    speaks = draw.integers(0, languages, left)[:, None] == draw.integers(0, languages, right)
    near = np.abs(draw.integers(0, areas, left)[:, None] - draw.integers(0, areas, right)) <= 1
    return Candidates(speaks & near, draw.integers(0, 1_000, (left, right)))


def greedy(asked: Candidates) -> int:
    """How many pairs a hand makes that always takes the cheapest left."""
    left, right = np.nonzero(asked.allowed)
    free = np.ones(asked.allowed.shape[0], bool), np.ones(asked.allowed.shape[1], bool)
    pairs = 0
    for edge in np.argsort(asked.cost[left, right], kind="stable"):
        if free[0][left[edge]] and free[1][right[edge]]:
            free[0][left[edge]] = free[1][right[edge]] = False
            pairs += 1
    return pairs


def pairs() -> None:
    for size in ((41, 60, 3, 4), (5_000, 5_000, 12, 11)):
        asked = candidates(*size)
        seconds, found = timed(lambda: match_pairs(asked))  # noqa: B023
        n = asked.allowed.shape[0]
        whole = csr_array(np.where(asked.allowed, asked.cost + 1.0, 0))
        alone = csr_array((np.full(n, 1e7), (np.arange(n), np.arange(n))))

        graph = hstack([whole, alone]).tocsr()
        floor, _ = timed(lambda: min_weight_full_bipartite_matching(graph))  # noqa: B023
        print(
            f"pairs {size[0]} x {size[1]}, {int(asked.allowed.sum())} edges: {len(found.pairs)} pairs, "
            f"cost {found.cost}, {seconds:.3f} s; greedy {greedy(asked)} pairs; scipy alone {floor:.3f} s"
        )


def rounds() -> None:
    timetable(Wishes(np.arange(4).reshape(2, 2), 1))  # compiled before
    for words, gain, number in events():
        seconds, found = timed(lambda: timetable(Wishes(gain, number)))  # noqa: B023
        left, right = gain.shape
        print(
            f"rounds {left} x {right} x {number}, {words}: {found.meetings} meetings, gain {found.gain}, "
            f"{seconds:.3f} s"
        )


def events() -> Iterator[tuple[str, np.ndarray, int]]:
    for size, number in ((40, 8), (500, 15)):
        for gains, words in ((1, "all alike"), (10, "wishes 0 to 9"), (1000, "wishes 0 to 999")):
            yield words, np.random.default_rng(size).integers(0, gains, (size, size)), number
    draw = np.random.default_rng(500)
    gain = draw.integers(0, 1000, (500, 500))
    for share in (5, 2):
        yield f"0 to 999, {share} % possible", np.where(draw.random(gain.shape) < share / 100, gain, -1), 15
    yield "0 to 999", gain[:, :300], 12
    yield "0 to 999", draw.integers(0, 1000, (1000, 1000)), 20
    yield "planned before or not (0, 1)", draw.integers(0, 2, gain.shape), 15
    near = np.linalg.norm(draw.random((500, 1, 3)) - draw.random((500, 3)), axis=2)
    yield "the nearer in three traits the better", (1000 * (2 - near)).astype(np.int64), 15
    yield (
        "one's rank times the other's",
        (1000 * draw.random((500, 1)) * draw.random(500)).astype(np.int64),
        15,
    )


def teams() -> None:
    draw = np.random.default_rng(150)
    traits = np.stack([draw.integers(0, levels, 150) for levels in (2, 4, 5)], axis=1)
    cases = {
        "150 in 25": Problem(150, *tables_of(150, 6, 6), traits=traits),
        "200 in 25, conditions": event(),
    }
    for words, asked in cases.items():
        make_teams(asked, seed=1, seconds=0.001)
        seconds, found = timed(lambda: make_teams(asked, seed=1, seconds=0.5))  # noqa: B023
        print(f"teams {words}: {found.value}; proved {', '.join(found.proved)}; {seconds:.2f} s")


def event() -> Problem:
    """200 people at 25 tables of 7 to 9: families, people apart, wheelchairs, languages, an earlier event."""
    draw = np.random.default_rng(200)
    traits = np.stack([draw.choice(8, 200, p=[0.6, *[0.4 / 7] * 7]), *draw.integers(0, 4, (3, 200))], axis=1)
    fits = np.ones((200, 25), bool)
    fits[draw.choice(200, 12, replace=False), 5:] = False
    met = np.zeros((200, 200), bool)
    one, other = draw.integers(0, 200, (2, 600))
    met[one, other] = met[other, one] = True
    np.fill_diagonal(met, False)
    families = tuple((3 * i, 3 * i + 1) for i in range(15))
    apart = tuple((3 * i, 100 + i) for i in range(10))
    lonely = np.array([True, False, False, False])
    bounds = np.full(25, 7), np.full(25, 9)
    return Problem(
        200, *bounds, traits=traits, no_isolates=lonely, together=families, apart=apart, fits=fits, met=met
    )


def groups_of_groupselect() -> None:
    folder = SHARED / "groupselect"
    for people in TABLES if folder.is_dir() else ():
        asked = groupselect(people, folder)
        runs = [timed(lambda seed=seed: make_teams(asked, seed=seed, seconds=0.5)) for seed in range(1, 11)]  # type: ignore[misc]  # noqa: B023
        found = sorted(
            (one.value for _, one in runs), key=lambda one: (one.evenness + one.repeats, one.evenness)
        )
        values = [(value.evenness, value.repeats) for value in found]
        print(
            f"groupselect {people}: rival {TABLES[people][4]}; ten seeds, best {values[0]}, middle {values[5]}, worst "
            f"{values[-1]} (imbalance, repeats); {mean(seconds for seconds, _ in runs[1:]):.2f} s"
        )


PARTS = {
    "pairs": pairs,
    "rounds": rounds,
    "teams": teams,
    "groupselect": groups_of_groupselect,
}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
