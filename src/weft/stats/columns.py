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

    Frame = nw.DataFrame[nw.typing.IntoDataFrame]
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
        self._columns, self._frame = _columns_of(frame)
        self._unread = set() if self._frame is None else {str(name) for name in self._frame.columns}
        self.names: tuple[str, ...] = tuple(self._columns if self._frame is None else self._frame.columns)
        self._coded: dict[str, Coded] = {}
        self._whole: dict[str, Column] = {}
        self._blank: dict[str, int] = {}
        self.shares: dict[Hashable, tuple[Flags, Flags]] = {}
        lengths = {len(c) for c in self._columns.values()} if self._frame is None else {len(self._frame)}
        if len(lengths) != 1 or 0 in lengths:
            raise DesignError(
                "frame", "no rows, or columns of unequal length", "Give one row per respondent."
            )
        self.rows = lengths.pop()

    def column(self, name: str) -> Column:
        """The column as it came, shape (n,). Raises UnknownName."""
        if name not in self._columns:
            self.require(name)
            self._columns[name] = _from_series(self._series(name))
        return self._columns[name]

    def _series(self, name: str) -> Series:
        assert self._frame is not None
        return self._frame[name]

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
        self.read_whole([name])
        whole = self._whole.pop(name, None)
        ones = (self.numbers(name) if whole is None else whole) == 1
        zeros = (self.numbers(name) if whole is None else whole) == 0
        return ones, ones | zeros

    def read_whole(self, names: Sequence[str]) -> None:
        """Read columns of whole numbers for `zeros_and_ones`, all of a type at once: a few calls, not some a column."""
        wanted = [n for n in dict.fromkeys(names) if n in self._unread and n not in self._columns]
        wanted = [n for n in wanted if n not in self._whole]
        if self._frame is None or not wanted:
            return
        import narwhals as nw

        schema = self._frame.select(*wanted).schema
        for dtype in {kind for kind in schema.values() if kind.is_integer()}:
            same = [n for n in wanted if schema[n] == dtype]
            values = self._frame.select(nw.col(*same).fill_null(2)).to_numpy()  # without a float in between
            blank = self._frame.select(nw.col(*same).null_count()).row(0)
            self._whole.update(zip(same, values.T, strict=True))
            self._blank.update(zip(same, blank, strict=True))

    def missing(self, name: str) -> int:
        """How many rows have no value."""
        if name in self._blank:
            return self._blank[name]
        return int(np.count_nonzero(np.isnan(self.numbers(name))))

    def codes(self, name: str) -> Coded:
        """The column as codes and levels. None and NaN are missing; a category called "None" is not."""
        if name not in self._coded:
            self.require(name)
            text = code_text_series(self._series(name)) if name in self._unread else None
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


def _columns_of(frame: object) -> tuple[dict[str, Column], Frame | None]:
    """Columns at hand as arrays, or a data frame whose columns are still to be read."""
    if isinstance(frame, Mapping):
        return {str(k): _array(v) for k, v in frame.items()}, None
    import narwhals as nw

    try:
        native = nw.from_native(frame, eager_only=True)  # type: ignore[call-overload]
    except TypeError:
        raise DesignError(
            "frame", f"a {type(frame).__name__}", "Give a data frame or a dict of arrays."
        ) from None
    return {}, native


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
