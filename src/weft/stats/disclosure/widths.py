"""How wide a programme leaves each small cell, from as few solves as it takes."""

from __future__ import annotations

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.figures import Cell
from weft.stats.disclosure.programme import Programme
from weft.stats.disclosure.rules import NARROWEST

MOST_PUSHES = 30  # random directions, before cells get programmes of their own
STALLED = 0.9  # a push that leaves more than this share undecided did little
SLACK = 1e-6  # a programme's own rounding, people
SEED = 7  # the directions are the same in every run


class Widths:
    """The lowest and highest value seen of every figure of a programme, whole people.

    The true counts are a point of every programme, so they are where it starts.
    """

    def __init__(self, counts: Counts, programme: Programme) -> None:
        self.programme, self.programmes = programme, 0
        self.shape = counts.space.shape
        self.lo = counts.values.ravel().astype(float)
        self.hi = self.lo.copy()
        ids = np.fromiter(programme.where, np.int64)
        self.small = ids[counts.small.ravel()[ids]]

    def undecided(self) -> Ints:
        """Small cells not yet seen 5 wide, flat ids."""
        return self.small[self.width(self.small) < NARROWEST]

    def width(self, ids: Ints) -> Ints:
        """Whole people between the lowest and the highest, as far as seen."""
        whole = np.floor(self.hi[ids] + SLACK) - np.ceil(self.lo[ids] - SLACK)
        people: Ints = np.rint(whole).astype(np.int64)
        return people

    def push(self, weights: dict[int, float]) -> bool:
        """Solve one objective and note how far every figure went. Returns: whether it was solved."""
        self.programmes += 1
        if not self.programme.lowest(weights):
            return False
        ids, people = self.programme.figures()
        np.minimum.at(self.lo, ids, people)
        np.maximum.at(self.hi, ids, people)
        return True

    def push_together(self) -> None:
        """Push all undecided cells up and down at once, while that decides many.

        No cell is let further than it must go, so that one programme takes as many as it can along. Points of
        the narrower programme are points of the programme.
        """
        rng, slow = np.random.default_rng(SEED), 0
        for _ in range(MOST_PUSHES):
            cells = self.undecided()
            if not len(cells) or slow > 1:
                break
            for sign in (1.0, -1.0):
                weights = sign * rng.uniform(0.5, 1.0, len(cells))
                self.programme.confine(cells, self._far_enough(cells))
                self.push(dict(zip(cells.tolist(), weights.tolist(), strict=True)))
            slow += len(self.undecided()) > STALLED * len(cells)
        self.programme.confine(np.array([], np.int64), (np.array([]), np.array([])))

    def _far_enough(self, cells: Ints) -> tuple[Floats, Floats]:
        """How low and how high undecided cells have to go, whole people."""
        return np.ceil(self.hi[cells] - SLACK) - NARROWEST, np.floor(self.lo[cells] + SLACK) + NARROWEST


def narrow_cells(widths: Widths) -> dict[Cell, Ints]:
    """The small cells a programme pins, each with the figures whose bounds do it, flat ids."""
    widths.push_together()
    narrow: dict[Cell, Ints] = {}
    for flat in widths.undecided().tolist():
        binding: list[Ints] = []
        for sign in (1.0, -1.0):
            if widths.width(np.array([flat]))[0] < NARROWEST and widths.push({flat: sign}):
                binding.append(widths.programme.binding())
        if widths.width(np.array([flat]))[0] < NARROWEST:
            place, cut, answer = np.unravel_index(flat, widths.shape)
            narrow[int(place), int(cut), int(answer)] = np.unique(np.concatenate([*binding, [flat]]))
    return narrow
