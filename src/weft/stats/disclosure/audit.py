"""Audit and repair: find every small cell that the release as a whole gives away, and withdraw until none is.

1. Propagate bounds through every sum and share, all tables together; withdraw what pins a cell.
2. Where propagation leaves a cell wide, let linear programmes decide: one for each breakdown x question in each
   family of places, its edges bounded by what propagation found. A point of a programme widens every cell
   of it at once, so that few cells need programmes of their own.
3. Withdraw, and repeat until every small cell is at least 5 wide.
4. Then guard against insiders: withdraw until it stays so for whoever knows the five people worst for it, as far as
   3 % of the figures allow; give back what turned out not to be needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Flags, Ints
from weft.stats.disclosure.bounds import Intervals, narrowed, propagate
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.figures import Cell, Statements, known_with, publish, show_again, take_out
from weft.stats.disclosure.insiders import insider_widths
from weft.stats.disclosure.programme import Programme
from weft.stats.disclosure.rules import MOST_WITHDRAWN, NARROWEST, Showing
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
        inside: the narrowest that the worst five people known, of all there are, could make a small cell.
    """

    cells: int
    narrowest: int
    figures: int
    withdrawn: int
    rounds: int
    programmes: int
    inside: int

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
        self.first = self.said.copy()
        self.figures = int(self.said.visible.sum())
        self.withdrawn: list[Cell] = []
        self.rounds = self.programmes = 0
        self.settled: set[tuple[Family, tuple[int, int]]] = set()

    def run(self) -> Audited:
        """Until nothing is narrow to anybody outside; then to insiders."""
        if self.counts.space.population.is_exempt:
            return self._done(propagate(self.known()))
        return self._done(self._guard_against_insiders(self._settle(guard=0)))

    def _settle(self, guard: int) -> Intervals:
        """Propagate and repair; then programmes, and again, until nothing is narrow."""
        for _ in range(MOST_ROUNDS):
            found = self._repair_by_propagation(guard)
            narrow = self._narrow_by_programmes(found)
            if not narrow:
                return found
            self._withdraw(narrow.values())
        raise DesignError("audit", "no end", "Publish fewer tables.")

    def _guard_against_insiders(self, outside: Intervals) -> Intervals:
        """The widest guard that may be paid for; where the outsiders cost more than 3 %, it may double that."""
        before = self.said.copy(), list(self.withdrawn), set(self.settled)
        most, outsiders = MOST_WITHDRAWN * self.figures, len(self.withdrawn)
        most = 2 * outsiders if outsiders > most else most
        for guard in range(NARROWEST, 0, -1):
            self._repair_by_propagation(guard)
            self._give_back(guard)
            if len(self.withdrawn) <= most:
                found = self._settle(guard)
                if len(self.withdrawn) <= most:
                    return found
            self.said, self.withdrawn, self.settled = before[0].copy(), list(before[1]), set(before[2])
        return outside

    def _give_back(self, guard: int) -> None:
        """Show again, largest first, each figure without which propagation finds nothing narrower than asked."""
        self.settled.clear()
        found = propagate(self.known())
        narrow = self._narrow(found, guard)
        for cell in sorted(self.withdrawn, key=lambda c: (-self.counts.values[c], c)):
            kept = show_again(self.said, self.first, cell)
            again = propagate(self.known(), narrowed(found, self.said, cell))
            if np.any(self._narrow(again, guard) & ~narrow):
                show_again(self.said, kept, cell)
            else:
                found = again
                self.withdrawn.remove(cell)

    def _narrow(self, found: Intervals, guard: int) -> Flags:
        """Small cells narrower than 5 to anybody, or narrower than the guard to an insider."""
        narrow = found.width < NARROWEST
        if guard:
            narrow |= insider_widths(self.counts, found) < guard
        return self.counts.small & narrow

    def known(self) -> Statements:
        """This release and the earlier ones, as one reader has them."""
        known = self.said
        for other in self.earlier:
            known = known_with(known, other)
        return known

    def _repair_by_propagation(self, guard: int) -> Intervals:
        for _ in range(MOST_ROUNDS):
            known = self.known()
            found = propagate(known)
            behind_each = [
                figures
                for cell in _cells(self._narrow(found, guard))
                if (figures := self._withdrawable(behind(known, found, cell)))
                or found.width[cell] < NARROWEST
            ]
            if not behind_each:
                return found
            self._withdraw(behind_each)
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
            take_out(self.said, self.counts, chosen, why)
            self.withdrawn.append(chosen)
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
        narrowest = inside = 0
        if small.any():
            narrowest = int(found.width[small].min())
            inside = int(insider_widths(self.counts, found)[small].min())
        run = self.figures, len(self.withdrawn), self.rounds, self.programmes
        return Audited(self.said, self.known(), found, Certificate(int(small.sum()), narrowest, *run, inside))


def _cells(where: Flags) -> list[Cell]:
    return [(int(p), int(c), int(a)) for p, c, a in np.argwhere(where)]
