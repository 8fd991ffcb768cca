"""Verdicts from published figures alone: by hand, at the worst of rounding, and never alarmed too often."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.measure.recipes import shipped_registry
from weft.measure.released import (
    WHY_HIDDEN,
    WHY_NO_INTERVAL,
    Rounded,
    difference,
    pair_among,
    rounded,
    side_by_side,
    turned,
    why_not,
)
from weft.measure.tables.protect import Raw, protect
from weft.registry.figure import Figure, Hidden, Interval, NoInterval, SampleType, Source
from weft.registry.words import Verdict


def figure(value: float, lo: float, hi: float, base: int = 500, indicator: str = "R1") -> Figure:
    source = Source("City survey", SampleType.PROBABILITY)
    definition = shipped_registry().indicator(indicator)
    return Figure(
        definition=definition, value=value, base=base, period="2024", area="City", source=source,
        interval=Interval(lo, hi),
    )  # fmt: skip


def hidden() -> Figure:
    return replace(figure(0.1, 0.1, 0.1), value=Hidden("Fewer than 30 people answered"), base=None)


def test_a_difference_worked_by_hand() -> None:
    """17% (14 to 21) less 4% (3 to 6): values 16.5 and 4.5 at worst, sides 3 and 2, so 12 - 3.61 = 8.39 at least."""
    gap = difference(Rounded(0.17, 0.14, 0.21, 0.005, 0.005), Rounded(0.04, 0.03, 0.06, 0.005, 0.005))
    assert gap.est == pytest.approx(0.13)
    assert gap.lo == pytest.approx(0.12 - math.hypot(0.03, 0.02))
    assert gap.hi == pytest.approx(0.14 + math.hypot(0.04, 0.01))
    assert gap.verdict is Verdict.HIGHER


def test_without_rounding_it_is_the_interval_of_zou_and_donner() -> None:
    """Their method on two Wilson intervals is Newcombe's: 56/70 and 48/80 give 0.0524 to 0.3339 (1998, table II (a),
    method 10)."""
    gap = difference(Rounded(0.8, *wilson(56, 70), 0, 0), Rounded(0.6, *wilson(48, 80), 0, 0))
    assert (round(gap.lo, 4), round(gap.hi, 4)) == (0.0524, 0.3339)


def wilson(counted: int, n: int) -> tuple[float, float]:
    p, z = counted / n, 1.959964
    middle, side = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (middle - side) / (1 + z * z / n), (middle + side) / (1 + z * z / n)


@pytest.mark.parametrize(("base", "value_off", "end_off"), [(500, 0.005, 0.005), (90, 0.025, 0.0)])
def test_a_low_base_is_rounded_further(base: int, value_off: float, end_off: float) -> None:
    found = rounded(figure(0.5, 0.4, 0.6, base))
    assert found == Rounded(0.5, 0.4, 0.6, value_off, end_off)


def test_what_is_hidden_or_has_no_interval_is_not_compared() -> None:
    shown = figure(0.2, 0.15, 0.25)
    bare = replace(shown, interval=NoInterval("quota panel"))
    assert why_not(shown, hidden()) == WHY_HIDDEN
    assert why_not(bare, shown) == WHY_NO_INTERVAL
    assert why_not(shown, shown) == ""
    assert side_by_side([(shown, hidden()), (bare, shown)]) == [WHY_HIDDEN, WHY_NO_INTERVAL]


def test_touching_after_rounding_is_no_clear_difference() -> None:
    """12% (11 to 13) and 9% (8 to 10) could be 11.5 and 9.5: not clear; two points further apart, clear."""
    low, near, far = figure(0.09, 0.07, 0.11), figure(0.12, 0.1, 0.14), figure(0.16, 0.14, 0.18)
    assert pair_among([low, near], near, low).verdict is Verdict.NO_DIFFERENCE
    assert pair_among([low, far], far, low).verdict is Verdict.HIGHER


def test_a_pair_is_weighed_with_every_other_pair_of_its_split() -> None:
    """Alone, the two differ clearly; as one of 190 pairs a reader may pick, they do not."""
    one, other = figure(0.30, 0.26, 0.34), figure(0.22, 0.19, 0.25)
    crowd = [figure(0.26, 0.22, 0.30) for _ in range(18)]
    assert pair_among([one, other], one, other).verdict is Verdict.HIGHER
    assert pair_among([one, other, *crowd], one, other).verdict is Verdict.NO_DIFFERENCE


def test_the_other_way_round_it_says_the_opposite() -> None:
    one, other = figure(0.3, 0.27, 0.33), figure(0.2, 0.17, 0.23)
    assert pair_among([one, other], other, one) == turned(pair_among([one, other], one, other))
    assert pair_among([one, other], other, one).verdict is Verdict.LOWER


def test_all_pairs_at_once_are_weighed_as_one_by_one() -> None:
    chance = np.random.default_rng(3)
    figures = [_sampled(chance) for _ in range(6)]
    pairs = [(a, b) for i, a in enumerate(figures) for b in figures[i + 1 :]]
    assert [pair_among(figures, a, b) for a, b in pairs] == side_by_side(pairs)


shares = st.integers(3, 97)


@given(shares, shares, st.integers(1, 3), st.integers(1, 3))
def test_true_values_anywhere_in_the_rounding_stay_inside(a: int, b: int, wide: int, wider: int) -> None:
    """Whatever the unrounded figures were, their own interval of the difference lies inside ours."""
    one = Rounded(a / 100, (a - wide) / 100, (a + wide) / 100, 0.005, 0.005)
    other = Rounded(b / 100, (b - wider) / 100, (b + wider) / 100, 0.005, 0.005)
    gap = difference(one, other)
    for shift in (-0.005, 0.005):
        for end in (-0.005, 0.005):
            down = (a - wide) / 100 + end
            true_lo = (one.est + shift - other.est + shift) - math.hypot(
                max(one.est + shift - down, 0), max(other.hi + end - (other.est - shift), 0)
            )
            assert gap.lo <= true_lo + 1e-12


def alarms(count: int, *, all_pairs: bool) -> float:
    """How often a breakdown of eight equal groups of 200 shows a clear difference somewhere."""
    chance = np.random.default_rng(5)
    found = 0
    for _ in range(count):
        figures = [_sampled(chance) for _ in range(8)]
        pairs = [(a, b) for i, a in enumerate(figures) for b in figures[:i]]
        gaps = side_by_side(pairs) if all_pairs else [g for pair in pairs for g in side_by_side([pair])]
        found += any(not isinstance(gap, str) and gap.verdict.is_clear for gap in gaps)
    return found / count


def _sampled(chance: np.random.Generator) -> Figure:
    n, x = 200, int(chance.binomial(200, 0.3))
    p = x / n
    side = 1.96 * math.sqrt(p * (1 - p) / n)
    shown = protect(Raw(p, p - side, p + side, n, x))
    assert shown.est is not None and shown.lo is not None and shown.hi is not None
    return figure(shown.est, shown.lo, shown.hi, 200)


def test_equal_groups_seldom_look_different_whichever_pair_is_picked() -> None:
    assert alarms(120, all_pairs=True) <= 0.05


def test_control_one_pair_at_a_time_would_alarm_far_more_often() -> None:
    assert alarms(60, all_pairs=False) > 0.15
