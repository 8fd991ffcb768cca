"""Texts that are there in one language and missing in another."""

from collections.abc import Iterable, Iterator

from weft.forms.intake.book import Book, Sheet
from weft.forms.intake.columns import TEXTS, Cells, Column, columns_of, languages_of
from weft.forms.intake.layout import Layout, rows_of
from weft.forms.intake.problems import Problem


def form_languages(book: Book) -> tuple[str, ...]:
    """The languages of the form, the default first; () for a form that names none."""
    sheets = [book.sheet(name) for name in ("survey", "choices")]
    found = [language for sheet in sheets for language in languages_of(columns_of(sheet).values())]
    settings = next(rows_of(book, "settings"), None)
    default = settings.get("default_language") if settings else ""
    named = [language or default for language in found]
    ordered = dict.fromkeys([default, *named] if default in named else named)
    return tuple(language for language in ordered if language)


def check_languages(book: Book, layout: Layout) -> Iterator[Problem]:
    """Where a text lacks one of the form's languages. Only publishing minds: a draft may wait for its translation."""
    languages = form_languages(book)
    if len(languages) < 2:
        return
    settings = next(rows_of(book, "settings"), None)
    default = settings.get("default_language") if settings else ""
    for name, rows in (
        ("survey", [item.cells for item in layout.items]),
        ("choices", list(rows_of(book, "choices"))),
    ):
        yield from _check_sheet(book.sheet(name), rows, languages, default)


def _check_sheet(
    sheet: Sheet, rows: Iterable[Cells], languages: tuple[str, ...], default: str
) -> Iterator[Problem]:
    columns = columns_of(sheet)
    lines = list(rows)
    for name in TEXTS:
        there = {column.language or default: column for column in columns.values() if column.name == name}
        if not there or not any(cells.get(name) for cells in lines):
            continue
        for language in languages:
            if language in there:
                yield from _check_column(sheet.name, there[language], lines)
            else:
                message = f"No column holds this in {language}. Add a column “{name}::{language}”."
                yield Problem(sheet.name, sheet.header_row, name, message, only_publishing=True)


def _check_column(sheet: str, column: Column, rows: list[Cells]) -> Iterator[Problem]:
    for cells in rows:
        others = [text for other, text in cells.of(column.name) if other.title != column.title]
        if others and not cells.row.cells.get(column.title):
            language = column.language or "the default language"
            message = f"The {column.name.replace('_', ' ')} is missing in {language}."
            yield Problem(sheet, cells.row.number, column.title, message, only_publishing=True)
