"""The border: any data frame becomes named numpy columns, and a column becomes codes or numbers."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.coding import Coded, Column, code_column, code_text_series
from weft.stats.errors import DesignError, UnknownName, rows_in_words

if TYPE_CHECKING:
    import narwhals as nw

    Series = nw.Series[nw.typing.IntoSeries]


class Table:
    """Named columns of equal length taken from a data frame or a mapping of arrays.

    Args:
        frame: anything narwhals reads eagerly (polars, pandas, PyArrow, ...) or a mapping name -> array.
            A frame's columns are read when first asked for.

    Raises:
        DesignError: when it is neither, has no rows, or its columns differ in length.
    """

    def __init__(self, frame: object) -> None:
        self._columns, self._unread = _columns_of(frame)
        self._coded: dict[str, Coded] = {}
        self.shares: dict[Hashable, tuple[Flags, Flags]] = {}
        lengths = {*map(len, self._columns.values()), *map(len, self._unread.values())}
        if len(lengths) != 1 or 0 in lengths:
            raise DesignError(
                "frame", "no rows, or columns of unequal length", "Give one row per respondent."
            )
        self.rows = lengths.pop()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(self._unread or self._columns)

    def column(self, name: str) -> Column:
        """The column as it came, shape (n,). Raises UnknownName."""
        if name not in self._columns:
            self.require(name)
            self._columns[name] = _from_series(self._unread[name])
        return self._columns[name]

    def require(self, name: str) -> None:
        """Raises UnknownName when there is no such column."""
        if name not in self._columns and name not in self._unread:
            raise UnknownName("column", str(name), self.names)

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

    def zeros_and_ones(self, name: str) -> tuple[Flags, Flags]:
        """Where the column is 1 and where it is 0 or 1, each (n,). Raises as `numbers`."""
        self.require(name)
        series = self._unread.get(name)
        if name not in self._columns and series is not None and series.dtype.is_integer():
            whole = series.fill_null(2).to_numpy()  # without a float column in between
        else:
            whole = self.numbers(name)
        ones = whole == 1
        return ones, ones | (whole == 0)

    def missing(self, name: str) -> int:
        """How many rows have no value."""
        series = self._unread.get(name)
        if name not in self._columns and series is not None and series.dtype.is_integer():
            return series.null_count()
        return int(np.count_nonzero(np.isnan(self.numbers(name))))

    def codes(self, name: str) -> Coded:
        """The column as codes and levels. None and NaN are missing; a category called "None" is not."""
        if name not in self._coded:
            self.require(name)
            text = code_text_series(self._unread[name]) if name in self._unread else None
            self._coded[name] = text or code_column(self.column(name))
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


def _columns_of(frame: object) -> tuple[dict[str, Column], dict[str, Series]]:
    """Columns at hand as arrays, and columns of a data frame still to be read."""
    if isinstance(frame, Mapping):
        return {str(k): _array(v) for k, v in frame.items()}, {}
    import narwhals as nw

    try:
        native = nw.from_native(frame, eager_only=True)  # type: ignore[call-overload]
    except TypeError:
        raise DesignError(
            "frame", f"a {type(frame).__name__}", "Give a data frame or a dict of arrays."
        ) from None
    return {}, {str(name): native[name] for name in native.columns}


def _from_series(s: Series) -> Column:
    import narwhals as nw

    if s.dtype.is_integer() and s.null_count():
        return np.asarray(s.cast(nw.Float64).to_numpy())
    if s.dtype.is_numeric():
        return np.asarray(s.to_numpy())
    return _array(s.to_list())


def _array(values: object) -> Column:
    array = np.asarray(values)
    if array.dtype.kind in "iufb" or (array.dtype == object and array is values):
        return array
    boxed = np.empty(len(array), dtype=object)
    boxed[:] = values if isinstance(values, list) else array.tolist()
    return boxed


def _text_rows(column: Column) -> str:
    return rows_in_words([i for i, v in enumerate(column.tolist()) if isinstance(v, str)])
