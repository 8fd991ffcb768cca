"""Exposure: worked by hand, against the sum over all pairs, unbiased at every session size, covered by its interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.stats.errors import DesignError
from weft.stats.mixing import (
    Meetings,
    city_null,
    contact_bias,
    exposure,
    exposure_correlation,
    kernels,
    normalised_isolation,
    pool_null,
    sorting_ratio,
)


def _meetings(*sessions: str) -> Meetings:
    """Sessions as words: a letter a person, a and b groups, "?" unknown; everybody comes once."""
    letters = "".join(sessions)
    session = np.repeat(np.arange(len(sessions)), [len(one) for one in sessions])
    group = np.array(["ab".find(one) for one in letters], np.int64)
    return Meetings(session, np.arange(len(letters)), group, 2)


def test_exposure_leaves_oneself_out() -> None:
    # aab: each a meets one a and one b; b meets two a. bb: each b meets one b. Alone: nobody is met.
    found = exposure(_meetings("aab", "bb", "a"))
    assert found.share.tolist() == [[0.5, 0.5], [1 / 3, 2 / 3]]
    assert (found.attendances.tolist(), found.sessions) == ([2, 3], 2)


def test_people_whose_group_is_unknown_are_left_out() -> None:
    assert exposure(_meetings("aa??b")).share.tolist() == exposure(_meetings("aab")).share.tolist()


def test_a_group_nobody_belongs_to_has_no_exposure() -> None:
    assert np.isnan(exposure(_meetings("aa")).share[1]).all()
    assert np.isnan(exposure(_meetings()).share).all()


def test_arrays_that_do_not_fit_are_refused() -> None:
    one = np.zeros(1, np.int64)
    with pytest.raises(DesignError, match="not of one length"):
        Meetings(one, np.zeros(2, np.int64), one, 2)
    with pytest.raises(DesignError, match="below 0"):
        Meetings(one - 1, one, one, 2)
    with pytest.raises(DesignError, match="outside -1 to 1"):
        Meetings(one, one, one + 2, 2)


sessions = st.lists(st.text("ab?", min_size=1, max_size=6), min_size=1, max_size=5)


@given(sessions)
def test_exposure_is_the_mean_over_all_pairs(words: list[str]) -> None:
    found = exposure(_meetings(*words)).share
    assert np.allclose(found, _over_pairs(words), equal_nan=True)


def _over_pairs(words: list[str]) -> np.ndarray:
    total, times = np.zeros((2, 2)), np.zeros(2)
    for word in words:
        known = [("ab".index(one)) for one in word if one != "?"]
        for i, own in enumerate(known):
            others = known[:i] + known[i + 1 :]
            if others:
                times[own] += 1
                for other in others:
                    total[own, other] += 1 / len(others)
    with np.errstate(invalid="ignore"):
        return total / times[:, None]


@pytest.mark.parametrize("size", [2, 5, 20, 200])
def test_random_sessions_show_no_segregation_at_any_size(size: int) -> None:
    draw = np.random.default_rng(size)
    people, found = np.array([120, 60, 20]), []
    group = np.repeat(np.arange(3), people)
    for _ in range(300):
        order = draw.permutation(group)
        session = np.arange(200) // size
        found.append(exposure(Meetings(session, np.arange(200), order, 3)).share)
    spread = np.nanstd(found, axis=0) / np.sqrt(300)
    assert (np.abs(np.nanmean(found, axis=0) - city_null(people)) <= 4 * spread + 1e-12).all()


def _covered(runs: int) -> float:
    """How often the 95 % interval holds the share in the population people came from, people coming several times."""
    draw, within = np.random.default_rng(11), []
    share = np.array([0.5, 0.3, 0.2])
    for _ in range(runs):
        group = draw.choice(3, 600, p=share)
        person = np.concatenate([draw.choice(600, 10, replace=False) for _ in range(150)])
        found = exposure(Meetings(np.repeat(np.arange(150), 10), person, group[person], 3))
        within.append(np.abs(found.share - share) <= 1.96 * found.standard_error)
    return float(np.mean(within))


def test_intervals_cover_in_the_long_run() -> None:
    assert 0.93 <= _covered(120) <= 0.98


@pytest.mark.slow
def test_intervals_cover_in_two_thousand_runs() -> None:
    assert 0.93 <= _covered(2_000) <= 0.97


def test_people_who_keep_meeting_the_same_others_widen_the_interval() -> None:
    once = _meetings(*["aabbb", "abbbb", "aaaab", "abbab"] * 3)
    again = Meetings(once.session, np.tile(np.arange(20), 3), once.group, 2)
    assert (exposure(again).standard_error > exposure(once).standard_error).all()


def test_the_city_and_the_pool_are_two_nulls() -> None:
    assert city_null(np.array([3, 1])).tolist() == [[2 / 3, 1 / 3], [1.0, 0.0]]
    with pytest.raises(DesignError, match="fewer than two people"):
        city_null(np.array([1, 0]))
    counts, strata = np.array([[2, 1], [1, 0], [1, 2]]), np.array([0, 0, 1])
    # Only sessions of two or more count: stratum 0 holds (2, 1), stratum 1 holds (1, 2).
    assert np.allclose(
        pool_null(counts, strata), [[(2 * 0.5 + 0) / 3, (2 * 0.5 + 1) / 3], [(1 + 2 * 0.5) / 3, 1 / 3]]
    )
    assert np.isnan(pool_null(counts[:0], strata[:0])).all()


def test_a_ratio_is_availability_times_sorting() -> None:
    observed, pool, city = (np.array([[x]]) for x in (0.3, 0.4, 0.8))
    ratio, availability, sorting = sorting_ratio(observed, pool, city)
    assert np.allclose([ratio[0, 0], availability[0, 0] * sorting[0, 0]], 0.375)
    assert np.isnan(sorting_ratio(observed, pool * 0, city)[2][0, 0])


def test_isolation_is_nought_under_the_null_and_one_when_a_group_met_only_itself() -> None:
    null = np.array([[0.4, 0.6], [0.5, 0.5]])
    assert normalised_isolation(null, null).tolist() == [0.0, 0.0]
    assert normalised_isolation(np.eye(2), null).tolist() == [1.0, 1.0]


def test_sessions_of_like_people_correlate_and_random_ones_do_not() -> None:
    session = np.repeat(np.arange(4), 3)
    assert exposure_correlation(session, np.repeat([1.0, 2.0, 3.0, 4.0], 3)) == pytest.approx(1.0)
    draw = np.random.default_rng(5)
    drawn = [exposure_correlation(session, draw.permutation(12).astype(float)) for _ in range(4_000)]
    assert abs(np.mean(drawn)) < 0.02
    assert np.isnan(exposure_correlation(np.zeros(0, np.int64), np.zeros(0)))
    assert np.isnan(exposure_correlation(np.arange(3), np.arange(3.0)))


def test_fewer_contacts_than_presence_is_a_bias() -> None:
    assert contact_bias(0.3, 0.4) == pytest.approx(0.25)
    assert np.isnan(contact_bias(0.3, 0.0))


def test_the_compiled_sums_do_what_they_say() -> None:
    """The same five sums, run as plain Python: what is compiled is what is read."""
    draw = np.random.default_rng(2)
    session, person = draw.integers(0, 6, 40), draw.integers(0, 15, 40)
    group = draw.integers(-1, 3, 15)[person]
    tables = [_sums(session, person, group, plain=plain) for plain in (False, True)]
    assert all(np.allclose(one, other) for one, other in zip(*tables, strict=True))


def _sums(session: np.ndarray, person: np.ndarray, group: np.ndarray, *, plain: bool) -> list[np.ndarray]:
    cells, seen, squares, sums, people = (one.py_func if plain else one for one in kernels.KERNELS)
    counts, total, attendances = np.zeros((8, 3), np.int64), kernels.zeros(3), np.zeros(3, np.int64)
    cells(session, group, counts)
    counts[7, 0] = 1  # a session of one
    meeting = seen(counts, total, attendances)
    by_session, within, by_person = (kernels.zeros(3) for _ in range(3))
    squares(counts, total / 10, by_session, within)
    saw = np.zeros((15, 5))
    sums(np.append(session, 7), np.append(person, 0), np.append(group, 0), counts, saw)
    people(saw, total / 10, by_person)
    return [counts, total, attendances, np.array([meeting]), by_session, within, saw, by_person]
