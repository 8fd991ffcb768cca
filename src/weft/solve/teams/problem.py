"""What is asked for: who comes, to which tables, in how many rounds, and on which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from weft.solve.errors import NotAChoice, WrongShape

Numbers = NDArray[np.int64]
Truths = NDArray[np.bool_]
Floats = NDArray[np.float64]

UNKNOWN = -1  # a trait nobody told us: it counts nowhere


MOST_WORTH = 10


def _none() -> Numbers:
    return np.zeros((0, 0), np.int64)


@dataclass(frozen=True)
class Problem:
    """People to be seated at tables, once a round.

    people, rounds: how many. smallest, largest: (n_tables,) people a table must and may hold.
    traits: (n_people, n_traits) codes from 0, -1 unknown; each level is spread evenly.
    no_isolates: (n_traits,) where somebody of a small level should not be the only one at a table; empty: nowhere.
    together: people kept together in every round. apart: pairs who never share a table.
    fits: (n_people, n_tables) where a table meets a person's access needs; empty: everywhere.
    fixed: (round, person) -> table. met: (n_people, n_people) pairs who met at earlier events; empty: none.
    distance: (n_people, n_people) how different two people are; empty: not asked for.
    uneven_worth: 0, evenness comes strictly before repeats; else how many repeats one person off is worth.
    """

    people: int
    smallest: Numbers
    largest: Numbers
    rounds: int = 1
    traits: Numbers = field(default_factory=_none)
    no_isolates: Truths = field(default_factory=lambda: np.zeros(0, np.bool_))
    together: tuple[tuple[int, ...], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    fits: Truths = field(default_factory=lambda: np.zeros((0, 0), np.bool_))
    fixed: Mapping[tuple[int, int], int] = field(default_factory=dict)
    met: Truths = field(default_factory=lambda: np.zeros((0, 0), np.bool_))
    distance: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    uneven_worth: float = 0.0

    def __post_init__(self) -> None:
        _check_counts(self)
        square = (self.people, self.people)
        for name, found, shape in (
            ("Earlier meetings", self.met.shape, square),
            ("Distances", self.distance.shape, square),
            ("Access", self.fits.shape, (self.people, self.tables)),
        ):
            if found not in ((0, 0), shape):
                raise WrongShape(f"{name} are {found}; they must be {shape}.")
        _check_traits(self)
        _check_named(self)

    @property
    def tables(self) -> int:
        return self.smallest.size

    @property
    def is_mixed(self) -> bool:
        """Whether there is a trait to mix on."""
        return self.traits.size > 0


def _check_counts(problem: Problem) -> None:
    if problem.people < 1 or problem.rounds < 1:
        raise NotAChoice("There must be at least one person and one round.")
    if not 0 <= problem.uneven_worth <= MOST_WORTH:
        raise NotAChoice(f"uneven_worth is a number of repeats from 0 to {MOST_WORTH}.")
    if problem.smallest.shape != problem.largest.shape or problem.smallest.ndim != 1:
        raise WrongShape("smallest and largest give one number a table.")
    if not problem.tables or problem.smallest.min() < 0 or (problem.largest < problem.smallest).any():
        raise NotAChoice("A table holds from `smallest` (0 or more) to `largest` people, and there is one.")


def _check_traits(problem: Problem) -> None:
    if not problem.is_mixed:
        return
    if problem.traits.ndim != 2 or problem.traits.shape[0] != problem.people:
        raise WrongShape(f"Traits are {problem.traits.shape} for {problem.people} people.")
    if problem.no_isolates.size not in (0, problem.traits.shape[1]):
        raise WrongShape(f"{problem.no_isolates.size} no_isolates for {problem.traits.shape[1]} traits.")
    if problem.traits.min() < UNKNOWN:
        raise NotAChoice("A trait is a code from 0, or -1 where it is not known.")


def _check_named(problem: Problem) -> None:
    """Whether every person, table and round named in a condition exists."""
    named = {one for unit in problem.together for one in unit} | {
        one for pair in problem.apart for one in pair
    }
    named |= {person for _, person in problem.fixed}
    if any(not 0 <= one < problem.people for one in named):
        raise NotAChoice(f"People are numbered from 0 to {problem.people - 1}.")
    for (number, _), table in problem.fixed.items():
        if not (0 <= number < problem.rounds and 0 <= table < problem.tables):
            raise NotAChoice("A fixed seat names a round or a table there is not.")


def tables_of(people: int, smallest: int, largest: int) -> tuple[Numbers, Numbers]:
    """The fewest tables of `smallest` to `largest` that hold everybody: two arrays for Problem.

    Raises: NotAChoice where the bounds are not in order. Whether people fit is said by make_teams.
    """
    if not 1 <= smallest <= largest:
        raise NotAChoice("A table holds from `smallest` (1 or more) to `largest` people.")
    tables = max(1, -(-people // largest))
    return np.full(tables, smallest, np.int64), np.full(tables, largest, np.int64)


def gower(traits: Numbers, measures: Floats | None = None) -> Floats:
    """How different each two people are, from 0 (alike) to 1: the mean over what is known of both.

    A trait adds 1 where it differs; a measured value adds |x - y| over its range. Nothing known of both: 0.
    Args: traits (n_people, n_traits) codes, -1 unknown; measures (n_people, n_measures), NaN unknown.
    Returns: (n_people, n_people). Source: Gower 1971, Biometrics 27, p. 859.
    """
    size = traits.shape[0]
    total, known = np.zeros((size, size)), np.zeros((size, size))
    for code in traits.T:
        both = (code[:, None] >= 0) & (code[None, :] >= 0)
        total += both & (code[:, None] != code[None, :])
        known += both
    for value in () if measures is None else measures.T:
        gap = np.abs(value[:, None] - value[None, :])
        both, widest = ~np.isnan(gap), float(np.nanmax(gap, initial=0.0))
        total += np.where(both, gap, 0.0) / (widest or 1.0)
        known += both
    return np.asarray(total / np.maximum(known, 1))
