"""The evidence table: every item for everyone, in every breakdown, every area, and both at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from weft.stats.compare import Difference
from weft.stats.design import names, unique_items
from weft.stats.errors import DesignError, UnknownName
from weft.stats.figures import Figures
from weft.stats.intervals import METHODS, Bounds, Estimates, interval
from weft.stats.items import Item
from weft.stats.tabulate import tabulate

if TYPE_CHECKING:
    from typing import BinaryIO

    from weft.stats.columns import Table
    from weft.stats.design import Design
    from weft.stats.exports.rows import Row
    from weft.stats.gaps import Gaps

By = str | tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One figure.

    Args:
        est: the estimate; a share is between 0 and 1.
        se: its design-based standard error.
        lo, hi: its 95 % interval.
        n: unweighted number of people with an answer.
        deff: design effect against a simple random sample of n.
        df: PSUs minus strata among PSUs with an answer here.
        weighted_n: sum of the weights of those n.
        n_counted: unweighted number in the categories counted, for shares.
    """

    est: float
    se: float
    lo: float
    hi: float
    n: int
    deff: float
    df: float
    weighted_n: float = float("nan")
    n_counted: int | None = None

    @property
    def n_effective(self) -> float:
        """The simple random sample that would be as precise: n / deff; n itself when no deff can be known."""
        return self.n / self.deff if self.deff > 0 else float(self.n)


@dataclass(frozen=True, eq=False)
class Breakdown:
    """One crossing of columns with its figures.

    Args:
        columns: the columns crossed; empty for everyone.
        cells: level names of each cell.
        blocks: figures of the items, side by side, in the order of the items.
    """

    columns: tuple[str, ...]
    cells: list[tuple[str, ...]]
    figures: Figures

    @cached_property
    def place(self) -> dict[tuple[str, ...], int]:
        """Where each combination of levels is."""
        return {levels: i for i, levels in enumerate(self.cells)}


