"""From a slice of rows to its moments: the one kernel behind every engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.columns import Table
from weft.stats.engines.border import native
from weft.stats.engines.moments import SUMS, Moments, Sheet, Stratum
from weft.stats.errors import DesignError, rows_in_words
from weft.stats.items import Answers, Item, read
from weft.stats.stages import interact
from weft.stats.sums import Sums

if TYPE_CHECKING:
    from weft.stats.engines.outline import Drawn, Outline

BLOCK_NUMBERS = 4_000_000
NO_STRATUM: tuple[str, ...] = ("everyone",)


@dataclass(frozen=True, eq=False)
class Units:
    """Who shares a PSU and a stratum in a slice: codes (n,), names of strata, population sizes (n,)."""

    psu: Ints
    stratum: Ints
    names: tuple[str, ...]
    weights: Floats
    sizes: Floats | None


def moments_of(outline: Outline, frame: object) -> Moments:
    """The sums of one slice; see Outline.moments."""
    table = Table(native(frame))
    units = _units(outline.drawn, table)
    answers = [read(_present(item, table), table) for item in outline.listed]
    pivot = np.array([_ratio(i, x, units.weights) for i, x in zip(outline.listed, answers, strict=True)])
    sheets = tuple(_sheet(table, units, answers, (columns, pivot)) for columns in outline.crossings)
    levels = {name: _levels(table, name) for name in _categorical(outline)}
    return Moments(outline, sheets, _strata(units), levels, pivot, _fingerprints(outline.drawn, table, units))


def _units(drawn: Drawn, table: Table) -> Units:
    stratum, labels = np.zeros(table.rows, dtype=np.int64), NO_STRATUM
    if drawn.strata is not None:
        stratum, labels = _complete(table, drawn.strata), table.codes(drawn.strata).labels
    psu = np.arange(table.rows)
    if drawn.psu is not None:
        psu = interact(stratum, _complete(table, drawn.psu))
    sizes = None if drawn.fpc is None else table.numbers(drawn.fpc)
    return Units(psu, stratum, labels, _weights(drawn, table), sizes)


def _complete(table: Table, name: str) -> Ints:
    codes = table.codes(name).codes
    gaps = np.flatnonzero(codes < 0)
    if len(gaps):
        found = f"missing in {rows_in_words(gaps.tolist())} of a slice"
        raise DesignError(name, found, "Every respondent needs one; ask who drew the sample.")
    return codes


def _weights(drawn: Drawn, table: Table) -> Floats:
    if drawn.weights is None:
        return np.ones(table.rows)
    weights = table.numbers(drawn.weights)
    bad = np.flatnonzero(~np.isfinite(weights) | (weights < 0))
    if len(bad):
        found = f"missing, infinite or negative weights ({rows_in_words(bad.tolist())} of a slice)"
        raise DesignError(drawn.weights, found, "Give every respondent a weight of zero or more.")
    return weights


def _present(item: Item, table: Table) -> Item:
    """The item with the categories this slice holds; whether each is held anywhere is seen at the end."""
    if item.categories is None:
        return item
    labels = table.codes(item.columns[0]).labels
    return replace(item, categories=tuple(c for c in item.categories if c in labels))


def _ratio(item: Item, answers: Answers, weights: Floats) -> float:
    bottom = float(weights @ answers.b)
    if item.kind in ("prop", "total") or bottom == 0:
        return 0.0
    return float(weights @ answers.a) / bottom


def _sheet(
    table: Table, units: Units, answers: list[Answers], asked: tuple[tuple[str, ...], Floats]
) -> Sheet:
    """The sums of one breakdown, a bounded number of items at a time."""
    columns, pivot = asked
    cells, labels = table.cross(columns)
    inside = np.flatnonzero(cells >= 0)
    # a line is a stratum in a cell, a pair a PSU in a cell
    lines, line = np.unique(units.stratum[inside] * len(labels) + cells[inside], return_inverse=True)
    _, first, pair = np.unique(
        units.psu[inside] * len(labels) + cells[inside], return_index=True, return_inverse=True
    )
    to_pairs, rows_to_lines = Sums(pair, len(first)), Sums(line, len(lines))
    pairs_to_lines = Sums(line[first], len(lines))
    width = max(1, BLOCK_NUMBERS // table.rows)
    found = [np.zeros((len(lines), len(SUMS), 0))]
    for start in range(0, len(answers), width):
        part = _Rows(answers[start : start + width], pivot[start : start + width], units.weights, inside)
        people = [rows_to_lines(x) for x in part.of_people()]
        psus = [pairs_to_lines(x) for x in part.of_psus(to_pairs)]
        found.append(np.stack([*people, *psus], axis=1))
    keys = tuple((units.names[i // len(labels)], *labels[i % len(labels)]) for i in lines.tolist())
    return Sheet(keys, np.concatenate(found, axis=2))


class _Rows:
    """Some items of the people inside a breakdown: arrays (rows, k)."""

    def __init__(self, answers: list[Answers], pivot: Floats, weights: Floats, inside: Ints) -> None:
        self.w = weights[inside, None]
        self.raw_a = np.column_stack([x.a[inside] for x in answers])
        self.b = np.column_stack([x.b[inside] for x in answers])
        self.answered = np.column_stack([x.answered[inside] for x in answers]).astype(np.float64)
        self.a = self.raw_a - pivot * self.b

    def of_people(self) -> Iterator[Floats]:
        """What is summed over people, in the order of OF_PEOPLE."""
        yield from (self.answered, self.w * self.answered, self.answered * (self.raw_a != 0))
        yield from (self.w * x * y for x, y in ((self.a, self.a), (self.a, self.b), (self.b, self.b)))

    def of_psus(self, to_pairs: Sums) -> Iterator[Floats]:
        """What is summed over PSUs, in the order of OF_PSUS."""
        a, b = to_pairs(self.w * self.a), to_pairs(self.w * self.b)
        yield from (a, b, a * a, a * b, b * b)
        yield (to_pairs(self.answered) > 0).astype(np.float64)
        yield (to_pairs(self.answered * (self.w > 0)) > 0).astype(np.float64)


def _strata(units: Units) -> dict[str, Stratum]:
    _, first = np.unique(units.psu, return_index=True)
    psus = np.bincount(units.stratum[first], minlength=len(units.names))
    low, high = np.full(len(psus), np.inf), np.full(len(psus), -np.inf)
    if units.sizes is not None:
        sizes = np.where(np.isfinite(units.sizes), units.sizes, -1.0)  # a missing size is refused at the end
        np.minimum.at(low, units.stratum, sizes)
        np.maximum.at(high, units.stratum, sizes)
    rows = zip(units.names, psus.tolist(), low.tolist(), high.tolist(), strict=True)
    return {name: Stratum(n, lo, hi) for name, n, lo, hi in rows if n}


def _categorical(outline: Outline) -> dict[str, None]:
    counted = [item.columns[0] for item in outline.listed if item.categories is not None]
    return dict.fromkeys([*(c for crossing in outline.crossings for c in crossing), *counted])


def _levels(table: Table, name: str) -> dict[str, bool]:
    column, labels = table.column(name), table.codes(name).labels
    if column.dtype.kind in "iuf":
        return dict.fromkeys(labels, True)
    known = next((v for v in column if v is not None and v == v), "")
    return dict.fromkeys(labels, isinstance(known, int | float) and not isinstance(known, bool))


def _fingerprints(drawn: Drawn, table: Table, units: Units) -> tuple[Ints, ...]:
    """64 bits for each PSU, the same in every process."""
    if drawn.psu is None:
        return ()
    labels = table.codes(drawn.psu).labels
    codes = table.codes(drawn.psu).codes
    _, first = np.unique(units.psu, return_index=True)
    names = (f"{units.names[units.stratum[i]]}\0{labels[codes[i]]}" for i in first.tolist())
    marks = b"".join(blake2b(name.encode(), digest_size=8).digest() for name in names)
    return (np.frombuffer(marks, dtype=np.int64),)
