"""A form's sheets written again: as a workbook, as Markdown tables, as CSV. Each reads back to the same sheets."""

import csv
import io
import re
import zipfile
from typing import Any

import openpyxl
from openpyxl.cell.cell import WriteOnlyCell
from openpyxl.styles import Font

from weft.forms.intake.book import SHEETS, Book, Sheet

_MARKED = re.compile(r"&(?=(?:amp;)*#)")


def write_book(book: Book, kind: str) -> bytes:
    """The sheets as "xlsx", "md" (Markdown), "csv" (one file) or "zip" (a CSV file a sheet)."""
    return {"xlsx": as_xlsx, "md": as_markdown, "csv": as_csv, "zip": as_archive}[kind](book)


def as_xlsx(book: Book) -> bytes:
    workbook = openpyxl.Workbook(write_only=True)
    for sheet in _sheets(book):
        page = workbook.create_sheet(sheet.name)
        titles = [WriteOnlyCell(page, title) for title in sheet.header]
        for cell in titles:
            cell.font = Font(bold=True)
        page.append(titles)
        for row in _table(sheet):
            page.append([_text_cell(page, text) for text in row])
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue()


def _text_cell(page: Any, text: str) -> Any:
    """A cell that stays text: "=1+1" is not turned into a formula when the workbook is opened."""
    if not text:
        return None
    cell = WriteOnlyCell(page, text)
    cell.data_type = "s"
    return cell


def as_markdown(book: Book) -> bytes:
    parts: list[str] = []
    for sheet in _sheets(book):
        parts += [f"# {sheet.name}", "", _line(sheet.header), _line(["---"] * len(sheet.header))]
        parts += [_line(row) for row in _table(sheet)]
        parts.append("")
    return "\n".join(parts).encode()


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(_escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    return _MARKED.sub("&amp;", text).replace("\n", "&#10;").replace("|", "\\|")


def as_csv(book: Book) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\n")
    for sheet in _sheets(book):
        writer.writerow([sheet.name])
        writer.writerow(["", *sheet.header])
        writer.writerows(["", *row] for row in _table(sheet))
    return written.getvalue().encode()


def as_archive(book: Book) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in _sheets(book):
            written = io.StringIO(newline="")
            csv.writer(written, lineterminator="\n").writerows([list(sheet.header), *_table(sheet)])
            archive.writestr(zipfile.ZipInfo(f"{sheet.name}.csv", (1980, 1, 1, 0, 0, 0)), written.getvalue())
    return packed.getvalue()


def _sheets(book: Book) -> list[Sheet]:
    return [book.sheets[name] for name in SHEETS if name in book.sheets and book.sheets[name].header]


def _table(sheet: Sheet) -> list[list[str]]:
    return [[row.cells.get(title, "") for title in sheet.header] for row in sheet.rows]
