"""The workbook: definitions and notes, then one sheet an indicator. The same rows give the same bytes."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from weft.measure.tables.export_cells import COLUMNS, DEMONSTRATION, Cell, cells, file_stem, plain
from weft.measure.tables.export_notes import Notes, definition_notes
from weft.measure.tables.rows import TableRow

FIXED_TIME = (2000, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_TITLE_LENGTH = 31  # the longest name a sheet may have
_WIDTHS = {"group": 32, "mark": 40, "against_the_rest": 22, "difference": 26, "unit": 28, "source": 28}
_BOLD = Font(bold=True)


def workbook(tables: Mapping[str, Sequence[TableRow]], notes: Notes | None = None) -> bytes:
    """An XLSX file of several indicators' rows, by definition key."""
    book = Workbook()
    first = book.active
    first.title = "Definitions and notes"
    _write_notes(first, tables, notes)
    for key, rows in tables.items():
        sheet = book.create_sheet(_title(key, [sheet.title for sheet in book]))
        _write_table(sheet, rows)
    return _same_bytes(book)


def _write_notes(sheet: Worksheet, tables: Mapping[str, Sequence[TableRow]], notes: Notes | None) -> None:
    if any(row.figure.source.synthetic for rows in tables.values() for row in rows):
        _append(sheet, [DEMONSTRATION], bold=True)
    for rows in tables.values():
        if rows:
            _append(sheet, [rows[0].figure.definition.label], bold=True)
            for name, words in definition_notes(rows[0].figure, notes):
                _append(sheet, [name, words])
            _append(sheet, [""])
    sheet.column_dimensions["A"].width = 26
    sheet.column_dimensions["B"].width = 110


def _write_table(sheet: Worksheet, rows: Sequence[TableRow]) -> None:
    figure = rows[0].figure
    if figure.source.synthetic:
        _append(sheet, [DEMONSTRATION], bold=True)
    _append(sheet, [f"{figure.definition.label}: {figure.definition.says}"], bold=True)
    _append(sheet, [column.name for column in COLUMNS], bold=True)
    sheet.freeze_panes = f"A{sheet.max_row + 1}"
    for row in rows:
        _append(sheet, cells(row, escaped=False))
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column.name, 14)


def _append(sheet: Worksheet, values: Iterable[Cell], *, bold: bool = False) -> None:
    """Write a row below the last; text is always text, whatever it starts with."""
    row = 1 if sheet.max_row == 1 and sheet.cell(1, 1).value is None else sheet.max_row + 1
    for column, value in enumerate(values, start=1):
        if value is None:
            continue
        cell = sheet.cell(row=row, column=column)
        cell.value = plain(value) if isinstance(value, str) else value
        if isinstance(value, str):
            cell.data_type = "s"
        if bold:
            cell.font = _BOLD


def _title(key: str, taken: Sequence[str]) -> str:
    """A sheet name: short, without signs a sheet name may not have, and not taken."""
    stem = file_stem(key)[:_TITLE_LENGTH]
    names = [stem, *(f"{stem[: _TITLE_LENGTH - 4]}-{n}" for n in range(2, 1000))]
    used = {name.lower() for name in taken}
    return next(name for name in names if name.lower() not in used)


def _same_bytes(book: Workbook) -> bytes:
    """Save with no clock in it: fixed dates inside and on every part."""
    saved, fixed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            content = old.read(name)
            if name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>2000-01-01T00:00:00Z", content)
            part = zipfile.ZipInfo(name, FIXED_TIME)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, content)
    return fixed.getvalue()
