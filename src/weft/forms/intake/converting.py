"""Sheets to an XForm, through pyxform; its refusals said by the sheet's own rows."""

import re
from typing import Any

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from weft.forms.engine.names import WEFT
from weft.forms.intake.book import Book, Sheet
from weft.forms.intake.bounds import XFORM_BYTES
from weft.forms.intake.columns import MISSING, MISSING_ELEMENT, PREFIX, Column, columns_of
from weft.forms.intake.problems import NotAForm, Problem

_ROW = re.compile(
    r"\[row : (?P<row>\d+|None)\]\s*(?:On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']*)' value)?"
)
_SHEET = re.compile(r"sheet(?: named|:)? '(?P<sheet>\w+)'|On the '(?P<on>\w+)' sheet")
_LINK = re.compile(r"\s*Learn more: \S+")


def as_xform(book: Book, fallback_id: str) -> str:
    """The XForm of these sheets. Raises NotAForm with what pyxform refuses.

    fallback_id: the form's id where the settings sheet gives none.
    """
    try:
        made = convert(_workbook(book, fallback_id), warnings=[])
    except PyXFormError as error:
        raise NotAForm(told(str(error), book)) from error
    if len(made.xform.encode()) > XFORM_BYTES:
        raise NotAForm([Problem("", 0, "", "This form becomes far too large. Make two forms of it.")])
    return str(made.xform)


def told(message: str, book: Book) -> list[Problem]:
    """pyxform's words, by sheet and row as the person sees them."""
    problems = []
    for line in [line for line in message.split("\n") if line.strip()]:
        at, named = _ROW.search(line), _SHEET.search(line)
        sheet = (at and at["sheet"]) or (named and (named["sheet"] or named["on"])) or "survey"
        row = _row_of(book.sheet(sheet), at["row"] if at else "None")
        words = _LINK.sub("", _ROW.sub("", line)).strip().removeprefix("is invalid.").strip()
        if words[:1].islower():
            words = words[0].upper() + words[1:]
        problems.append(
            Problem(sheet, row, (at and at["column"]) or "", words[:500] or "This cannot be converted.")
        )
    return problems


def _row_of(sheet: Sheet, row: str) -> int:
    """pyxform counts the rows it is given, the header being 1."""
    index = int(row) - 2 if row != "None" else -1
    return sheet.rows[index].number if 0 <= index < len(sheet.rows) else 0


def _workbook(book: Book, fallback_id: str) -> dict[str, Any]:
    """The sheets as pyxform takes them, our columns as bind attributes with their namespace."""
    given: dict[str, Any] = {"sheet_names": list(book.sheets), "fallback_form_name": fallback_id}
    has_ours = any(column.name.startswith(PREFIX) for column in columns_of(book.sheet("survey")).values())
    for name, sheet in book.sheets.items():
        titles = _titles(sheet)
        given[name] = [
            {titles[title]: text for title, text in row.cells.items() if title in titles}
            for row in sheet.rows
        ]
        given[f"{name}_header"] = [dict.fromkeys(titles.values())]
    if has_ours:
        _declare_namespace(given)
    return given


def _titles(sheet: Sheet) -> dict[str, str]:
    """Each column's title as pyxform is to read it."""
    columns = columns_of(sheet)
    ours = {title for title, column in columns.items() if column.name.startswith(PREFIX)}
    if sheet.name == "settings":
        return {title: title for title in columns if title not in ours}
    if sheet.name == "choices":
        return {
            title: MISSING_ELEMENT if column.name == MISSING else title for title, column in columns.items()
        }
    if sheet.name != "survey" or not ours:
        return {title: title for title in columns}
    doubled = any("::" in title for title in columns if title not in ours)
    return {title: _title(column, doubled or title in ours) for title, column in columns.items()}


def _title(column: Column, is_plain: bool) -> str:
    """A title that also holds once the sheet has a title with "::"."""
    if column.name.startswith(PREFIX):
        return f"bind::{column.name}"
    return column.title if is_plain or len(column.tokens) < 2 else "::".join(column.tokens)


def _declare_namespace(given: dict[str, Any]) -> None:
    rows = given.setdefault("settings", [{}]) or [{}]
    declared = f'{rows[0].get("namespaces", "")} weft="{WEFT}"'.strip()
    given["settings"] = [{**rows[0], "namespaces": declared}, *rows[1:]]
    header = given.get("settings_header") or [{}]
    given["settings_header"] = [{**header[0], "namespaces": None}]
