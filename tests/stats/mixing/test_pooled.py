"""Pooled sessions: at least three, each person weighing the same, and how likely two people differ."""

import numpy as np
import pytest

from weft.stats.mixing import FEWEST_SESSIONS, Verdict, chance_two_differ, pooled_opportunity

EVEN = [[5, 5]] * 3
SPLIT = [[10, 0], [0, 10], [10, 0], [0, 10]]


@pytest.mark.parametrize(("counts", "share"), [([5, 5], 5 / 9), ([9, 1], 0.2), ([4, 0], 0.0), ([1, 0], 0.0)])
def test_how_likely_two_people_differ(counts: list[int], share: float) -> None:
    """5 and 5: 25 of 45 pairs. 9 and 1: 9 of 45."""
    assert chance_two_differ(np.array(counts)) == pytest.approx(share)


def test_two_sessions_are_not_pooled_and_three_are() -> None:
    assert FEWEST_SESSIONS == 3
    assert pooled_opportunity(np.array(EVEN[:2]), np.array([10, 10])) is None
    assert pooled_opportunity(np.array(EVEN), np.array([15, 15])).value == pytest.approx(5 / 9)


def test_sessions_each_of_one_kind_are_less_mixed_than_chance() -> None:
    found = pooled_opportunity(np.array(SPLIT), np.array([20, 20]))
    assert (found.value, found.verdict) == (0.0, Verdict.LESS)


def test_too_few_known_people_are_not_shown() -> None:
    assert pooled_opportunity(np.array([[2, 1]] * 3), np.array([6, 3])) is None
    assert pooled_opportunity(np.array(EVEN), np.array([15, 15]), unknown=8) is None
    assert pooled_opportunity(np.array(EVEN), np.array([15, 15]), unknown=7) is not None
