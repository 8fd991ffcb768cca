"""The rules one by one, with their edges written out."""

from __future__ import annotations

import numpy as np
import pytest

from weft.stats.disclosure import rules
from weft.stats.disclosure.money import code_ends, protect_mean, protect_sum


@pytest.mark.parametrize(
    ("base", "shown", "bounds"),
    [(30, 30, (30, 34)), (35, 40, (35, 44)), (94, 90, (85, 99)), (99, 90, (85, 99)), (100, 100, (100, 104)),
     (105, 110, (105, 114)), (1234, 1230, (1225, 1234))],
)  # fmt: skip
def test_base_is_rounded_to_ten_and_a_low_base_stays_low(
    base: int, shown: int, bounds: tuple[int, int]
) -> None:
    assert int(rules.shown_base(np.array(base))) == shown
    assert tuple(int(end) for end in rules.base_bounds(np.array(base))) == bounds


def test_every_base_lies_within_what_it_says_and_no_more_bases_do() -> None:
    bases = np.arange(30, 2000)
    low, high = rules.base_bounds(bases)
    shown = rules.shown_base(bases)
    for value in np.unique(shown):
        same = bases[shown == value]
        assert (same.min(), same.max()) == (low[shown == value][0], high[shown == value][0]) or value == 2000


@pytest.mark.parametrize(
    ("count", "bounds"), [(10, (10, 12)), (12, (10, 12)), (13, (13, 17)), (20, (18, 22))]
)
def test_count_rounded_to_five_says_no_more_than_five_values(count: int, bounds: tuple[int, int]) -> None:
    assert tuple(int(end) for end in rules.count_bounds(np.array(count))) == bounds


@pytest.mark.parametrize(
    ("count", "base", "share"), [(10, 30, 35), (12, 60, 20), (50, 99, 50), (51, 100, 51), (125, 1000, 13)]
)
def test_share_is_rounded_to_five_points_on_a_low_base_and_to_one_from_a_hundred(
    count: int, base: int, share: int
) -> None:
    assert int(rules.whole_share(np.array(count), np.array(base))) == share


@pytest.mark.parametrize(("base", "end"), [(30, 35), (60, 20), (100, 10), (250, 5), (1000, 2), (5000, 1)])
def test_the_x_of_under_x_comes_from_the_shown_base_alone(base: int, end: int) -> None:
    assert int(rules.end_share(np.array(base))) == end


def test_sum_needs_ten_contributors_and_nobody_who_dominates() -> None:
    assert protect_sum(np.full(9, 10.0)).why == "Not shown: fewer than 10 contributors"
    assert protect_sum(np.full(10, 10.0)).amount == 100.0
    assert (
        protect_sum(np.array([500.0, 420, *[9.0] * 10])).why
        == "Not shown: two contributors make up most of it"
    )
    near = np.array([1000.0, 0.5, *[9.0] * 10])
    assert protect_sum(near).amount is None
    assert protect_sum(near, is_exempt=True).amount == near.sum()
    assert protect_sum(np.zeros(12)).amount == 0.0


def test_sum_that_comes_too_close_to_its_largest_is_hidden_without_dominance() -> None:
    assert protect_sum(np.array([100.0, 1.0, *[1.2] * 8])).amount is None


def test_mean_needs_ten_and_its_ends_are_coded() -> None:
    assert protect_mean(np.arange(9.0)).amount is None
    assert protect_mean(np.arange(10.0)).amount == pytest.approx(4.5)
    assert code_ends(np.array([0.0, 5, 6, 7, 1e6])).tolist() == [5.0, 5.0, 6.0, 7.0, 7.0]
    assert code_ends(np.array([1.0, 2.0])).tolist() == [1.0, 2.0]
