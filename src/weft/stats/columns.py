"""The border: any data frame becomes named numpy columns, and a column becomes codes or numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError, UnknownName, rows_in_words

Column = NDArray[np.generic]


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


class Table:
    """Named columns of equal length taken from a data frame or a mapping of arrays.

    Args:
        frame: anything narwhals reads eagerly (polars, pandas, PyArrow, ...) or a mapping name -> array.

    Raises:
        DesignError: when it is neither, has no rows, or its columns differ in length.
    """

    def __init__(self, frame: object) -> None:
        self._columns = _arrays(frame)
        self._coded: dict[str, Coded] = {}
        lengths = {len(c) for c in self._columns.values()}
        if len(lengths) != 1 or 0 in lengths:
            raise DesignError(
                "frame", "no rows, or columns of unequal length", "Give one row per respondent."
            )
        self.rows = lengths.pop()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(self._columns)

    def column(self, name: str) -> Column:
        """The column as it came, shape (n,). Raises UnknownName."""
        if name not in self._columns:
            raise UnknownName("column", str(name), self._columns)
        return self._columns[name]

    def numbers(self, name: str) -> Floats:
        """The column as floats, shape (n,), NaN where missing.

        Raises:
            UnknownName: no such column.
            DesignError: the column holds text.
        """
        column = self.column(name)
        try:
            return np.asarray(column.tolist() if column.dtype == object else column, dtype=np.float64)
        except (TypeError, ValueError):
            raise DesignError(
                name, f"holds text ({_text_rows(column)})", "Give numbers, or count categories with prop()."
            ) from None

    def codes(self, name: str) -> Coded:
        """The column as codes and levels. None and NaN are missing; a category called "None" is not."""
        if name not in self._coded:
            column = self.column(name)
            coded = _code_numbers(column) if column.dtype.kind in "iufb" else _code_objects(column.tolist())
            self._coded[name] = coded
        return self._coded[name]

    def cross(self, names: Sequence[str]) -> tuple[Ints, list[tuple[str, ...]]]:
        """Cross several columns: codes (n,), -1 where any is missing, and the level names of each cell."""
        codes = np.zeros(self.rows, dtype=np.int64)
        labels: list[tuple[str, ...]] = [()]
        for name in names:
            part = self.codes(name)
            known = (codes >= 0) & (part.codes >= 0)
            codes = np.where(known, codes * len(part) + part.codes, -1)
            labels = [(*head, tail) for head in labels for tail in part.labels]
        return codes, labels


def _arrays(frame: object) -> dict[str, Column]:
    if isinstance(frame, Mapping):
        return {str(k): _array(v) for k, v in frame.items()}
    import narwhals as nw

    try:
        native = nw.from_native(frame, eager_only=True)  # type: ignore[call-overload]
    except TypeError:
        raise DesignError(
            "frame", f"a {type(frame).__name__}", "Give a data frame or a dict of arrays."
        ) from None
    return {str(name): _from_series(native[name]) for name in native.columns}


def _from_series(series: object) -> Column:
    import narwhals as nw

    s = cast("nw.Series[nw.typing.IntoSeries]", series)
    if s.dtype.is_integer() and s.null_count():
        return np.asarray(s.cast(nw.Float64).to_numpy())
    if s.dtype.is_numeric():
        return np.asarray(s.to_numpy())
    return _array(s.to_list())


def _array(values: object) -> Column:
    array = np.asarray(values)
    if array.dtype.kind in "iufb":
        return array
    boxed = np.empty(len(array), dtype=object)
    boxed[:] = values if isinstance(values, list) else array.tolist()
    return boxed


def _is_missing(value: object) -> bool:
    return value is None or bool(value != value)


def _label(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _number(value: object) -> float:
    return float(cast("float", value))


def _text_rows(column: Column) -> str:
    return rows_in_words([i for i, v in enumerate(column.tolist()) if isinstance(v, str)])


def _code_numbers(column: Column) -> Coded:
    missing = np.isnan(column) if column.dtype.kind == "f" else np.zeros(len(column), dtype=bool)
    values, inverse = np.unique(column[~missing], return_inverse=True)
    codes = np.full(len(column), -1, dtype=np.int64)
    codes[~missing] = inverse
    return Coded(codes, tuple(values.tolist()))


def _code_objects(values: list[object]) -> Coded:
    seen = {v for v in values if not _is_missing(v)}
    if all(isinstance(v, str) for v in seen):
        ordered = sorted(str(v) for v in seen)
    elif all(isinstance(v, int | float) for v in seen):
        ordered = [_label(v) for v in sorted(seen, key=_number)]
    else:
        ordered = sorted({_label(v) for v in seen})
    place = {label: i for i, label in enumerate(ordered)}
    code = {v: place[_label(v)] for v in seen}
    codes = np.fromiter((code.get(v, -1) for v in values), dtype=np.int64, count=len(values))
    return Coded(codes, tuple(ordered))
