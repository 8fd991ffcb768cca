"""Forms written as text: Markdown tables, one CSV file, or CSV files in an archive."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from weft.forms.intake.book import SHEETS, Book, make_book
from weft.forms.intake.bounds import CELL_CHARACTERS
from weft.forms.intake.problems import NotAForm, Problem, whole_file
from weft.forms.intake.read_workbook import check_parts

Line = tuple[int, list[str]]
_HEADING = re.compile(r"^#{1,6}\s+(\S+)\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"^\|?(\s*:?-{2,}:?\s*\|)+\s*(:?-{2,}:?)?\s*\|?\s*$")
_ESCAPED = re.compile(r"\\\||&#10;|&amp;(?=(?:amp;)*#)")


def read_markdown(text: str) -> Book:
    """Tables under headings named after the sheets, or XLSForm's own form: the sheet's name in the first column.

    Row numbers are line numbers of the file.
    """
    tables: dict[str, list[Line]] = {}
    name, is_indented = "", False
    for number, line in enumerate(text.split("\n"), 1):
        heading = _HEADING.match(line)
        if heading and heading.group(1).lower() in SHEETS:
            name, is_indented = heading.group(1).lower(), False
            continue
        cells = _markdown_cells(line)
        if cells is None:
            continue
        if cells[0] and (is_indented or not name or _names_a_sheet(cells, name in tables)):
            name, is_indented = cells[0].lower(), True
            cells = ["", *cells[1:]]
        if name and any(cells):
            tables.setdefault(name, []).append((number, cells[1:] if is_indented else cells))
    return make_book(tables.items())


def _names_a_sheet(cells: list[str], has_begun: bool) -> bool:
    """Whether the first row under a heading says which sheet follows, as XLSForm's own tables do."""
    return not has_begun and cells[0].lower() in SHEETS and not any(cells[1:])


def _markdown_cells(line: str) -> list[str] | None:
    plain = line.strip()
    if not plain.startswith("|") or _RULE.match(plain):
        return None
    ends = list(_BAR.finditer(plain))
    if len(ends) < 2:
        return None
    inner = plain[1 : ends[-1].start()]
    return [_ESCAPED.sub(_unescaped, cell.strip()) for cell in _BAR.split(inner)]


def _unescaped(found: re.Match[str]) -> str:
    return {"\\|": "|", "&#10;": "\n", "&amp;": "&"}[found.group()]


def read_csv(text: str) -> Book:
    """One file with every sheet, its name in the first column; or the survey sheet alone."""
    lines = list(csv_lines(text, "survey"))
    first = next((cells for _, cells in lines if any(cells)), [])
    if first and first[0].strip().lower() not in SHEETS:
        return make_book([("survey", lines)])
    tables: dict[str, list[Line]] = {}
    name = ""
    for number, cells in lines:
        if cells and cells[0].strip():
            name = cells[0].strip().lower()
        if name and any(cells[1:]):
            tables.setdefault(name, []).append((number, cells[1:]))
    return make_book(tables.items())


def read_archive(content: bytes) -> Book:
    """CSV files named after the sheets (survey.csv, choices.csv, settings.csv), packed together."""
    check_parts(content)
    tables: list[tuple[str, list[Line]]] = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.infolist():
            name = PurePosixPath(part.filename)
            if name.suffix.lower() == ".csv" and name.stem.lower() in SHEETS:
                tables.append((name.stem.lower(), list(csv_lines(as_unicode(archive.read(part)), name.stem))))
    if not tables:
        raise whole_file(
            "This archive holds no survey.csv. Pack survey.csv, choices.csv and settings.csv together."
        )
    return make_book(tables)


def csv_lines(text: str, sheet: str) -> Iterator[Line]:
    """The records of a CSV table, numbered as a spreadsheet program numbers its rows."""
    csv.field_size_limit(CELL_CHARACTERS * 2)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error:
            message = "This row cannot be read: a quotation mark does not close, or a cell is far too long."
            raise NotAForm([Problem(sheet, number, "", message)]) from None


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if any(mark in line for mark in ",;\t")), "")
    return max(",;\t", key=first.count)


def as_unicode(content: bytes) -> str:
    """The text of a file in UTF-8. Raises NotAForm for another encoding."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise whole_file(
            "This text is not in UTF-8. Save it again as “CSV UTF-8”, or bring the workbook."
        ) from None
