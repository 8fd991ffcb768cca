"""Sheets made from sheets: another title, more questions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from weft.forms.intake.book import Book, Row, Sheet
from weft.forms.intake.columns import Column, columns_of
from weft.forms.intake.languages import form_languages


def renamed(book: Book, title: str) -> Book:
    """The same questions as a form of its own: another title, and the key that follows from it."""
    key = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "form"
    return with_settings(book, {"form_title": title, "form_id": key})


def with_settings(book: Book, said: Mapping[str, str]) -> Book:
    """These settings in place of what the sheet says."""
    sheet = book.sheet("settings")
    header = tuple(dict.fromkeys([*sheet.header, *said]))
    first = sheet.rows[0] if sheet.rows else Row(2, {})
    row = Row(first.number, {**first.cells, **said})
    return Book({**book.sheets, "settings": Sheet("settings", header, (row, *sheet.rows[1:]))})


def with_questions(
    book: Book, questions: Sequence[Mapping[str, str]], choices: Sequence[Mapping[str, str]]
) -> Book:
    """The book with these rows at the end of its sheets; a question whose name is there already is left out."""
    survey, lists = book.sheet("survey"), book.sheet("choices")
    names = {cells for row in survey.rows for cells in [_cell(survey, row, "name")] if cells}
    there = {_cell(lists, row, "list name") for row in lists.rows}
    wanted = [row for row in questions if row["name"] not in names]
    used = {row["type"].partition(" ")[2] for row in wanted}
    rows = [row for row in choices if row["list_name"] in used - there]
    language = next(iter(form_languages(book)), "")
    return Book(
        {
            **book.sheets,
            "survey": _longer(survey, wanted, language, "survey"),
            "choices": _longer(lists, rows, language, "choices"),
        }
    )


def _cell(sheet: Sheet, row: Row, name: str) -> str:
    columns = columns_of(sheet)
    return next((text for title, text in row.cells.items() if columns[title].name == name), "")


def _longer(sheet: Sheet, rows: Sequence[Mapping[str, str]], language: str, name: str) -> Sheet:
    """The sheet with more rows, each cell under the column that goes by its name here."""
    sheet = replace(sheet, name=name)
    last = sheet.rows[-1].number if sheet.rows else sheet.header_row
    columns = columns_of(sheet)
    wanted = columns_of(
        Sheet(name, tuple(dict.fromkeys(title for row in rows for title, text in row.items() if text)), ())
    )
    titles = {title: _title(column, columns, language) for title, column in wanted.items()}
    added = tuple(
        Row(last + index, {titles[title]: text for title, text in row.items() if text})
        for index, row in enumerate(rows, 1)
    )
    return replace(
        sheet, header=tuple(dict.fromkeys([*sheet.header, *titles.values()])), rows=(*sheet.rows, *added)
    )


def _title(column: Column, there: Mapping[str, Column], language: str) -> str:
    """What the column is called in the sheet; texts go to the form's own language."""
    same = [one for one in there.values() if one.name == column.name]
    found = next((one.title for one in same if one.language in (language, "")), "")
    if found or not column.language:
        return found or column.title
    return f"{column.name}::{language}" if language else column.name
