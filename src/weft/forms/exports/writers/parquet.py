"""Parquet: one file a table, every column typed, empty where there is no answer and the reason beside it."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from weft.forms.exports.cells import Cell
from weft.forms.exports.columns import Column, Value, value_in
from weft.forms.exports.writers.sheet import Sheet
from weft.forms.states import Reason

ROWS_AT_ONCE = 500
REASONS = pl.Enum([reason.value for reason in Reason])
TYPES: dict[str, pl.DataType] = {
    "text": pl.String(), "choice": pl.String(), "integer": pl.Int64(), "decimal": pl.Float64(), "date": pl.Date(),
    "tick": pl.Boolean(), "rank": pl.Int32(), "reason": REASONS,
}  # fmt: skip


class ParquetWriter:
    """Batches lie in a folder as they come; the file is put together from them without holding them all."""

    def __init__(self, folder: Path, sheets: tuple[Sheet, ...]) -> None:
        self.folder, self.sheets = folder, sheets
        self.waiting: dict[str, list[list[Value]]] = {sheet.name: [] for sheet in sheets}
        self.parts: dict[str, list[Path]] = {sheet.name: [] for sheet in sheets}

    def write(self, sheet: Sheet, about: Sequence[Value], cells: Sequence[Cell]) -> None:
        told = [value_in(column, cells[column.index]) for column in sheet.columns[len(about) :]]
        waiting = self.waiting[sheet.name]
        waiting.append([*about, *told])
        if len(waiting) >= ROWS_AT_ONCE:
            self._put_away(sheet)

    def close(self) -> tuple[Path, ...]:
        return tuple(self._put_together(sheet) for sheet in self.sheets)

    def _put_away(self, sheet: Sheet) -> None:
        parts = self.parts[sheet.name]
        path = self.folder / f"{sheet.name}.{len(parts)}.part"
        _frame(sheet.columns, self.waiting[sheet.name]).write_ipc(path)
        parts.append(path)
        self.waiting[sheet.name] = []

    def _put_together(self, sheet: Sheet) -> Path:
        self._put_away(sheet)
        path = self.folder / f"{sheet.name}.parquet"
        pl.scan_ipc(self.parts[sheet.name]).sink_parquet(path)
        for part in self.parts[sheet.name]:
            part.unlink()
        return path


def _frame(columns: tuple[Column, ...], rows: list[list[Value]]) -> pl.DataFrame:
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    return pl.DataFrame([_series(column, found) for column, found in zip(columns, by_column, strict=True)])


def _series(column: Column, values: Sequence[Value]) -> pl.Series:
    if column.type == "tick":
        values = [None if value is None else bool(value) for value in values]
    return pl.Series(column.name, values, dtype=TYPES[column.type])
