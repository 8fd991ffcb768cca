"""What a seating is worth, level by level, the least each level could be, and whose wish could not be met and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from weft.solve.teams.pricing import Asked, even_shares
from weft.solve.teams.problem import Floats, Numbers

LEVELS = ("hard", "isolates", "moves", "evenness", "repeats", "diversity")


@dataclass(frozen=True)
class Value:
    """A seating's worth; of two, the one with less in the first level where they differ is the better.

    hard: broken conditions. isolates: tables where one of a small level is alone. moves: people not where they were.
    evenness: people above or below the even share, over rounds, tables and levels. repeats: meetings of pairs who met
    before, in an earlier round or event. diversity: sum of distances at tables; the only one where more is better.
    """

    hard: int
    isolates: int
    moves: int
    evenness: int
    repeats: int
    diversity: float

    def order(self, uneven_worth: float = 0.0) -> tuple[float, ...]:
        """What to compare two seatings by: less is better. With a worth, evenness and repeats are one level."""
        middle = (self.evenness, self.repeats)
        if uneven_worth:
            middle = (self.evenness * uneven_worth + self.repeats, self.repeats)  # type: ignore[assignment]
        return (self.hard, self.isolates, self.moves, *middle, -round(self.diversity, 6))


class Why(StrEnum):
    """Why a wish was not met."""

    ONLY_ONE = "only-one"  # nobody else is of this level
    NOT_FOUND = "not-found"  # it may be possible; no such seating was found
    SIZE = "size"
    APART = "apart"
    CLOSED = "closed"  # an access need or a fixed seat


@dataclass(frozen=True)
class Unmet:
    """A broken condition or somebody alone. trait and code say of which level, -1 where it is not about one."""

    round: int
    table: int
    people: tuple[int, ...]
    why: Why
    trait: int = -1
    code: int = -1


@dataclass(frozen=True)
class Teams:
    """Where everybody sits, (rounds, n_people), and what it is worth.

    bound: no seating is better than this, level by level (diversity: at most, an infinity where it is asked for).
    """

    table: Numbers
    value: Value
    bound: Value
    unmet: tuple[Unmet, ...]
    seed: int

    @property
    def is_sound(self) -> bool:
        """Whether every hard condition holds."""
        return self.value.hard == 0

    @property
    def proved(self) -> tuple[str, ...]:
        """The levels that are certainly the best possible: those at their bound, as far as all above are too."""
        names = []
        for name in LEVELS:
            if getattr(self.value, name) != getattr(self.bound, name):
                break
            names.append(name)
        return tuple(names)


def _sizes(asked: Asked, table: Numbers) -> Numbers:
    return np.stack([np.bincount(one, minlength=asked.problem.tables) for one in table])


def _counts(asked: Asked, table: Numbers) -> Numbers:
    """(rounds, n_tables, n_levels)."""
    at = (table[:, None, :] == np.arange(asked.problem.tables)[None, :, None]).astype(np.int64)
    return np.asarray(at @ asked.levels.member)


def _times(asked: Asked, table: Numbers) -> Numbers:
    """(n_people, n_people) rounds two people share a table; 0 for people kept together and for oneself."""
    times = (table[:, :, None] == table[:, None, :]).sum(axis=0)
    return np.where(asked.unit[:, None] == asked.unit, 0, times)


def value_of(asked: Asked, table: Numbers) -> Value:
    """The worth of a seating (rounds, n_people), counted afresh."""
    problem, sizes, counts = asked.problem, _sizes(asked, table), _counts(asked, table)
    off = np.maximum(problem.smallest - sizes, 0) + np.maximum(sizes - problem.largest, 0)
    rounds = np.arange(problem.rounds)[:, None]
    closed = asked.closed[rounds, asked.unit[None, :], table]
    broken = closed[:, np.unique(asked.unit, return_index=True)[1]].sum() + off.sum()
    times = _times(asked, table)
    broken += (asked.apart * _between_units(asked, table)).sum() // 2
    low, high = even_shares(asked.levels, problem.people, sizes)
    uneven = np.maximum(low - counts, 0) + np.maximum(counts - high, 0)
    moved = (asked.before >= 0) & (asked.before != table) if asked.before.size else np.zeros(1)
    return Value(
        int(broken),
        int(((counts == 1) & asked.levels.is_small).sum()),
        int(moved.sum()),
        int(uneven.sum()),
        _repeats(asked, times),
        float((problem.distance * times).sum() / 2) if problem.distance.size else 0.0,
    )


def _between_units(asked: Asked, table: Numbers) -> Floats:
    first = table[:, np.unique(asked.unit, return_index=True)[1]]
    return np.asarray((first[:, :, None] == first[:, None, :]).sum(axis=0), np.float64)


def _repeats(asked: Asked, times: Numbers) -> int:
    met = asked.problem.met if asked.problem.met.size else np.zeros_like(times, np.bool_)
    return int(np.where(met, times, np.maximum(times - 1, 0)).sum()) // 2


def bound_of(asked: Asked) -> Value:
    """The least each level can be, whatever the seating (each by itself; 0 where nothing better is known)."""
    problem, levels = asked.problem, asked.levels
    alone = int((levels.is_small & (levels.total == 1)).sum())
    if problem.largest.max() == 1:
        alone = int(levels.total[levels.is_small].sum())
    most = even_shares(levels, problem.people, problem.largest)[1].max(axis=0, initial=0)
    crowded = np.maximum(asked.member @ levels.member - most, 0).sum()
    diversity = float("inf") if problem.distance.size else 0.0
    return Value(
        0,
        problem.rounds * alone,
        0,
        problem.rounds * int(crowded),
        _fewest_repeats(asked),
        diversity,
    )


def _fewest_repeats(asked: Asked) -> int:
    """Repeats no seating avoids: more meetings than there are pairs, and tables larger than there are tables to come
    from (people of a full table sat at one of G tables a round before, so some sat together)."""
    problem = asked.problem
    sizes = _most_level_sizes(problem.people, problem.smallest, problem.largest)
    inside = int((np.bincount(asked.unit) * (np.bincount(asked.unit) - 1) // 2).sum())
    meetings = problem.rounds * (int((sizes * (sizes - 1) // 2).sum()) - inside)
    pairs = problem.people * (problem.people - 1) // 2 - inside
    if problem.met.size:
        strangers = ~problem.met & (asked.unit[:, None] != asked.unit)
        pairs = int(np.triu(strangers, 1).sum())
    whole, rest = np.divmod(sizes, problem.tables)
    again = (rest * (whole + 1) * whole // 2 + (problem.tables - rest) * whole * (whole - 1) // 2).sum()
    return max(0, meetings - pairs, (problem.rounds - 1) * (int(again) - inside))


def _most_level_sizes(people: int, smallest: Numbers, largest: Numbers) -> Numbers:
    """Sizes within their bounds as level as can be: they make the fewest pairs."""
    sizes = smallest.copy()
    for _ in range(people - int(smallest.sum())):
        room = np.where(sizes < largest, sizes, np.iinfo(np.int64).max)
        sizes[np.argmin(room)] += 1
    return sizes


def unmet_of(asked: Asked, table: Numbers) -> tuple[Unmet, ...]:
    """Every broken condition and everybody alone, in order of round and table."""
    found = [*_broken(asked, table)]
    for number, at, k in np.argwhere((_counts(asked, table) == 1) & asked.levels.is_small):
        who = np.flatnonzero((table[number] == at) & (asked.levels.member[:, k] > 0))
        why = Why.ONLY_ONE if asked.levels.total[k] == 1 else Why.NOT_FOUND
        level = int(asked.levels.trait[k]), int(asked.levels.code[k])
        found.append(Unmet(int(number), int(at), (int(who[0]),), why, *level))
    return tuple(sorted(found, key=lambda one: (one.round, one.table, one.why, one.people)))


def _broken(asked: Asked, table: Numbers) -> list[Unmet]:
    problem, sizes = asked.problem, _sizes(asked, table)
    found = []
    for number, at in np.argwhere((sizes < problem.smallest) | (sizes > problem.largest)):
        people = np.flatnonzero(table[number] == at)
        found.append(Unmet(int(number), int(at), tuple(people.tolist()), Why.SIZE))
    for number, seats in enumerate(table):
        found += [
            Unmet(number, int(seats[one]), (one, other), Why.APART)
            for one, other in problem.apart
            if seats[one] == seats[other]
        ]
        closed = asked.closed[number, asked.unit, seats]
        found += [Unmet(number, int(seats[one]), (int(one),), Why.CLOSED) for one in np.flatnonzero(closed)]
    return found
