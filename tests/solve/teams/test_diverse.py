"""The most different groups: against every grouping there is, and refusals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.solve.teams.make import as_plain_python
from weft.solve.errors import Impossible, NotAChoice, WrongShape
from weft.solve.teams.diverse import diversest_groups, diversity_of, sizes_with_most_pairs

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


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=4), st.data())
def test_no_sizes_hold_more_pairs(bounds: list[tuple[int, int]], data: st.DataObject) -> None:
    low = np.array([min(one) for one in bounds])
    high = np.array([max(one) for one in bounds])
    people = data.draw(st.integers(int(low.sum()), int(high.sum())))
    sizes = sizes_with_most_pairs(np.stack([low, high]), people)
    others = product(*(range(a, b + 1) for a, b in zip(low, high, strict=True)))
    assert (low <= sizes).all() and (sizes <= high).all() and sizes.sum() == people
    assert (sizes**2).sum() == max(sum(n * n for n in one) for one in others if sum(one) == people)


@pytest.mark.parametrize("far", [0.0, 1e-6, 1.0, 1e12])
def test_people_all_alike_or_of_any_unit_are_put_into_groups(far: float) -> None:
    distance = far * (1 - np.eye(12))
    found = diversest_groups(distance, np.array([2, 2, 2]), np.array([6, 6, 6]), seed=1, seconds=QUICK)
    assert sorted(np.bincount(found.group)) == [2, 4, 6]
    assert found.diversity == pytest.approx(far * 22)


def test_the_same_seed_gives_the_same_groups() -> None:
    distance = np.random.default_rng(5).random((40, 40))
    distance = np.triu(distance, 1) + np.triu(distance, 1).T
    runs = [diversest_groups(distance, np.full(4, 10), np.full(4, 10), seed=3, seconds=0.01) for _ in "ab"]
    assert runs[0].group.tolist() == runs[1].group.tolist()
    assert runs[0].diversity > diversity_of(distance, np.arange(40) % 4)


def test_groups_that_cannot_be_are_refused() -> None:
    two = np.array([2, 2])
    with pytest.raises(Impossible, match="2 groups hold 4 to 4 people"):
        diversest_groups(_distance([1] * 15), two, two, seed=1)
    with pytest.raises(WrongShape, match="people by people"):
        diversest_groups(np.zeros((2, 3)), two, two, seed=1)
    with pytest.raises(NotAChoice, match="are the same both ways"):
        diversest_groups(np.triu(np.ones((4, 4)), 1), two, two, seed=1)


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
def test_distances_that_are_none_are_refused(wrong: float) -> None:
    distance = 1 - np.eye(6)
    distance[0, 1] = distance[1, 0] = wrong
    with pytest.raises(NotAChoice, match="numbers from 0 on"):
        diversest_groups(distance, np.array([3, 3]), np.array([3, 3]), seed=1)


def test_a_distance_beside_which_others_vanish_is_refused() -> None:
    distance = 1 - np.eye(6)
    distance[0, 1] = distance[1, 0] = 1e10
    with pytest.raises(NotAChoice, match="on one scale"):
        diversest_groups(distance, np.array([3, 3]), np.array([3, 3]), seed=1)
    distance[0, 1] = distance[1, 0] = 1e3  # the control: this is still counted well enough
    assert (
        diversest_groups(distance, np.array([3, 3]), np.array([3, 3]), seed=1, seconds=QUICK).diversity
        == 1005
    )


def test_sizes_below_nobody_are_refused() -> None:
    with pytest.raises(NotAChoice, match="sizes are numbers from 0 on"):
        diversest_groups(1 - np.eye(6), np.array([-1, 2]), np.array([6, 6]), seed=1)
