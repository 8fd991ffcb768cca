"""Attackers: each takes what a release says, nothing else, and tells what it worked out.

None of them is given the true counts. `recovered` compares afterwards, for the tests and the sign-off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.disclosure.bounds import (
    BY_SHARE,
    Intervals,
    propagate,
    stated,
    tighten_shares,
    tighten_sum,
)
from weft.stats.disclosure.figures import Cell, Statements, known_with
from weft.stats.disclosure.programme import Programme
from weft.stats.disclosure.rules import NARROWEST

MOST_BASES = 1000  # tried one by one


@dataclass(frozen=True)
class Recovered:
    """One thing an attacker worked out. lo, hi: people. how: the attack."""

    cell: Cell
    lo: int
    hi: int
    how: str

    @property
    def is_exact(self) -> bool:
        return self.lo == self.hi


def recovered(found: Intervals, small: Flags, how: str) -> list[Recovered]:
    """The small cells an attacker has narrower than 5."""
    cells = np.argwhere(small & (found.width < NARROWEST))
    return [
        Recovered((int(p), int(c), int(a)), int(found.lo[p, c, a]), int(found.hi[p, c, a]), how)
        for p, c, a in cells
    ]


def together(releases: Sequence[Statements]) -> Statements:
    """Several releases about the same people, as one attacker has them."""
    known = releases[0]
    for other in releases[1:]:
        known = known_with(known, other)
    return known


def differencing(releases: Sequence[Statements]) -> Intervals:
    """Subtract: in every table and wave, each total less its other parts, once."""
    known = together(releases)
    found = stated(known)
    for number, tie in enumerate(known.space.sums, start=1):
        fresh = stated(known)
        tighten_sum(tie, fresh, number)
        np.maximum(found.lo, fresh.lo, out=found.lo)
        np.minimum(found.hi, fresh.hi, out=found.hi)
    return found


def granularity(releases: Sequence[Statements]) -> Intervals:
    """Percentages: which whole bases and counts can give the per cents shown, tried one by one."""
    known = together(releases)
    found = stated(known)
    tighten_shares(known, found)
    for place, cut in np.argwhere(np.any(known.has_share, axis=2)):
        _try_bases(known, found, (int(place), int(cut)))
    return found


def _try_bases(known: Statements, found: Intervals, at: tuple[int, int]) -> None:
    """Of a withdrawn base not every one can be tried: the first of them then raise what is lowest, and no more."""
    answers, lowest = np.flatnonzero(known.has_share[at]), int(found.lo[at][0])
    bases = np.arange(lowest, min(int(found.hi[at][0]), lowest + MOST_BASES) + 1)
    least = -(-known.twice_lo[at][answers] * bases[:, None] // 200)
    most = (known.twice_hi[at][answers] * bases[:, None] - 1) // 200
    least, most = np.maximum(least, known.lo[at][answers]), np.minimum(most, known.hi[at][answers])
    can = np.all(least <= most, axis=1)
    if not can.any():
        return
    if found.hi[at][0] <= lowest + MOST_BASES:
        found.hi[at][0] = bases[can][-1]
        found.hi[at][answers] = np.minimum(found.hi[at][answers], most[can].max(axis=0))
    found.lo[at][0] = bases[can][0]
    found.lo[at][answers] = np.maximum(found.lo[at][answers], least[can].min(axis=0))
    found.lo_by[at][0] = found.hi_by[at][0] = BY_SHARE - int(answers[0])


def linked(releases: Sequence[Statements]) -> Intervals:
    """Everything at once: all tables that share a margin, intersected until nothing changes."""
    return propagate(together(releases), granularity(releases))


def insider(releases: Sequence[Statements], known_records: Ints) -> Intervals:
    """Somebody who knows five people's every answer: at least so many are in each of their cells.

    Args: known_records: how many of the people known are in each cell, (places, cuts, answers).
    Returns: bounds of the people the insider does NOT know, in each cell.
    """
    start = granularity(releases)
    np.maximum(start.lo, known_records, out=start.lo)
    found = propagate(together(releases), start)
    return Intervals(found.lo - known_records, found.hi - known_records, found.lo_by, found.hi_by)


def programmes(releases: Sequence[Statements], cells: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
    """Linear programmes for the cells named, in every family and breakdown that holds them.

    Returns: the tightest interval of each cell, whole people.
    """
    known = together(releases)
    found = linked(releases)
    return {cell: _by_programmes(known, found, cell) for cell in cells}


def _by_programmes(known: Statements, found: Intervals, cell: Cell) -> tuple[int, int]:
    space = known.space
    flat = int(np.ravel_multi_index(cell, space.shape))
    lo, hi = int(found.lo[cell]), int(found.hi[cell])
    for family in space.families:
        for b, cuts in enumerate(space.cut_spans):
            for q, answers in enumerate(space.answer_spans):
                inside = cell[0] in (*family.parts, family.parent) and cell[1] in (0, *cuts.indices)
                if inside and cell[2] in (0, *answers.indices):
                    programme = Programme(known, (found.lo.ravel(), found.hi.ravel()), (family, [(b, q)]))
                    low, high = _ends(programme, flat)
                    lo, hi = max(lo, low), min(hi, high)
    return lo, hi


def _ends(programme: Programme, flat: int) -> tuple[int, int]:
    """The lowest and highest whole number of people in one cell; the widest where a solve fails."""
    ends = []
    for sign in (1.0, -1.0):
        if not programme.lowest({flat: sign}):
            return 0, 10**9
        ids, people = programme.figures()
        ends.append(float(people[ids == flat][0]))
    return int(np.ceil(ends[0] - 1e-6)), int(np.floor(ends[1] + 1e-6))


def averaging(answers: Sequence[Mapping[Cell, float]]) -> dict[Cell, float]:
    """The same cell asked for again and again in a table builder with fresh noise: its mean."""
    cells = set().union(*answers)
    seen: dict[Cell, Floats] = {c: np.array([a[c] for a in answers if c in a]) for c in cells}
    return {cell: float(values.mean()) for cell, values in seen.items()}
