"""Small problems, seatings tried one by one, and a way to run the kernels as plain Python."""

from contextlib import AbstractContextManager
from itertools import product
from typing import Any

import numpy as np

from tests.solve.plain import plain
from weft.solve.teams import Problem, Value, diverse, kernels, making, swaps
from weft.solve.teams.pricing import Asked
from weft.solve.teams.verdict import value_of

NOTHING_BEFORE = np.zeros((0, 0), np.int64)


def problem(people: int, tables: tuple[int, ...], **asked: Any) -> Problem:
    """People at tables of exact sizes; `traits` as words, a letter a person, one word a trait ("?" is unknown)."""
    if "traits" in asked:
        letters = [["abcdefg".find(one) for one in word] for word in asked["traits"]]
        asked["traits"] = np.array(letters, np.int64).T
    if "no_isolates" in asked:
        asked["no_isolates"] = np.array(asked["no_isolates"], np.bool_)
    sizes = np.array(tables, np.int64)
    return Problem(people, asked.pop("smallest", sizes), sizes, **asked)


def worth(asked: Problem, table: list[list[int]]) -> Value:
    return value_of(Asked(asked, NOTHING_BEFORE), np.array(table))


def best_of_all(asked: Problem, before: np.ndarray = NOTHING_BEFORE) -> tuple[float, ...]:
    """The order of the best seating there is, by trying every one."""
    worked = Asked(asked, before)
    units = [np.flatnonzero(worked.unit == one) for one in np.unique(worked.unit)]
    one_round = [
        one
        for one in product(range(asked.tables), repeat=asked.people)
        if all(len({one[person] for person in unit}) == 1 for unit in units)
    ]
    seatings = product(one_round, repeat=asked.rounds)
    return min(value_of(worked, np.array(one)).order(asked.uneven_worth) for one in seatings)


def as_plain_python() -> AbstractContextManager[None]:
    return plain((*kernels.KERNELS, *swaps.KERNELS), (kernels, making, diverse, swaps))
