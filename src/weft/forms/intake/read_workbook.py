"""Excel workbooks, old and new: the cells as text."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import xlrd

from weft.forms.intake.book import Book, make_book
from weft.forms.intake.bounds import COLUMNS_MOST, PARTS_MOST, UNPACKED_BYTES
from weft.forms.intake.problems import whole_file

Line = tuple[int, list[str]]


def read_xlsx(content: bytes) -> Book:
    """The sheets of an .xlsx workbook. Raises NotAForm for one that is damaged, hostile or locked."""
    check_parts(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of headers and footers of printed pages
        try:
            return _read_xlsx(content)
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
            raise _damaged() from error


def _read_xlsx(content: bytes) -> Book:
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return make_book((sheet.title, _xlsx_lines(sheet)) for sheet in workbook.worksheets)


def _xlsx_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what the file claims of its size is not believed
    for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MOST + 1, values_only=True), 1):
        texts = [as_text(value) for value in row]
        while texts and not texts[-1]:
            texts.pop()
        yield number, texts


def check_parts(content: bytes) -> None:
    """Refuse an archive that unpacks to too much, or whose XML declares entities, before a library opens it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_BYTES:
                raise whole_file(
                    "This workbook unpacks to far more than a form needs. Save only the form's sheets."
                )
            for part in parts:
                _check_part(archive, part)
    except (zipfile.BadZipFile, RuntimeError, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise _damaged() from error


def _check_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with archive.open(part) as opened:
        text = opened.read(UNPACKED_BYTES)
    if len(text) > part.file_size:
        raise _damaged()
    if part.filename.lower().endswith((".xml", ".rels", ".vml")):
        plain = text.replace(b"\0", b"")
        if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
            raise whole_file("This workbook declares a document type, which no spreadsheet program writes.")


def read_xls(content: bytes) -> Book:
    """The sheets of an old .xls workbook."""
    try:
        workbook = xlrd.open_workbook(file_contents=content, logfile=io.StringIO())
    except (AssertionError, IndexError, KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise _damaged() from error
    except Exception as error:  # xlrd.XLRDError, compdoc.CompDocError, struct.error and others of their own
        raise _damaged() from error
    return make_book((sheet.name, _xls_lines(sheet, workbook.datemode)) for sheet in workbook.sheets())


def _xls_lines(sheet: Any, datemode: int) -> Iterator[Line]:
    for row in range(sheet.nrows):
        yield row + 1, [_xls_text(cell, datemode) for cell in sheet.row(row)[: COLUMNS_MOST + 1]]


def _xls_text(cell: Any, datemode: int) -> str:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ""
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return as_text(bool(cell.value))
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            parts = xlrd.xldate_as_tuple(cell.value, datemode)
        except (xlrd.xldate.XLDateError, ValueError, OverflowError):
            return as_text(cell.value)
        if not any(parts[:3]):
            return str(datetime.time(*parts[3:]))
        return str(datetime.datetime(*parts))  # noqa: DTZ001 - a cell names no zone
    return as_text(cell.value)


def as_text(value: object) -> str:
    """A cell's value as an XLSForm means it: TRUE, 3 rather than 3.0, dates as ISO writes them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _damaged() -> Exception:
    return whole_file(
        "This workbook is damaged or locked. Open it, save it again without a password, and bring that file."
    )
