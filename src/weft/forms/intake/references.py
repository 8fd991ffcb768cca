"""Expressions of the survey sheet: what they refer to, and whether they can be read."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from pyxform import aliases

from weft.forms.intake.book import Book
from weft.forms.intake.columns import EXPRESSIONS, TEXTS, Cells, Column
from weft.forms.intake.layout import Item, Layout, rows_of
from weft.forms.intake.problems import Problem
from weft.forms.xpath import XPathError, compile_expression

REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?\s*([^}#]*?)\s*\}")
_NAMESPACES = {
    "jr": "http://openrosa.org/javarosa",
    "odk": "http://www.opendatakit.org/xforms",
    "orx": "http://openrosa.org/xforms",
    "weft": "https://weft.example/ns/1",
}


def referred(text: str) -> list[str]:
    """The names a text refers to as ${name}."""
    return [found.group(1) for found in REFERENCE.finditer(text)]


def expressions_of(cells: Cells) -> Iterator[tuple[Column, str]]:
    """Each cell of a row that holds an expression."""
    for name in EXPRESSIONS:
        for column, text in cells.of(name):
            if text not in aliases.yes_no:
                yield column, text


def check_expressions(book: Book, layout: Layout) -> Iterator[Problem]:
    """References to questions that are not there, functions nobody knows, expressions that cannot be read."""
    names = layout.names
    for item in layout.items:
        for column, text in expressions_of(item.cells):
            yield from _check(item.number, column, text, names)
        for column, text in _texts(item):
            yield from _check_names("survey", item.number, column, text, names)
    for cells in rows_of(book, "choices"):
        for column, text in cells.of("label"):
            yield from _check_names("choices", cells.row.number, column, text, names)
    for cells in rows_of(book, "settings"):
        for column, text in cells.of("instance_name"):
            for problem in _check(cells.row.number, column, text, names):
                yield Problem("settings", problem.row, problem.column, problem.message)


def _texts(item: Item) -> Iterator[tuple[Column, str]]:
    """Texts with answers in them, and cells that name a question."""
    for name in (*TEXTS, "default", "trigger", "parameters"):
        yield from item.cells.of(name)
    if item.list_name.startswith("${"):
        yield from item.cells.of("type")


def _check(row: int, column: Column, text: str, names: set[str]) -> Iterator[Problem]:
    wrong = list(_check_names("survey", row, column, text, names))
    yield from wrong
    if wrong:
        return
    try:
        compile_expression(REFERENCE.sub(_path, text), _NAMESPACES)
    except XPathError as error:
        yield Problem("survey", row, column.title, f"This expression cannot be used: {error}")


def _path(found: re.Match[str]) -> str:
    return "/data/" + found.group(1)


def _check_names(sheet: str, row: int, column: Column, text: str, names: set[str]) -> Iterator[Problem]:
    for name in dict.fromkeys(referred(text)):
        if name in names:
            continue
        near = get_close_matches(name, names, n=1, cutoff=0.6)
        hint = f" Did you mean ${{{near[0]}}}?" if near else ""
        yield Problem(sheet, row, column.title, f"No question has the name “{name[:60]}”.{hint}")
    if "${" in REFERENCE.sub("", text):
        yield Problem(sheet, row, column.title, "A reference is not closed. Write it as ${name}.")
