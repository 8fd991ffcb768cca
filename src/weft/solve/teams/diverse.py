"""The most different groups there can be: maximally diverse grouping, one round and nothing else to heed.

The sum of distances within groups, as great as can be found: annealing with a matrix of what each person adds to each
group (Gallego, Laguna, Martí and Duarte 2013, Journal of the Operational Research Society 64, p. 724).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from weft.solve.compiling import compiled
from weft.solve.errors import Impossible, NotAChoice, WrongShape
from weft.solve.teams.kernels import draw, taken
from weft.solve.teams.problem import Floats, Numbers

STEPS_A_SECOND = 70_000_000  # of one core of 2026
STARTS = 2  # searches, each from another beginning
HOT, COLD = 2.0, 0.1  # temperature at start and end, of how far distances vary
MOVES = 0.3  # of all changes tried, where groups may differ in size


@dataclass(frozen=True)
class Groups:
    """The group of each person, (n_people,), and the sum of distances within groups; no bound is known."""

    group: Numbers
    diversity: float
    seed: int


class Cooling(NamedTuple):
    """Temperature at start and end, share of moves, and how many changes are tried."""

    start: float
    end: float
    moves: float
    steps: int


def diversest_groups(
    distance: Floats, smallest: Numbers, largest: Numbers, *, seed: int, seconds: float = 1.0
) -> Groups:
    """Groups of bounded sizes whose people differ as much as can be.

    Args: distance (n_people, n_people), symmetric, 0 on the diagonal; smallest, largest (n_groups,) people a group;
    seconds are turned into steps, so the answer depends on the seed and not on the machine.
    Raises: WrongShape, NotAChoice, Impossible (sizes do not add up).
    """
    people = _checked(distance, smallest, largest, seconds)
    random = np.array([np.random.default_rng(seed).integers(1, 2**32)], np.int64)
    bounds = np.stack([smallest, largest]).astype(np.int64)
    spread = _spread(distance)
    steps = max(int(seconds * STEPS_A_SECOND / STARTS), 100)
    moves = 0.0 if people in (smallest.sum(), largest.sum()) else MOVES
    heat = Cooling(HOT * spread, COLD * spread, moves, steps)
    best, most = np.zeros(people, np.int64), -np.inf
    for start in range(STARTS):
        group = _first_groups(bounds, people, seed + start)
        search(group, np.ascontiguousarray(distance, np.float64), bounds, random, heat)
        found = diversity_of(distance, group)
        if found > most:
            best, most = group, found
    return Groups(best, most, seed)


def _spread(distance: Floats) -> float:
    """How far distances vary beyond some people being far from everybody: what a change can gain."""
    own = distance.mean(axis=0)
    beyond = distance - own - own[:, None] + own.mean()
    return float(beyond.std()) or 1.0


def diversity_of(distance: Floats, group: Numbers) -> float:
    """The sum of distances within groups."""
    return float(distance[group[:, None] == group].sum() / 2)


def _checked(distance: Floats, smallest: Numbers, largest: Numbers, seconds: float) -> int:
    people = distance.shape[0]
    if distance.shape != (people, people) or not people or smallest.shape != largest.shape:
        raise WrongShape("Distances are people by people, and every group has a smallest and a largest size.")
    if not seconds > 0 or not np.array_equal(distance, distance.T) or np.diagonal(distance).any():
        raise NotAChoice("Seconds are above 0; distances the same both ways, and 0 to oneself.")
    if not smallest.sum() <= people <= largest.sum() or (smallest > largest).any():
        because = (
            f"Sizes do not add up: {smallest.size} groups hold {smallest.sum()} to {largest.sum()} people."
        )
        raise Impossible(because, (because,))
    return int(people)


def _first_groups(bounds: Numbers, people: int, seed: int) -> Numbers:
    """Everybody in some group: the smallest sizes first, the rest wherever there is room."""
    room = np.repeat(np.arange(bounds.shape[1]), bounds[1] - bounds[0])
    order = np.random.default_rng(seed)
    least = np.repeat(np.arange(bounds.shape[1]), bounds[0])
    return order.permutation(np.concatenate([least, order.permutation(room)[: people - least.size]])).astype(
        np.int64
    )


@compiled
def added(distance: Floats, group: Numbers, groups: int) -> Floats:
    """(n_groups, n_people) what each person's distances to each group's people sum to."""
    sums = np.zeros((groups, group.size))
    for other in range(group.size):
        for person in range(group.size):
            sums[group[other], person] += distance[other, person]
    return sums


@compiled
def carry(sums: Floats, distance: Floats, person: int, left: int, to: int) -> None:
    """Keep the sums when a person leaves a group for another."""
    for other in range(distance.shape[0]):
        sums[left, other] -= distance[person, other]
        sums[to, other] += distance[person, other]


@compiled
def exchange(sums: Floats, distance: Floats, at: Numbers, size: Numbers, who: tuple[int, int, int]) -> None:
    """Move one to a group; another, who is there, comes back (-1: nobody)."""
    one, other, to = who
    left = at[one]
    carry(sums, distance, one, left, to)
    at[one] = to
    if other >= 0:
        carry(sums, distance, other, to, left)
        at[other] = left
    else:
        size[left] -= 1
        size[to] += 1


@compiled
def search(group: Numbers, distance: Floats, bounds: Numbers, random: Numbers, heat: Cooling) -> float:
    """Swaps and moves, taken ever more strictly; the best groups found are left in `group`. Returns: the gain."""
    people, groups = group.size, bounds.shape[1]
    sums, size, at, best = added(distance, group, groups), np.zeros(groups, np.int64), group.copy(), group
    for person in range(people):
        size[at[person]] += 1
    warmth, cooling, moves = heat.start, (heat.end / heat.start) ** (1.0 / heat.steps), int(heat.moves * 1024)
    total = gained = 0.0
    for _ in range(heat.steps):
        warmth *= cooling
        one, other = draw(random, people), -1
        if moves and draw(random, 1024) < moves:
            to = draw(random, groups)
            if size[at[one]] <= bounds[0, at[one]] or size[to] >= bounds[1, to]:
                continue
        else:
            other = draw(random, people)
            to = at[other]
        left = at[one]
        if to == left:
            continue
        worse = sums[left, one] - sums[to, one]
        if other >= 0:
            worse += sums[to, other] - sums[left, other] + 2 * distance[one, other]
        if taken(worse, warmth, random):
            total += worse
            exchange(sums, distance, at, size, (one, other, to))
            if total < gained - 1e-7:
                gained = total
                best[:] = at
    return gained


KERNELS = (added, carry, exchange, search)
