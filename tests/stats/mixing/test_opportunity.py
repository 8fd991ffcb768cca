"""One session against chance: a 9 + 1 session reads as low, a random ten is called neither."""

import numpy as np
import pytest

from weft.stats.errors import DesignError
from weft.stats.mixing import Verdict, pooled_opportunity, session_opportunity
from weft.stats.mixing.opportunity import Opportunity

POOL = np.array([100, 60, 60, 40, 40])


def _one(*counts: int, unknown: int = 0) -> Opportunity | None:
    return session_opportunity(np.array(counts), POOL, unknown)


def test_nine_and_one_reads_as_low() -> None:
    found = _one(9, 1, 0, 0, 0)
    assert found is not None
    assert (found.value, found.verdict) == (pytest.approx(0.2), Verdict.LESS)  # 1 - 9 * 8 / 90
    assert found.ratio == pytest.approx(0.2 / 0.7759197)


def test_a_random_ten_is_called_neither() -> None:
    found = _one(4, 2, 2, 1, 1)
    assert found is not None and found.verdict is Verdict.WITHIN
    draw = np.random.default_rng(4)
    verdicts = [_one(*draw.multivariate_hypergeometric(POOL, 10)) for _ in range(200)]
    assert sum(one is not None and one.verdict is Verdict.WITHIN for one in verdicts) >= 186


def test_a_large_even_gathering_is_more_mixed_than_chance() -> None:
    found = _one(40, 40, 40, 40, 40)
    assert found is not None and found.verdict is Verdict.MORE


def test_small_sessions_and_those_of_unknown_people_are_not_shown() -> None:
    assert _one(5, 4, 0, 0, 0) is None
    assert _one(5, 5, 0, 0, 0, unknown=3) is None  # 10 of 13 known
    assert _one(5, 5, 0, 0, 0, unknown=2) is not None
    assert _one(0, 0, 0, 0, 0) is None


def test_a_pool_without_the_session_is_refused() -> None:
    with pytest.raises(DesignError, match="Count the session in its pool"):
        session_opportunity(np.array([2, 9]), np.array([5, 8]))


def test_in_public_only_pooled_sessions_are_shown() -> None:
    assert pooled_opportunity(np.array([[9, 1, 0, 0, 0]]), POOL) is None
    one_sided = [[9, 1, 0, 0, 0], [0, 9, 1, 0, 0], [0, 0, 1, 9, 0]]
    assert pooled_opportunity(np.array([*one_sided[:2], [1, 0, 0, 0, 0]]), POOL) is None
    low = pooled_opportunity(np.array(one_sided), POOL)
    assert low is not None
    assert (low.people, low.value, low.verdict) == (30, pytest.approx(0.2), Verdict.LESS)
    assert pooled_opportunity(np.array([[9, 1]] * 3), np.array([50, 50]), unknown=9) is None
    assert pooled_opportunity(np.zeros((0, 2), np.int64), np.array([5, 5])) is None


def test_a_pool_of_one_group_has_no_ratio() -> None:
    found = session_opportunity(np.array([12]), np.array([40]))
    assert found is not None and np.isnan(found.ratio) and found.verdict is Verdict.WITHIN
