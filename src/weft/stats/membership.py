"""Who is in which level of which breakdown, as the sweep over rows multiplies it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Ints
from weft.stats.space import Space

Places = NDArray[np.uint8 | np.uint16 | np.uint32]


@dataclass(frozen=True, eq=False)
class Levels:
    """Breakdowns side by side, their levels numbered on from one to the next.

    Args:
        places: the level of each row in each breakdown, in the layout's order, (n, breakdowns); `missing` for none.
        sizes: number of levels of each breakdown.
    """

    places: Places
    sizes: tuple[int, ...]

    @property
    def count(self) -> int:
        """Number of levels of all breakdowns."""
        return sum(self.sizes)

    @property
    def missing(self) -> int:
        """Nobody's level: the one after the last."""
        return self.count

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The first level of each breakdown."""
        return tuple(accumulate(self.sizes[:-1], initial=0))

    def spots(self, places: Places, space: Space, name: str) -> Spots:
        """Where rows in these levels (r, breakdowns) stand in a matrix (r, levels); valid until `name` is taken."""
        wide = self.count + bool(places.size and places.max() == self.missing)  # a column for nobody's level
        at = space.take(name, places.shape, np.dtype(np.int64))
        np.add(places, np.arange(0, len(places) * wide, wide)[:, None], out=at, casting="unsafe")
        return Spots(at, wide, self.count)


class Spots(NamedTuple):
    """Places in a matrix of (r, levels).

    Args:
        at: of each row and breakdown the place in the matrix's memory, (r, breakdowns).
        wide: columns of the matrix, `levels` or one more.
        levels: those that count.
    """

    at: Ints
    wide: int
    levels: int

    def spread(self, values: NDArray[Any], space: Space, name: str) -> NDArray[Any]:
        """Each row's value, (r,) or one for all, in the levels it is in and 0 elsewhere, (r, levels).

        The result has the type of `values` and is valid until `name` is taken again.
        """
        into = space.take(name, (len(self.at), self.wide), values.dtype)
        into.fill(0)
        each = np.repeat(values, self.at.shape[1]) if values.ndim else values
        into.reshape(-1)[self.at.reshape(-1)] = each
        return into[:, : self.levels]


def levels_of_codes(columns: Iterable[Ints], sizes: Sequence[int], order: Ints) -> Levels:
    """Breakdowns side by side from the code of each row in each, (n,), -1 for none, and the order to read them in."""
    count = sum(sizes)
    levels = Levels(np.empty((len(order), len(sizes)), dtype=np.min_scalar_type(count)), tuple(sizes))
    for into, codes, start in zip(levels.places.T, columns, levels.starts, strict=True):
        into[:] = np.where(codes < 0, count, codes + start).astype(into.dtype)[order]
    return levels
