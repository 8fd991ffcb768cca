"""Synthetic cities, released, attacked by everybody, and the control that must lose."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.stats.disclosure.city import Size, counts, records
from tests.stats.disclosure.test_insiders import drawn, narrowest
from weft.stats.disclosure import attack
from weft.stats.disclosure.audit import Audited, audit
from weft.stats.disclosure.bounds import propagate
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.figures import nothing_said, publish, suppress_only, withdraw
from weft.stats.disclosure.programme import Programme
from weft.stats.disclosure.rules import NARROWEST, Showing
from weft.stats.disclosure.widths import Widths
from weft.stats.errors import DesignError

SMALL = Size(1000, areas=6, regions=2, breakdowns=3, waves=1)
SEEDS = range(1, 6)
MOST_WITHDRAWN = 0.03


@cache
def released(seed: int) -> tuple[Counts, Audited]:
    (true,) = counts(SMALL, seed)[1].values()
    return true, audit(true)


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_narrows_a_small_cell_below_five(seed: int) -> None:
    true, out = released(seed)
    for how in (attack.differencing, attack.granularity, attack.linked):
        assert attack.recovered(how([out.said]), true.small, how.__name__) == []
    assert out.certificate.narrowest >= NARROWEST


@pytest.mark.parametrize("seed", SEEDS)
def test_every_interval_holds_the_true_count(seed: int) -> None:
    true, out = released(seed)
    for found in (out.intervals, attack.linked([out.said]), attack.differencing([out.said])):
        assert np.all((found.lo <= true.values) & (true.values <= found.hi))


@pytest.mark.parametrize("seed", SEEDS)
def test_suppress_only_gives_at_least_fifty_away(seed: int) -> None:
    (true,) = counts(SMALL, seed)[1].values()
    said = suppress_only(true)
    lost = attack.recovered(attack.linked([said]), said.showing == Showing.SMALL_COUNT, "linked")
    assert sum(r.is_exact for r in lost) >= 50


def test_programmes_find_no_narrow_cell_in_the_release() -> None:
    true, out = released(1)
    width = np.where(true.small, out.intervals.width, 10**9)
    narrowest = np.argsort(width, axis=None)[:40]
    cells = [tuple(int(i) for i in np.unravel_index(flat, width.shape)) for flat in narrowest]
    for cell, (lo, hi) in attack.programmes([out.said], cells).items():
        assert hi - lo >= NARROWEST, cell
        assert lo <= true.values[cell] <= hi


def test_all_tables_of_a_family_in_one_programme_hold_the_truth() -> None:
    true, out = released(2)
    known, found = out.said, attack.linked([out.said])
    family = true.space.families[0]
    blocks = [(b, q) for b in range(3) for q in range(2)]
    programme = Programme(known, (found.lo.ravel(), found.hi.ravel()), (family, blocks))
    width = np.where(true.small, found.width, 10**9).ravel()
    inside = np.array([flat for flat in np.argsort(width, kind="stable") if int(flat) in programme.where])
    for flat in inside[:10].tolist():
        lo, hi = attack._ends(programme, flat)
        assert lo <= true.values.ravel()[flat] <= hi
        assert hi - lo >= NARROWEST


def test_programmes_recover_cells_of_the_control() -> None:
    (true,) = counts(SMALL, 1)[1].values()
    said = suppress_only(true)
    found = attack.linked([said])
    exact = np.argwhere((said.showing == Showing.SMALL_COUNT) & (found.width == 0))[:5]
    cells = [(int(p), int(c), int(a)) for p, c, a in exact]
    assert all(lo == hi == true.values[c] for c, (lo, hi) in attack.programmes([said], cells).items())


def test_shares_of_full_bases_are_within_half_a_point() -> None:
    true, out = released(1)
    bases = np.broadcast_to(true.values[:, :, :1], true.values.shape)
    shown = out.said.has_share & (bases >= 100)
    off = np.abs(out.said.value - 100 * true.values / np.maximum(bases, 1))[shown]
    assert float(np.median(off)) <= 0.5


def test_earlier_release_joins_the_audit_and_can_give_nothing_more_away() -> None:
    true, out = released(1)
    again = audit(true, [out.said])
    assert again.certificate.narrowest >= NARROWEST
    assert attack.recovered(attack.linked([again.said, out.said]), true.small, "linked") == []


def test_earlier_release_that_gave_all_away_is_said_so() -> None:
    (true,) = counts(SMALL, 1)[1].values()
    with pytest.raises(DesignError, match="earlier releases give away"):
        audit(true, [suppress_only(true)])


def test_withdrawn_figure_still_says_it_was_not_small() -> None:
    (true,) = counts(SMALL, 1)[1].values()
    said = publish(true)
    share = tuple(int(i) for i in np.argwhere(said.has_share)[0])
    withdraw(said, share, Showing.WITHDRAWN)
    assert (said.showing[share], said.lo[share], bool(said.has_share[share])) == (
        Showing.WITHDRAWN,
        11,
        False,
    )


def test_nothing_published_leaves_every_count_open() -> None:
    (true,) = counts(SMALL, 1)[1].values()
    assert np.all(propagate(nothing_said(true.space)).width >= 10**8)


def test_averaging_beats_fresh_noise() -> None:
    rng = np.random.default_rng(1)
    answers = [{(0, 0, 0): 7 + float(rng.integers(-2, 3))} for _ in range(200)]
    assert round(attack.averaging(answers)[0, 0, 0]) == 7


def test_solve_that_stalls_is_begun_afresh_and_given_up_after_that() -> None:
    true, out = released(1)
    bounds = out.intervals.lo.ravel(), out.intervals.hi.ravel()
    programme = Programme(out.said, bounds, (true.space.families[0], [(0, 0)]))
    programme.solver.setOptionValue("simplex_iteration_limit", 0)
    flat = next(iter(programme.where))
    assert not programme.lowest({flat: 1.0})
    assert attack._ends(programme, flat) == (0, 10**9)
    assert not Widths(true, programme).push({flat: 1.0})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_large_city_is_released_within_the_budget_of_withdrawals(seed: int) -> None:
    size = Size((2000, 6601, 12000, 20000)[seed % 4])
    for wave, true in enumerate(counts(size, seed)[1].values()):
        out = audit(true)
        assert narrowest(true, out, drawn(true, records(size, 100 * seed + wave), 20)) >= NARROWEST
        assert attack.recovered(attack.linked([out.said]), true.small, "linked") == []
        assert out.certificate.withdrawn_share <= MOST_WITHDRAWN
