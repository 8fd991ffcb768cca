"""Waves: the same question asked of independent samples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from weft.stats.compare import Difference, independent
from weft.stats.errors import UnknownName

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.evidence import Cell
    from weft.stats.items import Item


@dataclass(frozen=True)
class Change(Difference):
    """What changed between two waves: the Difference for everyone, and one per level.

    Args:
        levels: the change in each level of the breakdown that both waves hold.
        only_in: levels one of the waves lacks, by level: the wave that has it.
    """

    levels: dict[str, Difference] = field(default_factory=dict)
    only_in: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Stack:
    """Designs side by side, drawn independently.

    Args:
        waves: {wave: design}.
    """

    waves: Mapping[str, Design]

    def change(self, item: Item, before: str, after: str, *, by: str | None = None) -> Change:
        """after minus before, for everyone and for each level of a breakdown.

        Args:
            item: what to compare.
            before, after: names of waves.
            by: a column both waves hold.

        Returns: Change: the Difference for everyone, with `.levels[level]` a Difference each.

        Raises: UnknownName: a wave that is not there.

        Source: Kish (1965), section 12.4; independent samples, so variances add.
        """
        old, new = (self._wave(w).evidence(item, by=(by,) if by else ()) for w in (before, after))
        change = Change(**asdict(independent(new.at(item), old.at(item))))
        if by is None:
            return change
        levels = [dict(_levels_of(e.cells(item), by)) for e in (old, new)]
        for level in dict.fromkeys([*levels[0], *levels[1]]):
            if level in levels[0] and level in levels[1]:
                change.levels[level] = independent(levels[1][level], levels[0][level])
            else:
                change.only_in[level] = before if level in levels[0] else after
        return change

    def _wave(self, name: str) -> Design:
        if name not in self.waves:
            raise UnknownName("wave", str(name), self.waves)
        return self.waves[name]


def _levels_of(cells: Iterator[tuple[dict[str, str], Cell]], by: str) -> Iterator[tuple[str, Cell]]:
    return ((levels[by], cell) for levels, cell in cells if by in levels)


def stack(waves: Mapping[str, Design]) -> Stack:
    """Put designs side by side as independent samples. Args: waves: {name: design}. Returns: Stack."""
    return Stack(dict(waves))
