"""Passes over the margins of a raking, for one weighting or many side by side.

Neighbouring margins are fitted in turn on the small table of their crossing, so that the cells, of which there may
be nearly as many as rows, are added up and scaled once for all of them. The steps are those of one margin at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import cast

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError
from weft.stats.sums import Sums

Add = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Step:
    """Margins fitted together.

    Args:
        place: of each cell, its place in the margins' crossing, (q,).
        add: adds cells up to the crossing.
        margins: of each margin the level of each place, what adds the crossing up to the levels, and the targets.
    """

    place: Ints
    add: Add
    margins: list[tuple[Ints, Add, Floats]]

    def fit(self, cells: Floats, spread: Floats) -> float:
        """Scale the cells (q,) or (q, r) to each margin in turn; returns the largest gap met on the way.

        Raises: DesignError: one of many weightings leaves a level with a target empty.
        """
        crossing, gap = self.add(cells), 0.0
        factors = np.ones_like(crossing)
        for level, add, target in self.margins:
            now = add(crossing)
            gap = max(gap, float(np.abs(now - target).max()))
            if now.ndim > 1 and np.any((now <= 0) & (target > 0)):
                raise DesignError("replicates", "one leaves a margin's level empty", "Join small levels.")
            ratio = np.divide(target, now, out=np.zeros_like(now), where=now > 0)[level]
            crossing *= ratio
            factors *= ratio
        np.take(factors, self.place, axis=0, out=spread, mode="clip")
        cells *= spread
        return gap


def steps_of(levels: Sequence[Ints], targets: Sequence[Floats], is_many: bool) -> list[Step]:
    """The steps of one pass over all margins, in their order.

    Args:
        levels: for each margin, the level of each cell, (q,).
        targets: for each margin, the population of each level.
        is_many: many weightings stand side by side, (q, r), rather than one, (q,).
    """
    sizes, steps = [len(t) for t in targets], []
    for first, last in _together(sizes, len(levels[0])):
        shape = sizes[first:last]
        place = np.ravel_multi_index(list(levels[first:last]), shape)
        grid = np.unravel_index(np.arange(prod(shape)), shape)
        margins = [
            (level, _adder(level, len(target), is_many), target[:, None] if is_many else target)
            for level, target in zip(grid, targets[first:last], strict=True)
        ]
        steps.append(Step(place, _adder(place, prod(shape), is_many), margins))
    return steps


def _adder(codes: Ints, size: int, is_many: bool) -> Add:
    return Sums(codes, size) if is_many else cast("Add", partial(np.bincount, codes, minlength=size))


def _together(sizes: list[int], cells: int) -> list[tuple[int, int]]:
    """Which neighbouring margins to fit together: the division that touches the fewest numbers."""
    best: list[tuple[int, list[tuple[int, int]]]] = [(0, [])]
    for last in range(1, len(sizes) + 1):
        ways = [
            (
                best[first][0] + cells + (last - first) * prod(sizes[first:last]),
                [*best[first][1], (first, last)],
            )
            for first in range(last)
        ]
        best.append(min(ways))
    return best[-1][1]
