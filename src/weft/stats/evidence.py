"""The evidence table: every item for everyone, in every breakdown, every area, and both at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats
from weft.stats.compare import Difference
from weft.stats.cube import Block, Figures, Plan
from weft.stats.design import names, unique_items
from weft.stats.errors import DesignError, UnknownName
from weft.stats.intervals import METHODS, Bounds, Estimates, interval
from weft.stats.items import Answers, Item, read

if TYPE_CHECKING:
    from typing import BinaryIO

    from weft.stats.design import Design
    from weft.stats.exports.rows import Row

By = str | tuple[str, ...]
BLOCK_NUMBERS = 4_000_000


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
    _bounds: dict[tuple[int, int], Bounds] = field(default_factory=dict)

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
        lo, hi = self._interval(number, column)
        counted = f.counted[row, column]
        return Cell(
            est=float(f.est[row, column]),
            se=float(f.se[row, column]),
            lo=float(lo[row]),
            hi=float(hi[row]),
            n=int(f.n[row, column]),
            deff=float(f.deff[row, column]),
            df=float(f.df[row, column]),
            weighted_n=float(f.weighted_n[row, column]),
            n_counted=None if np.isnan(counted) else int(counted),
        )

    def _interval(self, number: int, column: int) -> Bounds:
        """Bounds of one item in one breakdown, worked out when first asked for."""
        if (number, column) not in self._bounds:
            f = self.breakdowns[number].figures
            e = Estimates(f.est[:, column], f.se[:, column], f.df[:, column], f.n[:, column])
            self._bounds[number, column] = interval(self.methods[column], e)
        return self._bounds[number, column]


def gather(
    design: Design, items: Item | Sequence[Item], by: tuple[Sequence[By], str | None], ci: str | None
) -> Evidence:
    """Work out an evidence table. Arguments as Design.evidence, with `by` and `area` together."""
    if ci is not None and ci not in METHODS:
        raise UnknownName("interval method", ci, METHODS)
    listed = unique_items(items)
    methods = tuple(_method(item, ci) for item in listed)
    columns = _crossings(*by)
    crossings = [design.table.cross(c) for c in columns]
    plans = [design.sampling.plan(codes, len(cells)) for codes, cells in crossings]
    figures = _in_blocks(design, listed, plans)
    breakdowns = [
        Breakdown(c, cells, f) for c, (_, cells), f in zip(columns, crossings, figures, strict=True)
    ]
    return Evidence(design, listed, methods, tuple(breakdowns))


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


def _in_blocks(design: Design, items: tuple[Item, ...], plans: list[Plan]) -> list[Figures]:
    """Figures of every plan, reading a bounded number of columns at a time."""
    width = max(1, BLOCK_NUMBERS // design.table.rows)
    shares = [i for i, item in enumerate(items) if item.kind == "prop"]
    others = [i for i, item in enumerate(items) if item.kind != "prop"]
    chunks = [g[s : s + width] for g in (shares, others) for s in range(0, len(g), width)]
    order = np.argsort([i for chunk in chunks for i in chunk])
    parts: list[list[Figures]] = [[] for _ in plans]
    for chunk in chunks:
        block = make_block(design, [items[i] for i in chunk])
        for plan, found in zip(plans, parts, strict=True):
            found.append(plan.estimate(block))
    return [_side_by_side(found, order) for found in parts]


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


def _side_by_side(found: list[Figures], order: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Figures:
    """Join blocks of figures and bring the items back into their own order."""
    fields = Figures.__dataclass_fields__
    return Figures(**{name: np.hstack([getattr(f, name) for f in found])[:, order] for name in fields})
