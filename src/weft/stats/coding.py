"""Categories as small whole numbers: every column is numbered once, in time proportional to its rows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Floats, Ints

if TYPE_CHECKING:
    import narwhals as nw

Column = NDArray[np.generic]
SPARSE = 8  # a table of marks may hold this many places a row before sorting is cheaper
MOST_TEXT_LEVELS = 60_000
FIRST_LOOK = 20_000  # rows that mostly hold every level there is


@dataclass(frozen=True, eq=False)
class Coded:
    """A categorical column: codes (n,), -1 where missing, and the level behind each code."""

    codes: Ints
    values: tuple[object, ...]

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The levels as text; whole numbers without a decimal point."""
        return tuple(_label(v) for v in self.values)

    def __len__(self) -> int:
        return len(self.values)


def compress(codes: Ints, bound: int) -> tuple[Ints, Ints]:
    """Number the distinct values of codes (n,) in 0..bound-1 from zero, in their order.

    Returns: the values in use, (q,), and the number of each row's value, (n,).
    """
    if bound > SPARSE * len(codes) + 1024:
        values, number = np.unique(codes, return_inverse=True)
        return values, number.astype(np.int64)
    used = np.zeros(bound, dtype=bool)
    used[codes] = True
    values = np.flatnonzero(used)
    if len(values) == bound:
        return values, codes
    return values, (np.cumsum(used) - 1)[codes]


def code_column(column: Column) -> Coded:
    """A column of numbers, flags or objects as codes and levels."""
    return _code_numbers(column) if column.dtype.kind in "iufb" else _code_objects(column.tolist())


def code_text_series(series: nw.Series[nw.typing.IntoSeries]) -> Coded | None:
    """A polars column of text as codes and levels, without a Python object a row; None for anything else."""
    if not series.implementation.is_polars() or str(series.dtype) != "String":
        return None
    import polars as pl

    native = cast("pl.Series", series.to_native())
    for rows in (native.head(FIRST_LOOK), native):
        values = sorted(v for v in rows.unique().to_list() if v is not None)
        if len(values) > MOST_TEXT_LEVELS:
            return None
        coded = native.cast(pl.Enum(values), strict=False)
        if coded.null_count() == native.null_count():
            break
    physical = coded.to_physical().cast(pl.Int64)
    whole = physical.fill_null(-1) if physical.null_count() else physical
    return Coded(whole.to_numpy(), tuple(values))


def _code_numbers(column: Column) -> Coded:
    missing = np.isnan(column) if column.dtype.kind == "f" else None
    if missing is None or not missing.any():
        values, codes = _distinct(column)
        return Coded(codes, tuple(values.tolist()))
    values, inverse = _distinct(column[~missing])
    codes = np.full(len(column), -1, dtype=np.int64)
    codes[~missing] = inverse
    return Coded(codes, tuple(values.tolist()))


def _distinct(column: Column) -> tuple[Column, Ints]:
    """np.unique with the inverse, by marks in a table when the numbers are whole and close together."""
    whole = _whole(column)
    if whole is not None:
        low = int(whole.min())
        values, codes = compress(whole - low, int(whole.max()) - low + 1)
        return (values + low).astype(column.dtype), codes
    values, inverse = np.unique(column, return_inverse=True)
    return values, inverse.astype(np.int64)


def _whole(column: Column) -> Ints | None:
    """The column as 64-bit whole numbers, when it is that and spans few enough of them."""
    if not len(column):
        return None
    low, high = float(column.min()), float(column.max())
    if not (-(2.0**52) < low <= high < 2.0**52 and high - low < SPARSE * len(column) + 1024):
        return None
    whole = column.astype(np.int64)
    same = column.dtype.kind != "f" or bool(np.array_equal(whole, cast("Floats", column)))
    return whole if same else None


def _code_objects(values: list[object]) -> Coded:
    seen = {v for v in set(values) if not is_missing(v)}
    if all(isinstance(v, str) for v in seen):
        ordered = sorted(str(v) for v in seen)
    elif all(isinstance(v, int | float) for v in seen):
        ordered = [_label(v) for v in sorted(seen, key=_number)]
    else:
        ordered = sorted({_label(v) for v in seen})
    place = {label: i for i, label in enumerate(ordered)}
    code = {v: place[_label(v)] for v in seen}
    codes = np.fromiter(map(code.get, values, repeat(-1)), dtype=np.int64, count=len(values))
    return Coded(codes, tuple(ordered))


def is_missing(value: object) -> bool:
    """None and NaN."""
    return value is None or bool(value != value)


def _label(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _number(value: object) -> float:
    return float(cast("float", value))


def known_order(codes: Ints, size: int) -> Ints:
    """Rows by code, ties in their order, (n,): one counting sort. Codes lie in 0..size-1."""
    from scipy.sparse import csr_array

    if np.all(codes[1:] >= codes[:-1]):
        return np.arange(len(codes))
    rows = np.arange(len(codes), dtype=np.int32)
    sorted_rows = csr_array((np.zeros(len(codes), dtype=np.int8), (codes, rows)), shape=(size, len(codes)))
    return np.asarray(sorted_rows.indices, dtype=np.int64)


def first_rows(codes: Ints) -> Ints:
    """The first row of each code 0, 1, 2, ... in use without gaps, shape (q,)."""
    first = np.empty(int(codes.max()) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def all_same(codes: Ints, inside: Ints, size: int) -> bool:
    """Whether each group `inside` (n,), 0..size-1, holds one code only."""
    last = np.zeros(size, dtype=codes.dtype)
    last[inside] = codes
    return bool(np.array_equal(last[inside], codes))
