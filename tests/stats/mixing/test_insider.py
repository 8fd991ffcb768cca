"""What a pooled figure leaves to somebody who knows every session but one."""

from itertools import combinations

import numpy as np
import pytest

from weft.stats.mixing import Doubt, Page, chance_two_differ, shown_points, splits_left


def page(*splits: tuple[int, ...], step: int = 10, smallest: int = 0) -> Page:
    return Page(tuple(map(str, range(len(splits)))), np.array(splits), step, smallest)


def test_the_range_follows_every_draw_written_out() -> None:
    """Six people, three of each group: of the 20 teams of three, two are of one group, 18 differ by 2/3."""
    people = [0, 0, 0, 1, 1, 1]
    drawn = [
        chance_two_differ(np.bincount([people[n] for n in team], minlength=2))
        for team in combinations(range(6), 3)
    ]
    low, high = page((3, 0), (0, 3)).chance
    mean, deviation = np.mean(drawn), np.std(drawn) / np.sqrt(2)
    assert (low, high) == pytest.approx((mean - 1.959964 * deviation, mean + 1.959964 * deviation), abs=1e-6)


def test_larger_sessions_and_three_groups_agree_with_draws_by_lot() -> None:
    made = page((5, 3, 4), (6, 6, 0), (2, 7, 3), (4, 4, 4))
    lot = np.random.default_rng(5).multivariate_hypergeometric(made.pool, 12, size=200_000)
    drawn = 1 - (lot * (lot - 1)).sum(axis=1) / (12 * 11)
    low, high = made.chance
    assert (low + high) / 2 == pytest.approx(drawn.mean(), abs=1e-3)
    assert (high - low) / 2 == pytest.approx(1.959964 * drawn.std() / 2, rel=0.01)


def test_figures_are_rounded_and_never_nothing_or_all() -> None:
    shares = np.array([0.0, 0.04, 0.149, 0.15, 0.449, 0.45, 0.96, 1.0])
    assert shown_points(shares, 10).tolist() == [10, 10, 10, 20, 40, 50, 90, 90]
    assert shown_points(shares, 5).tolist() == [5, 5, 15, 15, 45, 45, 95, 95]


def test_whole_per_cents_leave_one_split_and_coarse_ones_several() -> None:
    others = [(5, 5), (6, 4), (4, 6), (5, 5)]
    assert splits_left("4", [page(*others, (9, 1), step=1)]) == Doubt(1, 6, 0.9, 0.9)
    assert splits_left("4", [page(*others, (9, 1), step=50)]).fit == 6


def test_an_earlier_page_leaves_fewer_and_one_before_a_late_line_does_not() -> None:
    before, after = [(9, 1), (5, 5), (5, 5)], [(9, 1), (5, 5), (5, 5), (5, 5), (5, 5)]
    alone = splits_left("0", [page(*after, step=20)]).fit
    assert splits_left("0", [page(*before, step=1), page(*after, step=20)]).fit == 1 < alone
    assert splits_left("0", [page((8, 1), *before[1:], step=1), page(*after, step=20)]).fit == alone


def test_splits_that_would_have_been_hidden_do_not_count() -> None:
    splits = [(5, 5, 0), (5, 5, 0), (9, 1, 0)]
    free, bound = (splits_left("2", [page(*splits, step=50, smallest=most)]) for most in (0, 10))
    assert (free.fit > bound.fit, bound.tried) == (True, free.tried)
