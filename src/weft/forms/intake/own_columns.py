"""Our own columns: what may stand in them."""

from collections.abc import Callable, Iterator
from difflib import get_close_matches

from pyxform import aliases

from weft.forms.intake.book import Book
from weft.forms.intake.columns import CERTIFY, MISSING, OURS, PREFIX, Cells, columns_of
from weft.forms.intake.layout import Item, Layout, rows_of
from weft.forms.intake.problems import Problem
from weft.forms.rules import ANSWER_CHARACTERS

SENSITIVITY = ("none", "personal", "special")
WORDS_MOST = ANSWER_CHARACTERS // 4


def check_own_columns(book: Book, layout: Layout) -> Iterator[Problem]:
    """Columns and values of ours that mean nothing."""
    yield from _check_titles(book)
    yield from _check_settings(book)
    for item in layout.items:
        for name, check in _CHECKS.items():
            text = item.cells.get(PREFIX + name)
            message = check(text, item, layout) if text else ""
            if message:
                yield Problem("survey", item.number, item.cells.title(PREFIX + name), message)


def _check_settings(book: Book) -> Iterator[Problem]:
    for cells in rows_of(book, "settings"):
        if cells.get(CERTIFY) and cells.get(CERTIFY) not in aliases.yes_no:
            yield Problem("settings", cells.row.number, cells.title(CERTIFY), "Write yes or no.")


def own_notes(cells: Cells) -> dict[str, str]:
    """What our columns say of a question, yes and no as "yes" and "no"."""
    told = {name: cells.get(PREFIX + name) for name in OURS}
    return {name: _plain(name, text) for name, text in told.items() if text}


def _plain(name: str, text: str) -> str:
    return ("yes" if aliases.yes_no[text] else "no") if name.startswith("may_") else text


def _check_titles(book: Book) -> Iterator[Problem]:
    for sheet, known in (
        ("survey", [PREFIX + name for name in OURS]),
        ("choices", [MISSING]),
        ("settings", [CERTIFY]),
    ):
        header = book.sheet(sheet)
        for column in columns_of(header).values():
            if column.name.startswith(PREFIX) and column.name not in known:
                near = get_close_matches(column.name, known, n=1, cutoff=0.5)
                hint = f" Did you mean {near[0]}?" if near else f" Known here: {', '.join(known)}."
                yield Problem(sheet, header.header_row, column.title, f"There is no such column.{hint}")


def _sensitivity(text: str, _item: Item, _layout: Layout) -> str:
    return "" if text in SENSITIVITY else f"“{text[:40]}” is not known here. Write {', '.join(SENSITIVITY)}."


def _yes_or_no(text: str, _item: Item, _layout: Layout) -> str:
    return "" if text in aliases.yes_no else "Write yes or no."


def _words(text: str, item: Item, _layout: Layout) -> str:
    if item.kind not in ("text", "string"):
        return "Only a text question counts words."
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= WORDS_MOST:
        return f"Write a number of words from 1 to {WORDS_MOST:,}."
    return ""


def _other(text: str, item: Item, layout: Layout) -> str:
    found = layout.named(text)
    if found is None:
        return f"No question has the name “{text[:60]}”."
    return "" if found.number > item.number else "The text that follows “other” comes after this question."


def _page(text: str, _item: Item, _layout: Layout) -> str:
    return "" if len(text) <= 100 else "Write at most 100 characters."


_CHECKS: dict[str, Callable[[str, Item, Layout], str]] = {
    "sensitivity": _sensitivity,
    "may_refuse": _yes_or_no,
    "may_not_know": _yes_or_no,
    "words_most": _words,
    "other": _other,
    "page": _page,
}
