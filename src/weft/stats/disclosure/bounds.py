"""Interval propagation: what sums and shares say about each other, in whole people, until nothing changes.

An interval found here is a true bound: the true count is always inside. It costs milliseconds, so it comes
before any linear programme ("shuttle algorithm", Buzzigoli and Giusti 1999). Each bound remembers what set it
last, so that a narrow interval can be traced to the published figures behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Ints
from weft.stats.disclosure.figures import Cell, Statements
from weft.stats.disclosure.rules import UNBOUNDED
from weft.stats.disclosure.space import ANSWERS, CUTS, PLACES, Sum

MOST_SWEEPS = 60
STATED = 0  # the figure itself said so
BY_SHARE = -1  # the share of the base said so
AXES = {PLACES: (0, 1, 2), CUTS: (1, 0, 2), ANSWERS: (2, 0, 1)}  # its own inverse for all three but the last
BACK = {PLACES: (0, 1, 2), CUTS: (1, 0, 2), ANSWERS: (1, 2, 0)}


@dataclass(frozen=True, eq=False)
class Intervals:
    """Lowest and highest count of every figure, people, (places, cuts, answers).

    lo_by, hi_by: STATED, BY_SHARE, or 1 + the index of the sum that set the bound last.
    """

    lo: Ints
    hi: Ints
    lo_by: Ints
    hi_by: Ints

    @property
    def width(self) -> Ints:
        return self.hi - self.lo

    def copy(self) -> Intervals:
        return Intervals(self.lo.copy(), self.hi.copy(), self.lo_by.copy(), self.hi_by.copy())


def stated(said: Statements) -> Intervals:
    """Only what each figure says of itself."""
    by = np.zeros(said.space.shape, np.int64)
    return Intervals(said.lo.copy(), said.hi.copy(), by, by.copy())


def narrowed(found: Intervals, said: Statements, cell: Cell) -> Intervals:
    """What was found, and what one figure says of itself besides: where to propagate from when it is shown again."""
    start = found.copy()
    start.lo[cell], start.hi[cell] = max(found.lo[cell], said.lo[cell]), min(found.hi[cell], said.hi[cell])
    return start


def propagate(said: Statements, start: Intervals | None = None, sweeps: int = MOST_SWEEPS) -> Intervals:
    """The fixed point of all sums and shares, or what `sweeps` rounds reach.

    Args: start: what somebody knows besides (an insider); nothing by default.
    """
    found = stated(said) if start is None else start.copy()
    for _ in range(sweeps):
        before = found.lo.copy(), found.hi.copy()
        tighten_shares(said, found)
        for number, tie in enumerate(said.space.sums, start=1):
            tighten_sum(tie, found, number)
        if np.array_equal(before[0], found.lo) and np.array_equal(before[1], found.hi):
            break
    return found


def tighten_sum(tie: Sum, found: Intervals, number: int) -> None:
    """A parent lies within its parts' sums; a part within the parent less the other parts."""
    lo, hi, lo_by, hi_by = (
        a.transpose(AXES[tie.axis]) for a in (found.lo, found.hi, found.lo_by, found.hi_by)
    )
    parts, one = np.array(tie.parts), slice(tie.parent, tie.parent + 1)
    part_lo, part_hi = lo[parts], hi[parts]
    sum_lo, sum_hi = part_lo.sum(axis=0), part_hi.sum(axis=0)
    _raise(lo, lo_by, one, sum_lo[None], number)
    _lower(hi, hi_by, one, sum_hi[None], number)
    _raise(lo, lo_by, parts, lo[tie.parent] - (sum_hi - part_hi), number)
    _lower(hi, hi_by, parts, hi[tie.parent] - (sum_lo - part_lo), number)


def _raise(lo: Ints, by: Ints, where: Ints | slice, bound: Ints, number: int) -> None:
    now = lo[where]
    better = bound > now
    if better.any():
        lo[where] = np.where(better, bound, now)
        by[where] = np.where(better, number, by[where])


def _lower(hi: Ints, by: Ints, where: Ints | slice, bound: Ints, number: int) -> None:
    now = hi[where]
    better = bound < now
    if better.any():
        hi[where] = np.where(better, bound, now)
        by[where] = np.where(better, number, by[where])


def tighten_shares(said: Statements, found: Intervals) -> None:
    """A share bounds the count by the base and the base by the count, in whole numbers."""
    says_more = said.has_share | (said.rest_lo > 0) | (said.rest_hi < UNBOUNDED)
    for answer in np.flatnonzero(np.any(says_more, axis=(0, 1))):
        _tighten_answer(said, found, int(answer))


def _tighten_answer(said: Statements, found: Intervals, answer: int) -> None:
    one, base = np.s_[:, :, answer], np.s_[:, :, 0]
    twice_lo, twice_hi = said.twice_lo[one], said.twice_hi[one]
    share = twice_hi > 0
    most = np.where(share, (twice_hi * found.hi[base] - 1) // 200, UNBOUNDED)
    least = np.maximum(-(-twice_lo * found.lo[base] // 200), found.lo[base] - said.rest_hi[one])
    _raise(found.lo[one], found.lo_by[one], np.s_[:], least, BY_SHARE)
    _lower(
        found.hi[one],
        found.hi_by[one],
        np.s_[:],
        np.minimum(most, found.hi[base] - said.rest_lo[one]),
        BY_SHARE,
    )
    lo, hi = found.lo[one], found.hi[one]
    base_least = np.where(share, 200 * lo // np.maximum(twice_hi, 1) + 1, 0)
    base_most = np.where(share & (twice_lo > 0), 200 * hi // np.maximum(twice_lo, 1), UNBOUNDED)
    by = -1 - answer  # below BY_SHARE: the base was bounded by this answer
    _raise(found.lo[base], found.lo_by[base], np.s_[:], np.maximum(base_least, lo + said.rest_lo[one]), by)
    _lower(found.hi[base], found.hi_by[base], np.s_[:], np.minimum(base_most, hi + said.rest_hi[one]), by)
