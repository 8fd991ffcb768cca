"""What a release says: each figure as published, and what that tells somebody who knows the rules."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from weft.stats._types import Flags, Ints
from weft.stats.disclosure import rules
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.rules import UNBOUNDED, VISIBLE, Showing
from weft.stats.disclosure.space import Space

Cell = tuple[int, int, int]  # place, cut, answer


@dataclass(frozen=True, eq=False)
class Statements:
    """Every figure of a population as an outsider knows it; arrays of (places, cuts, answers).

    Args:
        showing: a Showing each.
        value: people (rounded), or per cent for a share; the x of "under x %"; 0 where nothing is shown.
        lo, hi: bounds of the count, people.
        rest_lo, rest_hi: bounds of the base less the count, people.
        twice_lo, twice_hi: bounds of a share: twice_lo <= 200 count / base < twice_hi; 0, 0 for none.
    """

    space: Space
    showing: Ints
    value: Ints
    lo: Ints
    hi: Ints
    rest_lo: Ints
    rest_hi: Ints
    twice_lo: Ints
    twice_hi: Ints

    @property
    def visible(self) -> Flags:
        """Figures with a number: what an aggregate is, and what can be withdrawn."""
        return np.isin(self.showing, VISIBLE)

    @property
    def has_share(self) -> Flags:
        return self.twice_hi > 0

    def copy(self) -> Statements:
        """The same, in arrays of its own."""
        return replace(self, **{f.name: getattr(self, f.name).copy() for f in fields(self)[1:]})


def nothing_said(space: Space) -> Statements:
    """No figure published: counts are only known not to be negative."""
    zero = [np.zeros(space.shape, np.int64) for _ in range(8)]
    zero[3] += UNBOUNDED
    zero[5] += UNBOUNDED
    return Statements(space, *zero)


def publish(counts: Counts) -> Statements:
    """Apply the rules to every planned figure. See `rules` for each number and its source."""
    said = nothing_said(counts.space)
    space, planned = counts.space, counts.space.planned & ~counts.structural
    if space.population.is_exempt:
        _say_exactly(said, counts, planned)
        return said
    shares = np.broadcast_to(space.share_answers, space.shape) & planned
    bases = np.zeros(space.shape, bool)
    bases[:, :, 0] = space.has_shares
    _say_counts(said, counts, planned & ~shares & ~bases)
    _say_bases(said, counts, planned & bases)
    _say_shares(said, counts, shares)
    said.hi[counts.structural] = 0
    said.showing[counts.structural & space.planned] = Showing.STRUCTURAL_ZERO
    return said


def suppress_only(counts: Counts) -> Statements:
    """The control that must lose: counts of 1 to 9 suppressed, zeros and all else exact."""
    said = nothing_said(counts.space)
    planned = counts.space.planned
    hidden = planned & (counts.values > 0) & rules.is_small(counts.values)
    _say_exactly(said, counts, planned & ~hidden)
    said.showing[hidden] = Showing.SMALL_COUNT
    said.lo[hidden], said.hi[hidden] = 1, rules.SMALLEST_COUNT - 1
    return said


def _say_exactly(said: Statements, counts: Counts, where: Flags) -> None:
    said.showing[where] = Showing.EXACT
    for part in (said.lo, said.hi, said.value):
        part[where] = counts.values[where]


def _say_counts(said: Statements, counts: Counts, where: Flags) -> None:
    small = rules.is_small(counts.values)
    low, high = rules.count_bounds(counts.values)
    shown = where & ~small
    said.showing[where] = np.where(small, Showing.SMALL_COUNT, Showing.SHOWN)[where]
    said.value[shown] = rules.round_to(counts.values, rules.COUNT_STEP)[shown]
    said.lo[where] = np.where(small, 0, low)[where]
    said.hi[where] = np.where(small, rules.MOST_HIDDEN, high)[where]


def _say_bases(said: Statements, counts: Counts, where: Flags) -> None:
    hidden = counts.values < rules.SMALLEST_BASE
    low, high = rules.base_bounds(counts.values)
    shown = where & ~hidden
    flag = np.where(counts.values < rules.FULL_BASE, Showing.LOW_BASE, Showing.SHOWN)
    said.showing[where] = np.where(hidden, Showing.SMALL_BASE, flag)[where]
    said.value[shown] = rules.shown_base(counts.values)[shown]
    said.lo[where] = np.where(hidden, 0, low)[where]
    said.hi[where] = np.where(hidden, rules.SMALLEST_BASE - 1, high)[where]


def _say_shares(said: Statements, counts: Counts, where: Flags) -> None:
    bases = np.broadcast_to(counts.values[:, :, :1], counts.values.shape)
    rest = bases - counts.values
    share, step = rules.whole_share(counts.values, bases), rules.share_step(bases)
    hidden = where & (bases < rules.SMALLEST_BASE)
    under = where & ~hidden & (rules.is_small(counts.values) | (share == 0))
    over = where & ~hidden & ~under & (rules.is_small(rest) | (share == 100))
    shown = where & ~hidden & ~under & ~over
    said.showing[hidden], said.hi[hidden] = Showing.SMALL_BASE, rules.SMALLEST_BASE - 1
    said.showing[under], said.showing[over] = Showing.UNDER, Showing.OVER
    end, most = rules.end_share(bases), _most_at_an_end(bases)
    said.value[under], said.hi[under] = end[under], most[under]
    said.value[over], said.rest_hi[over] = 100 - end[over], most[over]
    said.showing[shown] = np.where(bases < rules.FULL_BASE, Showing.LOW_BASE, Showing.SHOWN)[shown]
    said.value[shown] = share[shown]
    said.lo[shown] = said.rest_lo[shown] = rules.SMALLEST_COUNT
    said.twice_lo[shown], said.twice_hi[shown] = (2 * share - step)[shown], (2 * share + step)[shown]


def _most_at_an_end(bases: Ints) -> Ints:
    """The most people behind "under x %": 10, or what still rounds to 0 in a large base."""
    _, highest = rules.base_bounds(bases)
    most: Ints = np.maximum(rules.MOST_HIDDEN, (highest - 1) // 200)
    return most


def take_out(said: Statements, counts: Counts, cell: Cell, why: Showing) -> None:
    """Withdraw one figure. A ten, or all but ten, is said as small numbers are, and nobody knows which is a ten.

    So a small number is one of eleven, 0 to 10: somebody who knows five of them still has six to choose from.
    """
    is_base = cell[2] == 0 and said.space.has_shares
    is_share = bool(said.space.share_answers[cell[2]])
    count, base = counts.values[cell], counts.values[cell[0], cell[1], 0]
    if not is_base and count == rules.MOST_HIDDEN:
        _say_small(said, cell, (Showing.UNDER if is_share else Showing.SMALL_COUNT, base))
    elif is_share and base - count == rules.MOST_HIDDEN:
        _say_small(said, cell, (Showing.OVER, base))
    else:
        withdraw(said, cell, why)


def _say_small(said: Statements, cell: Cell, how: tuple[Showing, np.int64]) -> None:
    showing, bases = how[0], np.array([how[1]])
    said.showing[cell], said.value[cell] = showing, 0
    said.twice_lo[cell] = said.twice_hi[cell] = said.lo[cell] = said.rest_lo[cell] = 0
    if showing is Showing.SMALL_COUNT:
        said.hi[cell] = rules.MOST_HIDDEN
        return
    end, most = int(rules.end_share(bases)[0]), int(_most_at_an_end(bases)[0])
    said.value[cell] = end if showing is Showing.UNDER else 100 - end
    (said.hi if showing is Showing.UNDER else said.rest_hi)[cell] = most


def withdraw(said: Statements, cell: Cell, why: Showing) -> None:
    """Take one figure out of a release. Its reason still says that it was not a small number."""
    is_base = cell[2] == 0 and said.space.has_shares
    is_low = said.showing[cell] == Showing.LOW_BASE
    least = rules.SMALLEST_BASE if is_base else rules.MOST_HIDDEN + 1
    most = UNBOUNDED
    if is_base:
        least, most = (least, rules.FULL_BASE - 1) if is_low else (rules.FULL_BASE, UNBOUNDED)
    said.showing[cell], said.value[cell] = why, 0
    said.lo[cell], said.hi[cell] = least, most
    said.twice_lo[cell] = said.twice_hi[cell] = 0
    if said.space.share_answers[cell[2]]:
        said.rest_lo[cell] = least


def show_again(said: Statements, as_in: Statements, cell: Cell) -> Statements:
    """Say of one figure what other statements say. Returns: the statements as they were."""
    before = said.copy()
    for field in fields(said)[1:]:
        getattr(said, field.name)[cell] = getattr(as_in, field.name)[cell]
    return before


def known_with(said: Statements, earlier: Statements) -> Statements:
    """Two releases about the same people, as one reader knows both. The showing is the first's."""
    both = said.copy()
    for name in ("lo", "rest_lo"):
        np.maximum(getattr(both, name), getattr(earlier, name), out=getattr(both, name))
    for name in ("hi", "rest_hi"):
        np.minimum(getattr(both, name), getattr(earlier, name), out=getattr(both, name))
    only_there = earlier.has_share & ~said.has_share
    both.twice_lo[only_there] = earlier.twice_lo[only_there]
    both.twice_hi[only_there] = earlier.twice_hi[only_there]
    return both
