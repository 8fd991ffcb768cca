"""The figures of a table as analysts see them: perturbed counts, and weighted shares made from those counts alone.

A count is perturbed by the record keys of its people, so the same people show the same number in every table of every
session. A share is the perturbed count of an answer times its people's mean weight, over the same for the base; it is
rounded as the rules of published shares say (weft.stats.disclosure.rules): not shown of fewer than 30 people, in steps
of 5 below 100, and never as 0 or 100 per cent.
"""

from functools import cache
from typing import Any

import numpy as np

from weft.inside.tables.crossing import Block, Crossing
from weft.stats._types import Flags, Floats, Ints
from weft.stats.disclosure.cell_key import HIDDEN, NoiseTable, noise_table, perturb
from weft.stats.disclosure.rules import FULL_BASE, SMALLEST_BASE, SMALLEST_COUNT, end_share, share_step

Figures = dict[str, Any]


@cache
def noise() -> NoiseTable:
    return noise_table()


def figures_of(crossing: Crossing) -> Figures:
    """A table as plain data: what it is split by, its answers, and a row of figures for each group."""
    room = crossing.room
    counts = np.concatenate([_counts(crossing, block) for block in crossing.blocks])
    weights = np.concatenate([_mean_weights(crossing, block) for block in crossing.blocks])
    return {
        "by": [room.groups[name].label for name in crossing.asked.by],
        "answers": [answer.label for answer in crossing.answers],
        "is_weighted": room.is_weighted,
        "rows": [
            _row(label, counts[i], weights[i]) for i, label in enumerate(crossing.labels)
        ],
    }  # fmt: skip


def _counts(crossing: Crossing, block: Block) -> Ints:
    found = []
    for flags in crossing.columns:
        inside = flags & (block.cells >= 0)
        found.append(perturb(block.cells[inside], crossing.room.keys[inside], noise(), block.size))
    return np.stack(found, axis=1)


def _mean_weights(crossing: Crossing, block: Block) -> Floats:
    found = []
    for flags in crossing.columns:
        inside = flags & (block.cells >= 0)
        found.append(_means(block.cells[inside], crossing.room.weights[inside], block.size))
    return np.stack(found, axis=1)


def _means(cells: Ints, weights: Floats, size: int) -> Floats:
    people = np.bincount(cells, minlength=size)
    means: Floats = np.bincount(cells, weights=weights, minlength=size) / np.maximum(people, 1)
    return means


def _row(label: tuple[str, ...], counts: Ints, weights: Floats) -> Figures:
    base = int(counts[0])
    shown: Flags = counts != HIDDEN
    return {
        "of": list(label),
        "base": base if shown[0] else None,
        "counts": [int(n) if ok and shown[0] else None for n, ok in zip(counts[1:], shown[1:], strict=True)],
        "shares": [
            _share(int(n), base, float(w), float(weights[0]))
            for n, w in zip(counts[1:], weights[1:], strict=True)
        ],
    }  # fmt: skip


def _share(count: int, base: int, weight: float, base_weight: float) -> list[Any]:
    """["", None] not shown; ["is" | "about" | "under" | "over", per cent]."""
    if base < SMALLEST_BASE:
        return ["", None]
    end = int(end_share(np.array(base)))
    if count == HIDDEN:
        return ["under", end]
    if base - count < SMALLEST_COUNT:
        return ["over", 100 - end]
    step = int(share_step(np.array(base)))
    share = 100 * count * weight / (base * base_weight) if base_weight else 0.0
    rounded = int(np.floor(share / step + 0.5)) * step
    return ["is" if base >= FULL_BASE else "about", min(max(rounded, step), 100 - step)]
