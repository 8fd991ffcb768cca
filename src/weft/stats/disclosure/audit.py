"""Audit and repair: find every small cell that the release as a whole gives away, and withdraw until none is.

1. Propagate bounds through every sum and share, all tables together; withdraw what pins a cell.
2. Where propagation leaves a cell wide, let linear programmes decide: one for each breakdown x question in each
   family of places, its edges bounded by what propagation found. A point of a programme widens every cell
   of it at once, so that few cells need programmes of their own.
3. Withdraw, and repeat until every small cell is at least 5 wide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Ints
from weft.stats.disclosure.bounds import Cell, Intervals, propagate
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.figures import Statements, known_with, publish, withdraw
from weft.stats.disclosure.programme import Programme
from weft.stats.disclosure.rules import NARROWEST, Showing
from weft.stats.disclosure.space import Family
from weft.stats.disclosure.trace import behind
from weft.stats.disclosure.widths import Widths, narrow_cells
from weft.stats.errors import DesignError

NEARER = 1.5  # a figure one step nearer to the narrow cell counts so many times as much
MOST_ROUNDS = 200


@dataclass(frozen=True)
class Certificate:
    """What the audit found, for the person who signs a release off.

    Args:
        cells: small cells protected. narrowest: width of the narrowest interval, people.
        figures: figures with a number before the audit; withdrawn: how many it took out.
        rounds: withdrawals and audits in turn. programmes: linear programmes solved.
    """

    cells: int
    narrowest: int
    figures: int
    withdrawn: int
    rounds: int
    programmes: int

    @property
    def withdrawn_share(self) -> float:
        """Of all figures with a number, the share that had to go."""
        return self.withdrawn / self.figures if self.figures else 0.0


@dataclass(frozen=True, eq=False)
class Audited:
    """A population's figures as they may be released.

    Args:
        said: the figures. known: together with earlier releases of the same people.
        intervals: what anybody can work out about every count, people.
    """

    said: Statements
    known: Statements
    intervals: Intervals
    certificate: Certificate


def audit(counts: Counts, earlier: Iterable[Statements] = ()) -> Audited:
    """Publish by the rules, then withdraw until every small cell is at least 5 wide.

    Args:
        counts: the true counts.
        earlier: what was released before about the same people, in the same space (see `align`).

    Raises: DesignError: earlier releases alone give a cell away, so that nothing withdrawn now can help.
    """
    return Audit(counts, tuple(earlier)).run()


class Audit:
    """One run: the statements it withdraws from, and what it counts on the way."""

    def __init__(self, counts: Counts, earlier: tuple[Statements, ...]) -> None:
        self.counts, self.earlier = counts, earlier
        self.said = publish(counts)
        self.figures = int(self.said.visible.sum())
        self.withdrawn = self.rounds = self.programmes = 0
        self.settled: set[tuple[Family, tuple[int, int]]] = set()

    def run(self) -> Audited:
        """Propagate and repair; then programmes, and again, until nothing is narrow."""
        if self.counts.space.population.is_exempt:
            return self._done(propagate(self.known()))
        for _ in range(MOST_ROUNDS):
            found = self._repair_by_propagation()
            narrow = self._narrow_by_programmes(found)
            if not narrow:
                return self._done(found)
            self._withdraw(narrow.values())
        raise DesignError("audit", "no end", "Publish fewer tables.")

    def known(self) -> Statements:
        """This release and the earlier ones, as one reader has them."""
        known = self.said
        for other in self.earlier:
            known = known_with(known, other)
        return known

    def _repair_by_propagation(self) -> Intervals:
        for _ in range(MOST_ROUNDS):
            known = self.known()
            found = propagate(known)
            narrow = np.argwhere(self.counts.small & (found.width < NARROWEST))
            if not len(narrow):
                return found
            cells = [(int(p), int(c), int(a)) for p, c, a in narrow]
            self._withdraw(self._withdrawable(behind(known, found, cell)) for cell in cells)
        raise DesignError("audit", "no end", "Publish fewer tables.")

    def _withdrawable(self, figures: Mapping[Cell, int]) -> dict[Cell, int]:
        """Of the figures behind a cell, those of this release that no earlier one shows."""
        out = np.any([other.visible for other in self.earlier], axis=0) if self.earlier else None
        return {f: n for f, n in figures.items() if self.said.visible[f] and (out is None or not out[f])}

    def _withdraw(self, behind_each: Iterable[Mapping[Cell, int]]) -> None:
        """Withdraw a few figures so that each narrow cell loses one of those behind it.

        First the one that pins most cells and is nearest to them; of equals the smallest.
        """
        left = list(behind_each)
        if not all(left):
            raise DesignError(
                "audit", "a cell that earlier releases give away", "Nothing more can protect it."
            )
        why = Showing.EARLIER_RELEASE if self.earlier else Showing.WITHDRAWN
        while left:
            weight: dict[Cell, float] = defaultdict(float)
            for figures in left:
                for figure, steps in figures.items():
                    weight[figure] += NEARER**-steps
            chosen = max(weight, key=lambda f: (weight[f], -self.counts.values[f], f))
            withdraw(self.said, chosen, why)
            self.withdrawn += 1
            left = [figures for figures in left if chosen not in figures]
        self.rounds += 1

    def _narrow_by_programmes(self, found: Intervals) -> dict[Cell, dict[Cell, int]]:
        """Narrow cells that only a programme sees, each with the figures behind it."""
        space, known = self.counts.space, self.known()
        bounds = found.lo.ravel(), found.hi.ravel()
        narrow: dict[Cell, dict[Cell, int]] = {}
        for family in space.families:
            for b in range(len(space.cut_spans)):
                for q in range(len(space.answer_spans)):
                    if (family, (b, q)) not in self.settled and self._holds_small_cells(family, (b, q)):
                        widths = Widths(self.counts, Programme(known, bounds, (family, [(b, q)])))
                        new = narrow_cells(widths)
                        self.programmes += widths.programmes
                        if not new:
                            self.settled.add((family, (b, q)))
                        for cell, figures in new.items():
                            narrow.setdefault(cell, self._traced(known, found, figures))
        return narrow

    def _holds_small_cells(self, family: Family, block: tuple[int, int]) -> bool:
        """Whether a breakdown x question has anything to protect there: if not, it needs no programme."""
        space = self.counts.space
        places = [*family.parts, *([] if family.parent is None else [family.parent])]
        cuts = [0, *space.cut_spans[block[0]].indices]
        answers = sorted({0, *space.answer_spans[block[1]].indices.tolist()})
        return bool(self.counts.small[np.ix_(places, cuts, answers)].any())

    def _traced(self, known: Statements, found: Intervals, figures: Ints) -> dict[Cell, int]:
        """The published figures behind the bounds that held a programme back."""
        traced: dict[Cell, int] = {}
        for flat in figures:
            place, cut, answer = np.unravel_index(flat, known.space.shape)
            cell = int(place), int(cut), int(answer)
            if known.visible[cell]:
                traced[cell] = 0
            for figure, steps in behind(known, found, cell).items():
                traced[figure] = min(traced.get(figure, steps + 1), steps + 1)
        return self._withdrawable(traced)

    def _done(self, found: Intervals) -> Audited:
        small = self.counts.small & (not self.counts.space.population.is_exempt)
        narrowest = int(found.width[small].min()) if small.any() else 0
        counted = int(small.sum()), narrowest, self.figures, self.withdrawn, self.rounds, self.programmes
        return Audited(self.said, self.known(), found, Certificate(*counted))
