"""Evidence as plain rows, one a figure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weft.stats.intervals import LEVEL

if TYPE_CHECKING:
    from weft.stats.evidence import Cell, Evidence


@dataclass(frozen=True)
class Row:
    """One figure with where it stands.

    Args:
        item: key of the item.
        label: its words for people; the key when it has none.
        kind: "prop", "mean", "total" or "ratio".
        method: how its interval was made.
        levels: {column: level}; empty for everyone.
        cell: the figure; a share is between 0 and 1.
        watermark: what the figure has to carry; empty when the design was weighted.
        confidence: of the interval, 0.95.
    """

    item: str
    label: str
    kind: str
    method: str
    levels: dict[str, str]
    cell: Cell
    watermark: str
    confidence: float = LEVEL


def rows(evidence: Evidence) -> Iterator[Row]:
    """Every figure, item by item, everyone first; cells nobody is in are left out."""
    for item, method in zip(evidence.items, evidence.methods, strict=True):
        for levels, cell in evidence.cells(item):
            label = item.label or item.key
            yield Row(item.key, label, item.kind, method, levels, cell, evidence.watermark)
