"""How much somebody can narrow a cell who knows a few people in it or beside it: the worst any such person could.

Knowing k people of a cell raises its lowest count to k. Through a sum that lifts the total and lowers the other
parts. For each cell and each sum the worst division of the known people is taken: some in the cell, the rest beside
it. The people are never named: what is taken is the worst that any of the true people could be.
"""

from __future__ import annotations

import numpy as np

from weft.stats._types import Ints
from weft.stats.disclosure.bounds import AXES, Intervals
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.rules import INSIDER_RECORDS
from weft.stats.disclosure.space import Sum


def insider_widths(counts: Counts, found: Intervals) -> Ints:
    """The width of each cell to whoever knows the five people worst for it, one sum deep.

    Args: found: what somebody knows who knows nobody.
    """
    room = np.maximum(0, np.minimum(counts.values, INSIDER_RECORDS) - found.lo)
    raised = _raised(counts, found, room)
    lost = raised[INSIDER_RECORDS].copy()
    for tie in counts.space.sums:
        _lose_beside(tie, found, (room, raised, lost))
    left: Ints = found.width - lost
    return left


def _raised(counts: Counts, found: Intervals, room: Ints) -> Ints:
    """By how much knowing 0 to 5 people of a cell raises its lowest count, (people known, places, cuts, answers)."""
    known = np.arange(INSIDER_RECORDS + 1)[:, None, None, None]
    raised = np.maximum(0, np.minimum(known, counts.values) - found.lo)
    for tie in counts.space.sums:
        axes = AXES[tie.axis]
        lo, parts, whole = found.lo.transpose(axes), list(tie.parts), _by_people(raised, axes)
        spare = lo[parts].sum(axis=0) - lo[tie.parent]
        inside = room.transpose(axes)[parts].sum(axis=0)
        for k in range(INSIDER_RECORDS + 1):
            now = whole[k, tie.parent]
            np.maximum(now, np.minimum(k, inside) + spare, out=now)
    return raised


def _lose_beside(tie: Sum, found: Intervals, of: tuple[Ints, Ints, Ints]) -> None:
    """Note for each part of a sum what is lost where some of the people known are in the other parts."""
    axes, parts = AXES[tie.axis], list(tie.parts)
    lo, hi, room, lost = (a.transpose(axes) for a in (found.lo, found.hi, of[0], of[2]))
    raised = _by_people(of[1], axes)
    beside = room[parts].sum(axis=0) - room[parts]
    slack = hi[tie.parent] - (lo[parts].sum(axis=0) - lo[parts]) - hi[parts]
    worst = lost[parts]
    for k in range(INSIDER_RECORDS + 1):
        lowered = np.maximum(0, np.minimum(k, beside) - slack)
        worst = np.maximum(worst, lowered + raised[INSIDER_RECORDS - k][parts])
    lost[parts] = worst


def _by_people(raised: Ints, axes: tuple[int, ...]) -> Ints:
    return raised.transpose((0, *(1 + axis for axis in axes)))
