"""XLSX: one sheet a table, and one that says what every column is. A text stays a text, also one that begins with =."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from weft.forms.exports.cells import Cell
from weft.forms.exports.columns import Value, shown_in
from weft.forms.exports.writers.sheet import Sheet
from weft.forms.states import Reason
from weft.record.table import FORMULA_STARTS

TITLE_CHARACTERS = 31  # the most a spreadsheet takes
NOT_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


class XlsxWriter:
    def __init__(self, folder: Path, sheets: tuple[Sheet, ...]) -> None:
        self.path = folder / "responses.xlsx"
        self.book = Workbook(write_only=True)
        self.pages = {sheet.name: self.book.create_sheet(_title(sheet.name)) for sheet in sheets}
        for sheet in sheets:
            page = self.pages[sheet.name]
            page.freeze_panes = "B2"
            page.append([self._cell(sheet.name, column.name) for column in sheet.columns])
        self.sheets = sheets

    def write(self, sheet: Sheet, about: Sequence[Value], cells: Sequence[Cell]) -> None:
        told = [shown_in(column, cells[column.index]) for column in sheet.columns[len(about) :]]
        self.pages[sheet.name].append([self._cell(sheet.name, value) for value in (*about, *told)])

    def close(self) -> tuple[Path, ...]:
        self._tell_columns()
        self.book.save(self.path)
        return (self.path,)

    def _cell(self, name: str, value: Value) -> object:
        """A text that might be taken for a formula is typed as text and marked with the quote prefix."""
        if not isinstance(value, str):
            return value
        plain = ILLEGAL_CHARACTERS_RE.sub("", value)
        if not plain.lstrip(" ").startswith(FORMULA_STARTS):
            return plain
        cell = WriteOnlyCell(self.pages.get(name), value=plain)
        cell.data_type, cell.quotePrefix = "s", True
        return cell

    def _tell_columns(self) -> None:
        page = self.book.create_sheet("columns")
        page.append(["sheet", "column", "what it is"])
        for sheet in self.sheets:
            for column in sheet.columns:
                page.append([self._cell("", text) for text in (sheet.name, column.name, column.label)])
        for reason in Reason:
            page.append(["", reason.value, str(reason.label)])


def _title(name: str) -> str:
    return name.translate(NOT_IN_A_TITLE)[:TITLE_CHARACTERS]
