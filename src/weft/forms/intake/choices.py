"""The choices sheet: lists, what is wrong with them, and what a question may be answered with."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pyxform import aliases

from weft.forms.intake.book import Book
from weft.forms.intake.columns import MISSING, Cells
from weft.forms.intake.layout import Item, Layout, rows_of
from weft.forms.intake.problems import Problem

_FILES = (".csv", ".xml", ".geojson")
_REASONS = ("refused", "dont_know")

Lists = dict[str, list[Cells]]


def lists_of(book: Book, sheet: str = "choices") -> Lists:
    """The rows of each list."""
    lists: Lists = {}
    for cells in rows_of(book, sheet):
        name = cells.get("list name")
        if name:
            lists.setdefault(name, []).append(cells)
    return lists


def check_choices(book: Book, layout: Layout) -> Iterator[Problem]:
    """Names missing or twice, lists that are not there, marks nobody knows."""
    lists = lists_of(book)
    settings = next(rows_of(book, "settings"), None)
    may_repeat = settings is not None and aliases.yes_no.get(settings.get("allow_choice_duplicates")) is True
    for name, rows in lists.items():
        yield from _check_list(name, rows, may_repeat)
    for cells in rows_of(book, "choices"):
        if not cells.get("list name") and cells.get("name"):
            yield _at(cells, "list name", "This choice belongs to no list. Write the list's name.")
    external = lists_of(book, "external_choices")
    for item in layout.items:
        yield from _check_use(item, lists, external)


def _check_list(name: str, rows: list[Cells], may_repeat: bool) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for cells in rows:
        value = cells.get("name")
        if not value:
            yield _at(cells, "name", f"A choice of the list “{name}” has no name.")
        elif value in seen and not may_repeat:
            yield _at(
                cells,
                "name",
                f"The list “{name}” already has the choice “{value[:60]}”, in row {seen[value]}.",
            )
        seen.setdefault(value, cells.row.number)
        mark = cells.get(MISSING)
        if mark and mark not in _REASONS:
            yield _at(
                cells,
                MISSING,
                f"“{mark[:40]}” is not known here. Write refused or dont_know, or leave it empty.",
            )


def _check_use(item: Item, lists: Lists, external: Lists) -> Iterator[Problem]:
    name = item.list_name
    if not name or item.kind == "loop" or PurePosixPath(name).suffix.lower() in _FILES:
        return
    if name.startswith("${"):
        return  # choices from earlier answers: the reference is checked with all others
    there = external if item.kind == "select one external" else lists
    if name not in there:
        sheet = "external_choices" if there is external else "choices"
        known = f" The lists there: {', '.join(list(there)[:8])}." if there else ""
        message = f"The sheet {sheet} has no choices in a list “{name[:60]}”.{known}"
        yield Problem("survey", item.number, item.cells.title("type"), message)


def values_of(item: Item, lists: Lists) -> frozenset[str] | None:
    """Every value the question can hold besides nothing; None when that cannot be known from the sheets."""
    if item.kind not in ("select_one", "select_multiple") or item.has_other:
        return None
    if item.list_name not in lists or item.cells.get("calculation") or item.cells.get("trigger"):
        return None
    if "search(" in item.cells.get("appearance"):
        return None  # the choices stand in a file
    values = frozenset(cells.get("name") for cells in lists[item.list_name])
    preset = item.cells.get("default")
    return values if not preset or set(preset.split()) <= values else None


def _at(cells: Cells, name: str, message: str) -> Problem:
    return Problem("choices", cells.row.number, cells.title(name), message)