@dataclass(frozen=True, eq=False)
class Evidence:
    """Estimates of several items in several breakdowns of one design.

    Args:
        design: where they come from.
        items: the items, in order.
        methods: interval method of each item.
        breakdowns: one entry a crossing, everyone first.
    """

    design: Design
    items: tuple[Item, ...]
    methods: tuple[str, ...]
    breakdowns: tuple[Breakdown, ...]
    _bounds: dict[int, Bounds] = field(default_factory=dict)

    @property
    def watermark(self) -> str:
        """What every figure has to carry; empty when the design is weighted."""
        return self.design.watermark

    def at(self, item: Item | str, /, **levels: str) -> Cell:
        """The figure of one item at the named levels; everyone when none are named.

        Raises: UnknownName: an item, breakdown or level that is not in the evidence; says what is.
        """
        return self.where(item, levels)

    def where(self, item: Item | str, levels: Mapping[str, str]) -> Cell:
        """As `at`, for columns whose names are not Python names."""
        column = self._column(item)
        number, breakdown = self._find(levels)
        wanted = tuple(str(levels[c]) for c in breakdown.columns)
        if wanted not in breakdown.place:
            raise self._no_level(breakdown, wanted)
        return self._cell(number, breakdown.place[wanted], column)

    def to_rows(self) -> list[Row]:
        """Every figure as a plain row, item by item; see exports.rows.Row."""
        from weft.stats.exports.rows import rows

        return list(rows(self))

    def to_frame(self, library: str = "polars") -> object:
        """Every figure in a "polars", "pandas" or "arrow" data frame; see exports.frames.to_frame."""
        from weft.stats.exports.frames import to_frame

        return to_frame(self, library)

    def save(self, file: BinaryIO) -> None:
        """Write the figures, without the people, to an open binary file; see exports.saving.save."""
        from weft.stats.exports.saving import save

        save(self, file)

    def code(self, language: str = "R", data: str = "people.csv") -> str:
        """A script that works out the same figures from a CSV file of the people; see r_code.script."""
        from weft.stats.r_code import script

        return script(self, language, data)

    def cells(self, item: Item | str) -> Iterator[tuple[dict[str, str], Cell]]:
        """Every cell of one item as (levels, figure), everyone first; cells nobody is in are left out."""
        column = self._column(item)
        for number, breakdown in enumerate(self.breakdowns):
            for row, levels in enumerate(breakdown.cells):
                if breakdown.figures.n[row, column] > 0:
                    yield dict(zip(breakdown.columns, levels, strict=True)), self._cell(number, row, column)

    def gap(self, item: Item | str, by: str, level: str) -> Difference:
        """One group against the rest: everyone else whose level is known; with their covariance.

        Source: Heeringa, West & Berglund (2017), section 5.6; Binder (1983).
        """
        from weft.stats.contrasts import against_rest

        return against_rest(self.design, self.items[self._column(item)], by, level)

    def gaps(self, by: str) -> Gaps:
        """Every level of a breakdown against the rest, for all items at once.

        Args:
            by: the breakdown column.

        Returns: Gaps: estimates and standard errors (levels, items); `.at(item, level)` is a Difference as `gap`'s.

        Raises: UnknownName: no such column.

        Source: as `gap`.
        """
        from weft.stats.gaps import gaps

        return gaps(self.design, self.items, by)

    def _column(self, item: Item | str) -> int:
        keys = [i.key for i in self.items]
        key = item if isinstance(item, str) else item.key
        if key not in keys:
            raise UnknownName("item", key, keys)
        return keys.index(key)

    def _find(self, levels: Mapping[str, str]) -> tuple[int, Breakdown]:
        for number, breakdown in enumerate(self.breakdowns):
            if set(breakdown.columns) == set(levels):
                return number, breakdown
        wanted = " x ".join(levels)
        raise UnknownName("breakdown", wanted, [" x ".join(b.columns) or "everyone" for b in self.breakdowns])

    def _no_level(self, breakdown: Breakdown, wanted: tuple[str, ...]) -> UnknownName:
        for position, (column, level) in enumerate(zip(breakdown.columns, wanted, strict=True)):
            known = list(dict.fromkeys(cell[position] for cell in breakdown.cells))
            if level not in known:
                return UnknownName(f"level of '{column}'", level, known)
        return UnknownName("cell", " x ".join(wanted), [])  # pragma: no cover - crossings are complete

    def _cell(self, number: int, row: int, column: int) -> Cell:
        f = self.breakdowns[number].figures
        lo, hi = self.bounds(number)
        counted = f.counted[row, column]
        return Cell(
            est=float(f.est[row, column]),
            se=float(f.se[row, column]),
            lo=float(lo[row, column]),
            hi=float(hi[row, column]),
            n=int(f.n[row, column]),
            deff=float(f.deff[row, column]),
            df=float(f.df[row, column]),
            weighted_n=float(f.weighted_n[row, column]),
            n_counted=None if np.isnan(counted) else int(counted),
        )

    def bounds(self, number: int) -> Bounds:
        """95 % bounds of all cells and items of one breakdown, (cells, k) each; worked out when first asked for.

        Args:
            number: which of `breakdowns`.
        """
        if number not in self._bounds:
            f = self.breakdowns[number].figures
            lo, hi = np.empty_like(f.est), np.empty_like(f.est)
            for method in set(self.methods):
                at = [i for i, m in enumerate(self.methods) if m == method]
                which = slice(None) if len(at) == len(self.methods) else at
                e = Estimates(*(x[:, which] for x in (f.est, f.se, f.df, f.n)))
                lo[:, which], hi[:, which] = interval(method, e)
            self._bounds[number] = lo, hi
        return self._bounds[number]


def gather(
    design: Design, items: Item | Sequence[Item], by: tuple[Sequence[By], str | None], ci: str | None
) -> Evidence:
    """Work out an evidence table. Arguments as Design.evidence, with `by` and `area` together."""
    if ci is not None and ci not in METHODS:
        raise UnknownName("interval method", ci, METHODS)
    listed = unique_items(items)
    methods = tuple(_method(item, ci) for item in listed)
    columns = _crossings(*by)
    figures = tabulate(design, listed, columns, by[1])
    breakdowns = [Breakdown(c, cells_of(design.table, c), figures[c]) for c in columns]
    return Evidence(design, listed, methods, tuple(breakdowns))


def cells_of(table: Table, columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Level names of every cell of a crossing, in the order of its codes."""
    return list(product(*(table.codes(name).labels for name in columns)))


def _method(item: Item, ci: str | None) -> str:
    if item.kind == "prop":
        return ci or "logit"
    return "t"


def _crossings(by: Sequence[By], area: str | None) -> list[tuple[str, ...]]:
    """Everyone, each breakdown, the area, and each breakdown in each area; each once."""
    listed = [names(b) for b in ((by,) if isinstance(by, str) else by)]
    if any(len(set(c)) < len(c) for c in listed):
        raise DesignError("by", "one column crossed with itself", "Name each column once.")
    in_areas = [(*c, area) for c in listed if area is not None and area not in c]
    wanted = [(), *listed, *([(area,)] if area else []), *in_areas]
    return list({frozenset(c): c for c in reversed(wanted)}.values())[::-1]
