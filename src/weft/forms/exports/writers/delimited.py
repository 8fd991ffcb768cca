"""CSV: one file a table, UTF-8, with the mark spreadsheets want at the front and nothing they would run."""

import csv
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from weft.forms.exports.cells import Cell
from weft.forms.exports.columns import Value, shown_in
from weft.forms.exports.writers.sheet import Sheet
from weft.record.table import harmless

MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8


class CsvWriter:
    def __init__(self, folder: Path, sheets: tuple[Sheet, ...], mark: str = MARK) -> None:
        self.files = ExitStack()
        self.paths = tuple(folder / f"{sheet.name}.csv" for sheet in sheets)
        self.writers = {}
        for sheet, path in zip(sheets, self.paths, strict=True):
            file = self.files.enter_context(path.open("w", encoding="utf-8", newline=""))
            file.write(mark)
            self.writers[sheet.name] = csv.writer(file)
            self.writers[sheet.name].writerow([harmless(column.name) for column in sheet.columns])

    def write(self, sheet: Sheet, about: Sequence[Value], cells: Sequence[Cell]) -> None:
        told = [shown_in(column, cells[column.index]) for column in sheet.columns[len(about) :]]
        self.writers[sheet.name].writerow([_cell(value) for value in (*about, *told)])

    def close(self) -> tuple[Path, ...]:
        self.files.close()
        return self.paths


def _cell(value: Value) -> str | int | float:
    if isinstance(value, str):
        return harmless(value)
    return "" if value is None else value if isinstance(value, int | float) else value.isoformat()
