"""What each level of the order costs: one set of prices for the search, one that keeps the order strictly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from weft.solve.teams.conditions import seats_closed, units_apart, units_of
from weft.solve.teams.kernels import Prices
from weft.solve.teams.problem import Floats, Numbers, Problem, Truths


@dataclass(frozen=True)
class Weights:
    """The price of one of each: a broken condition, somebody alone, a move, one off the even share, a repeat, and
    the gain of a pair as different as can be."""

    hard: float
    isolates: float
    moves: float
    evenness: float
    repeats: float
    diversity: float


SEARCH = Weights(hard=400.0, isolates=60.0, moves=30.0, evenness=12.0, repeats=1.0, diversity=0.05)
# No change of one level, times its price, reaches the price of the level above: a change moves at most three people.
STRICT = Weights(*(float(2**power) for power in (40, 32, 24, 16, 8, 0)))
EXACT = 256  # a difference in distance is kept to this part of the widest, so that sums of prices stay exact


def search_weights(problem: Problem) -> Weights:
    """Prices for the search; evenness at its worth in repeats where one was given."""
    return replace(SEARCH, evenness=problem.uneven_worth) if problem.uneven_worth else SEARCH


def strict_weights(problem: Problem) -> Weights:
    """Prices that keep the order."""
    if not problem.uneven_worth:
        return STRICT
    return replace(STRICT, evenness=STRICT.repeats * problem.uneven_worth)


@dataclass(frozen=True)
class Levels:
    """The levels of all traits side by side, those of one trait after another; only levels somebody has.

    member: (n_people, n_levels). trait, code, total: (n_levels,) which trait and code, and how many people.
    is_small: (n_levels,) where somebody should not be the only one at a table.
    """

    member: Numbers
    trait: Numbers
    code: Numbers
    total: Numbers
    is_small: Truths


def levels_of(problem: Problem) -> Levels:
    """Every level of every trait. A level is small if there are not two of it for every table."""
    pairs = [
        (t, int(code)) for t, column in enumerate(problem.traits.T) for code in np.unique(column) if code >= 0
    ]
    trait, code = (np.array([pair[i] for pair in pairs], np.int64) for i in (0, 1))
    member = np.zeros((problem.people, len(pairs)), np.int64)
    for k, (t, level) in enumerate(pairs):
        member[:, k] = problem.traits[:, t] == level
    total = member.sum(axis=0)
    asked = problem.no_isolates[trait] if problem.no_isolates.size else np.zeros(len(pairs), np.bool_)
    return Levels(member, trait, code, total, asked & (total < 2 * problem.tables))


@dataclass(frozen=True)
class Asked:
    """A problem worked up: its units, levels and what is closed. before: (rounds, n_people) seats to keep, -1 none."""

    problem: Problem
    before: Numbers

    @cached_property
    def unit(self) -> Numbers:
        return units_of(self.problem)

    @cached_property
    def levels(self) -> Levels:
        return levels_of(self.problem)

    @cached_property
    def closed(self) -> Truths:
        return seats_closed(self.problem, self.unit)

    @cached_property
    def apart(self) -> Truths:
        return units_apart(self.problem, self.unit)

    @cached_property
    def member(self) -> Floats:
        """(n_units, n_people) who belongs to which unit."""
        return np.asarray(self.unit == np.arange(int(self.unit.max()) + 1)[:, None], np.float64)

    @property
    def most(self) -> int:
        """People at a table beyond which nothing is worked out."""
        return 2 * int(self.problem.largest.max())


def even_shares(levels: Levels, people: int, sizes: Numbers) -> tuple[Numbers, Numbers]:
    """The fewest and most of each level that are even at tables of given sizes: the share rounded down and up.

    A small level that must not be alone is even with none, two, or three where its number is odd.
    Args: sizes (...). Returns: two arrays (..., n_levels).
    """
    share = sizes[..., None] * levels.total
    low, high = share // people, -(-share // people)
    pair = np.where(levels.total > 1, 2 + levels.total % 2, 1)
    return np.where(levels.is_small, 0, low), np.where(levels.is_small, np.maximum(high, pair), high)


def prices_of(asked: Asked, weights: Weights) -> Prices:
    """The prices of every size, count, seat and meeting of a problem."""
    problem, most = asked.problem, asked.most
    people = asked.member.sum(axis=1).astype(np.int64)
    traits = (asked.member @ asked.levels.member).astype(np.int64)
    sizes = np.arange(most + 1)
    off = np.maximum(problem.smallest[:, None] - sizes, 0) + np.maximum(sizes - problem.largest[:, None], 0)
    first, again = _meetings(asked, people, weights)
    floats = (weights.hard * off, _counts(asked, weights), _seats(asked, weights), first, again)
    exact = [np.ascontiguousarray(one, np.float64) for one in floats]  # one type, so the kernels compile once
    return Prices(people, np.ascontiguousarray(traits), *exact)


def _counts(asked: Asked, weights: Weights) -> Floats:
    """(S + 1, K, S + 1): by size of the table, level, and how many of it."""
    sizes = np.arange(asked.most + 1)
    low, high = even_shares(asked.levels, asked.problem.people, sizes)
    counts = sizes[None, None, :]
    off = np.maximum(low[:, :, None] - counts, 0) + np.maximum(counts - high[:, :, None], 0)
    alone = (counts == 1) & asked.levels.is_small[None, :, None]
    return np.asarray(weights.evenness * off + weights.isolates * alone)


def _seats(asked: Asked, weights: Weights) -> Floats:
    """(R, U, G): a closed seat is a broken condition; another seat than before is a move of each who sat."""
    price: Floats = np.asarray(weights.hard * asked.closed, np.float64)
    if asked.before.size:
        tables = np.arange(asked.problem.tables)
        for number, seats in enumerate(asked.before):
            moved = (seats[:, None] >= 0) & (seats[:, None] != tables)
            price[number] += np.asarray(weights.moves * (asked.member @ moved), np.float64)
    return price


def _meetings(asked: Asked, people: Numbers, weights: Weights) -> tuple[Floats, Floats]:
    """What two units cost at one table: the first time (pairs who met earlier), and each time after (all pairs)."""
    problem, member = asked.problem, asked.member
    always = weights.hard * asked.apart
    if problem.distance.size:
        widest = float(problem.distance.max()) or 1.0
        gain = np.round(member @ problem.distance @ member.T / widest * EXACT) / EXACT
        always = always - weights.diversity * gain
    met = member @ problem.met @ member.T if problem.met.size else np.zeros_like(asked.apart, np.float64)
    again = always + weights.repeats * np.outer(people, people)
    return np.asarray(always + weights.repeats * met), np.asarray(again, np.float64)
