"""Items read side by side, ready for a cube."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Flags, Floats, Ints
from weft.stats.figures import Shape
from weft.stats.items import Answers, Item, read, read_share
from weft.stats.moments_pack import Pack

if TYPE_CHECKING:
    from weft.stats.design import Design

BLOCK_NUMBERS = 4_000_000
MOST_ITEMS = 64
TURNED = 1024  # rows turned at a time: within the core's own cache


@dataclass(frozen=True, eq=False)
class Block:
    """Items of one shape, side by side.

    Args:
        a, b: numerators and denominators, (n, k), 0 where not answered.
        answered: (n, k) of 0 and 1.
        is_total: total rather than ratio, (k,).
        shift: the whole sample's ratio already subtracted from each numerator to keep digits, (k,).
        is_share: a is 0 or 1 and b is 1 for all items.
    """

    a: Floats
    b: Floats
    answered: Floats
    is_total: Flags
    shift: Floats
    is_share: bool


def chunks_of(items: Sequence[Item], rows: int) -> list[list[int]]:
    """Places of the items to read at a time: shares together, others together, a bounded number of numbers."""
    wide = max(1, min(MOST_ITEMS, BLOCK_NUMBERS // rows))
    shares = [i for i, item in enumerate(items) if item.kind == "prop"]
    others = [i for i, item in enumerate(items) if item.kind != "prop"]
    both = ((shares, MOST_ITEMS), (others, wide))
    return [g[s : s + width] for g, width in both for s in range(0, len(g), width)]


def make_block(design: Design, items: Sequence[Item]) -> Block:
    """Read items side by side; numerators of means and ratios lose their overall ratio to keep digits."""
    answers = [read(item, design.table) for item in items]
    a, b = (np.column_stack([getattr(x, side) for x in answers]) for side in "ab")
    answered = np.column_stack([x.answered for x in answers]).astype(np.float64)
    shifts = np.array([_overall(i, x, design.sampling.weights) for i, x in zip(items, answers, strict=True)])
    is_share = all(item.kind == "prop" for item in items)
    return Block(a - shifts * b, b, answered, np.array([i.kind == "total" for i in items]), shifts, is_share)


def _overall(item: Item, answers: Answers, weights: Floats) -> float:
    bottom = float(weights @ answers.b)
    if item.kind in ("prop", "total") or bottom == 0:
        return 0.0
    return float(weights @ answers.a) / bottom


def pack_items(design: Design, items: Sequence[Item], order: Ints) -> tuple[Pack, Shape]:
    """Items of one shape with their rows in the given order: what a sweep adds up."""
    if items[0].kind == "prop":
        design.table.read_whole(
            [i.columns[0] for i in items if i.categories is None and i not in design.table.shares]
        )
        read_in = [read_share(item, design.table) for item in items]
        rows = side_by_side([*(counted for counted, _ in read_in), *(known for _, known in read_in)], order)
        nothing = np.zeros((len(items), 1))
        shape = Shape(nothing > 0, nothing, True, design.sampling.has_population_sizes)
        return Pack(rows, True), shape
    block = make_block(design, items)
    columns = (block.is_total[:, None], block.shift[:, None])
    shape = Shape(*columns, False, design.sampling.has_population_sizes)
    return Pack(np.hstack([block.a, block.b, block.answered])[order], False), shape


def side_by_side(columns: list[Flags], order: Ints) -> NDArray[np.uint8]:
    """Flags of (n,) each as the columns of one array of bytes with its rows in the given order, (n, columns)."""
    rows = np.empty((len(order), len(columns)), dtype=np.uint8)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    part = np.empty((len(columns), TURNED), dtype=np.uint8)
    for start in range(0, len(order), TURNED):
        some = place[start : start + TURNED]
        for into, column in zip(part, columns, strict=True):
            into[: len(some)] = column[start : start + TURNED]
        rows[some] = part[:, : len(some)].T
    return rows
