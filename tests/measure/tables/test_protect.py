"""What may be shown, at every boundary (SAFETY, disclosure control 2 and 3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.measure.tables.protect import (
    Protected,
    Raw,
    Showing,
    is_too_small,
    protect,
    protect_together,
    round_to,
    shown_base,
)

SHOWN, LOW, HIDDEN = Showing.SHOWN, Showing.LOW_BASE, Showing.HIDDEN

#   n    counted  shown    as      base  why not
SHARES = [
    (29,   14,    HIDDEN,  None,   None, "Fewer than 30 people answered"),
    (30,   15,    LOW,     0.50,   30,   ""),
    (30,   9,     HIDDEN,  None,   30,   "10 people or fewer gave this answer, or gave any other answer"),
    (30,   10,    LOW,     0.35,   30,   ""),
    (30,   20,    LOW,     0.65,   30,   ""),
    (30,   21,    HIDDEN,  None,   30,   "10 people or fewer gave this answer, or gave any other answer"),
    (99,   37,    LOW,     0.35,   90,   ""),
    (99,   10,    LOW,     0.10,   90,   ""),
    (99,   89,    LOW,     0.90,   90,   ""),
    (99,   90,    HIDDEN,  None,   90,   "10 people or fewer gave this answer, or gave any other answer"),
    (100,  37,    SHOWN,   0.37,   100,  ""),
    (100,  9,     HIDDEN,  None,   100,  "10 people or fewer gave this answer, or gave any other answer"),
    (100,  10,    SHOWN,   0.10,   100,  ""),
    (100,  90,    SHOWN,   0.90,   100,  ""),
    (100,  91,    HIDDEN,  None,   100,  "10 people or fewer gave this answer, or gave any other answer"),
    (6601, 0,     HIDDEN,  None,   6600, "10 people or fewer gave this answer, or gave any other answer"),
    (6601, 6601,  HIDDEN,  None,   6600, "10 people or fewer gave this answer, or gave any other answer"),
    (6601, 10,    SHOWN,   0.0,    6600, ""),  # the words say "under 1%"
    (6601, 6591,  SHOWN,   1.0,    6600, ""),  # and "over 99%"
    (6601, 528,   SHOWN,   0.08,   6600, ""),
]  # fmt: skip


@pytest.mark.parametrize(("n", "counted", "showing", "est", "base", "reason"), SHARES)
def test_a_share(n, counted, showing, est, base, reason):
    share = counted / n
    found = protect(Raw(share, max(0.0, share - 0.012), min(1.0, share + 0.012), n, counted))
    assert (found.showing, found.est, found.base, found.reason) == (showing, est, base, reason)


#   n    shown    as     base
MEANS = [
    (29,   HIDDEN,  None,  None),
    (30,   LOW,     7.4,   30),
    (99,   LOW,     7.4,   90),
    (100,  SHOWN,   7.4,   100),
]  # fmt: skip


@pytest.mark.parametrize(("n", "showing", "est", "base"), MEANS)
def test_a_mean(n, showing, est, base):
    found = protect(Raw(7.4321, 7.1999, 7.6666, n, None))
    assert (found.showing, found.est, found.base) == (showing, est, base)


def test_a_low_base_rounds_its_interval_outwards():
    assert protect(Raw(0.42, 0.36, 0.47, 60, 25)) == Protected(LOW, 0.40, 0.35, 0.50, 60)


def test_a_figure_without_an_interval_is_not_shown():
    nan = float("nan")
    assert (
        protect(Raw(0.5, nan, nan, 200, 100)).reason == "The sample design gives no interval for this group"
    )


@pytest.mark.parametrize(
    ("n", "base"), [(34, 30), (35, 40), (94, 90), (95, 90), (99, 90), (100, 100), (105, 110)]
)
def test_bases_are_rounded_to_10_and_a_low_one_stays_low(n, base):
    assert shown_base(n) == base


@pytest.mark.parametrize(
    ("count", "step", "rounded"), [(12, 5, 10), (13, 5, 15), (0, 5, 0), (14, 10, 10), (15, 10, 20)]
)
def test_counts_round_halves_up(count, step, rounded):
    assert round_to(count, step) == rounded


@given(n=st.integers(1, 20_000), counted=st.integers(0, 20_000), shift=st.floats(-0.05, 0.05))
def test_nothing_shown_rests_on_too_few(n, counted, shift):
    counted = min(counted, n)
    est = min(1.0, max(0.0, counted / n + shift))
    found = protect(Raw(est, max(0.0, est - 0.05), min(1.0, est + 0.05), n, counted))
    if found.showing is HIDDEN:
        assert found.est is found.lo is found.hi is None
        assert found.reason
    else:
        assert not is_too_small(n, counted)
        assert 0 <= found.est <= 1
        assert found.base % 10 == 0
        assert (round(found.est * 100) % 5 == 0) or n >= 100


#    everyone          groups (n, counted)                       hidden
SECTIONS = [
    ((130, 44), [(101, 42), (29, 2)], [0, 1]),                   # 44 - 42 = 2: the small group told by subtracting
    ((130, 44), [(66, 26), (64, 18)], []),                       # control: nothing hidden beside it
    ((6601, 3000), [(6572, 2998), (29, 2)], [1]),                # rounding leaves more than 100 people open
    ((300, 120), [(200, 90), (80, 28), (20, 2)], [1, 2]),        # the smallest of those shown goes with it
    ((300, 120), [(200, 90), (28, 8), (25, 7), (47, 15)], [1, 2]),  # together large enough: the two stay apart
    ((300, 5), [(150, 3), (150, 2)], [0, 1]),                    # everyone is hidden too: nothing to subtract from
]  # fmt: skip


def _raw(n, counted):
    return Raw(counted / n, max(0.0, counted / n - 0.05), min(1.0, counted / n + 0.05), n, counted)


@pytest.mark.parametrize(("everyone", "groups", "hidden"), SECTIONS)
def test_a_hidden_group_cannot_be_had_by_subtracting(everyone, groups, hidden):
    cells = [("R1@1", "", _raw(*everyone)), *(("R1@1", "sex", _raw(*group)) for group in groups)]
    shown = protect_together(cells)[1:]
    assert [i for i, cell in enumerate(shown) if cell.showing is HIDDEN] == hidden
    assert all(cell.est is None and cell.reason for cell in shown if cell.showing is HIDDEN)
