"""The most different groups there can be: maximally diverse grouping, one round and nothing else to heed.

The sum of distances within groups, as great as can be found. Sizes begin where the most pairs are (a dynamic
programme), for a search that moves people one by one hardly ever crosses from one choice of sizes to another. Then
annealing (Kirkpatrick, Gelatt and Vecchi 1983, Science 220, p. 671) with a matrix of what each person adds to each
group (Gallego, Laguna, Martí and Duarte 2013, Journal of the Operational Research Society 64, p. 724), several times
over, between the temperature where most people can change and the one where hardly any can.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from weft.solve.errors import Impossible, NotAChoice, WrongShape
from weft.solve.teams.problem import Floats, Numbers
from weft.solve.teams.swaps import Chances, Cooling, Floor, Whole, cool, finish, settle

SECONDS_A_ROW = 140e-9, 0.95e-9  # of one core of 2026: of itself, and for each person of it
STARTS = 8  # searches, each from another beginning
MANY, FEW = 0.7, 0.01  # shares of rows that change something: where cooling begins and where it ends
HOTTEST, COLDEST, STEP = 3.0, 1e-3, 0.85  # temperatures tried for that, in spreads of distance
LOOKING = 0.1  # of all rows, to find where cooling begins and ends
CHANCES = 1 << 16  # exponential draws, of which each row takes a stretch
MOST_CHANCE = 24.0  # none of them is greater
COARSEST = 100  # whole numbers that half of all distances must at least be


@dataclass(frozen=True)
class Groups:
    """The group of each person, (n_people,), and the sum of distances within groups; no bound is known."""

    group: Numbers
    diversity: float
    seed: int


def diversest_groups(
    distance: Floats, smallest: Numbers, largest: Numbers, *, seed: int, seconds: float = 1.0
) -> Groups:
    """Groups of bounded sizes whose people differ as much as can be.

    Args: distance (n_people, n_people), symmetric, 0 on the diagonal; smallest, largest (n_groups,) people a group;
    seconds are turned into steps, so the answer depends on the seed and not on the machine; beginning takes about a
    second for 2,000 people.
    Raises: WrongShape, NotAChoice, Impossible (sizes do not add up).
    """
    people = _checked(distance, smallest, largest, seconds)
    search = _Search(distance, np.stack([smallest, largest]).astype(np.int64), seed)
    rows = max(int(seconds / (SECONDS_A_ROW[0] + SECONDS_A_ROW[1] * people)), 100 * STARTS)
    window = search.window(max(int(rows * LOOKING / 25), 20))
    for _ in range(STARTS):
        search.again(Cooling(*window, int(rows * (1 - LOOKING) / STARTS)))
    return Groups(search.best, search.most, seed)


class _Search:
    """Beginnings drawn from one seed, and the best groups any of them led to."""

    def __init__(self, distance: Floats, bounds: Numbers, seed: int) -> None:
        people, groups = distance.shape[0], bounds.shape[1]
        self.distance, self.most, self.best = distance, -np.inf, np.zeros(people, np.int64)
        self.drawn = np.random.default_rng(seed)
        self.state = np.array([self.drawn.integers(1, 2**32)], np.int64)
        self.places = np.repeat(np.arange(groups), sizes_with_most_pairs(bounds, people)).astype(np.int32)
        self.chance = _chances(people + groups)
        spread = _spread(distance)
        scale = _scale(distance, spread)
        self.spread = spread * scale
        self.floor = Floor(
            np.ascontiguousarray(np.rint(distance * scale), np.int32), bounds, self.places.copy(),
            np.zeros(groups, np.int64), np.zeros((groups, people), np.int32), np.zeros(people, np.int32),
            np.zeros(groups, np.int32),
        )  # fmt: skip

    def window(self, rows: int) -> tuple[float, float]:
        """The temperatures where rows begin to freeze and where they are frozen, from pieces of so many rows."""
        hot, warmth = 0.0, HOTTEST * self.spread
        self._begin()
        while True:
            share = self._cool(Cooling(warmth, warmth * STEP, rows)) / rows
            hot = hot or (warmth if share < MANY else 0.0)
            warmth *= STEP
            if share < FEW or warmth < COLDEST * self.spread:
                self._keep()
                return hot or HOTTEST * self.spread, warmth

    def again(self, cooling: Cooling) -> None:
        """From another beginning, cooled once."""
        self._begin()
        self._cool(cooling)
        self._keep()

    def _begin(self) -> None:
        self.floor.at[:] = self.drawn.permutation(self.places)

    def _cool(self, cooling: Cooling) -> int:
        """Leaves the best groups of this piece on the floor. Returns: how many changes were made."""
        settle(self.floor)
        best = self.floor.at.copy()
        changes = cool(self.floor, best, self.state, self.chance, cooling)
        self.floor.at[:] = best
        return int(changes)

    def _keep(self) -> None:
        finish(self.floor, self.chance)
        found = diversity_of(self.distance, self.floor.at)
        if found > self.most:
            self.most, self.best = found, self.floor.at.astype(np.int64)


@lru_cache(maxsize=4)
def _chances(at_once: int) -> Chances:
    """Exponential draws, more of them than any row takes; always the same."""
    drawn = np.random.default_rng(CHANCES).exponential(size=CHANCES + 2 * at_once)
    return np.minimum(drawn, MOST_CHANCE).astype(np.float32)


def sizes_with_most_pairs(bounds: Numbers, people: int) -> Numbers:
    """Sizes within (2, n_groups) bounds that hold so many people and as many pairs as can be, (n_groups,).

    The more pairs, the greater the sum of distances, whoever they are; by dynamic programming over groups.
    """
    groups = bounds.shape[1]
    most = np.full((groups + 1, people + 1), -1, np.int64)
    taken = np.zeros((groups + 1, people + 1), np.int64)
    most[0, 0] = 0
    for group in range(groups):
        for size in range(bounds[0, group], min(bounds[1, group], people) + 1):
            before = most[group, : people + 1 - size]
            pairs = np.where(before < 0, -1, before + size * size)
            better = np.flatnonzero(pairs > most[group + 1, size:]) + size
            most[group + 1, better], taken[group + 1, better] = pairs[better - size], size
    sizes, left = np.zeros(groups, np.int64), people
    for group in range(groups, 0, -1):
        sizes[group - 1] = taken[group, left]
        left -= sizes[group - 1]
    return sizes


def _scale(distance: Floats, spread: float) -> float:
    """How many whole numbers are a distance of one: as many as leave any gain and its chance within 32 bits.

    Raises: NotAChoice where most distances would then be next to nothing.
    """
    scale = 2**30 / float(4 * distance.sum(axis=0).max() + MOST_CHANCE * HOTTEST * spread)
    scale = float(np.floor(scale)) if scale >= 1 else scale
    if distance.any() and np.median(distance[distance > 0]) * scale < COARSEST:
        raise NotAChoice(
            "Some distances are so great that all others vanish beside them: measure on one scale."
        )
    return scale


def _spread(distance: Floats) -> float:
    """How far distances vary beyond some people being far from everybody: what a change can gain."""
    own = distance.mean(axis=0)
    beyond = distance - own - own[:, None] + own.mean()
    return float(beyond.std()) or 1.0


def diversity_of(distance: Floats, group: Numbers | Whole) -> float:
    """The sum of distances within groups."""
    return float(distance[group[:, None] == group].sum() / 2)


def _checked(distance: Floats, smallest: Numbers, largest: Numbers, seconds: float) -> int:
    people = distance.shape[0]
    if distance.shape != (people, people) or not people or smallest.shape != largest.shape:
        raise WrongShape("Distances are people by people, and every group has a smallest and a largest size.")
    if not seconds > 0 or not (np.isfinite(distance) & (distance >= 0)).all() or (smallest < 0).any():
        raise NotAChoice("Seconds are above 0; distances and sizes are numbers from 0 on.")
    if not np.array_equal(distance, distance.T) or np.diagonal(distance).any():
        raise NotAChoice("Distances are the same both ways, and 0 to oneself.")
    if not smallest.sum() <= people <= largest.sum() or (smallest > largest).any():
        because = (
            f"Sizes do not add up: {smallest.size} groups hold {smallest.sum()} to {largest.sum()} people."
        )
        raise Impossible(because, (because,))
    return int(people)
