"""The most different groups: against every grouping there is, and refusals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solve.teams.make import as_plain_python
from weft.solve.errors import Impossible, NotAChoice, WrongShape
from weft.solve.teams.diverse import diversest_groups, diversity_of

QUICK = 0.0001


def _distance(values: list[int], people: int = 6) -> np.ndarray:
    table = np.zeros((people, people))
    table[np.triu_indices(people, 1)] = values
    return table + table.T


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.integers(0, 9), min_size=15, max_size=15),
    st.sampled_from([([2, 2], [4, 4]), ([3, 3], [3, 3])]),
)
def test_no_groups_are_more_different(values: list[int], bounds: tuple[list[int], list[int]]) -> None:
    distance, (low, high) = _distance(values), map(np.array, bounds)
    found = diversest_groups(distance, low, high, seed=1, seconds=QUICK)
    sizes = [np.bincount(one, minlength=2) for one in product((0, 1), repeat=6)]
    allowed = [
        np.array(one)
        for one, size in zip(product((0, 1), repeat=6), sizes, strict=True)
        if (size >= low).all() and (size <= high).all()
    ]
    assert found.diversity == max(diversity_of(distance, one) for one in allowed)


def test_plain_python_finds_the_same_groups() -> None:
    distance = _distance(list(range(15)))
    bounds = np.array([1, 2]), np.array([4, 4])
    compiled = diversest_groups(distance, *bounds, seed=2, seconds=QUICK)
    with as_plain_python():
        plain = diversest_groups(distance, *bounds, seed=2, seconds=QUICK)
    assert plain.group.tolist() == compiled.group.tolist()


def test_groups_that_cannot_be_are_refused() -> None:
    two = np.array([2, 2])
    with pytest.raises(Impossible, match="2 groups hold 4 to 4 people"):
        diversest_groups(_distance([1] * 15), two, two, seed=1)
    with pytest.raises(WrongShape, match="people by people"):
        diversest_groups(np.zeros((2, 3)), two, two, seed=1)
    with pytest.raises(NotAChoice, match="the same both ways"):
        diversest_groups(np.triu(np.ones((4, 4)), 1), two, two, seed=1)
