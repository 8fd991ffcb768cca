"""A view of the explorer as a file: exactly its cells, with what they need to be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_noop as _

from weft.measure.models import Estimate
from weft.measure.queries.explore import Choice, Explored, in_every_wave
from weft.measure.queries.tables import notes_of, table_rows
from weft.measure.tables import export
from weft.measure.tables.export import Notes, TableRow
from weft.measure.views.explore_address import file_address
from weft.measure.views.explore_rows import table_of
from weft.measure.views.rows import verdict_words
from weft.registry.words import Verdict


@dataclass(frozen=True)
class ViewTable:
    """The cells of a view, wave by wave."""

    name: str
    key: str
    rows: tuple[TableRow, ...]
    notes: Notes


# ending -> (words on the page, media type, how it is written)
KINDS: dict[str, tuple[str, str, Callable[[ViewTable], str]]] = {
    "csv": (_("This view (CSV)"), "text/csv; charset=utf-8", lambda view: export.table_csv(view.rows)),
    "csv-metadata.json": (
        _("What its columns mean (JSON)"),
        "application/csvm+json",
        lambda view: export.metadata(view.rows, f"{export.file_stem(view.name)}.csv", view.notes),
    ),
    "json": (
        _("This view with its definition (JSON)"),
        "application/json",
        lambda view: export.table_json({view.key: view.rows}, view.notes),
    ),
}


def links(choice: Choice) -> list[dict[str, str]]:
    """The files of a view, as its page lists them."""
    return [
        {"words": words, "url": file_address(choice, kind)} for kind, (words, _type, _write) in KINDS.items()
    ]


def view_table(found: Explored) -> ViewTable:
    """The cells the view shows, and what it says of them."""
    rows: list[TableRow] = []
    for each in _waves(found):
        rows += table_rows(_cells(each), each.wave.shelf.release)
    choice = found.choice
    parts = (choice.indicator, choice.wave, choice.by, choice.group, choice.with_, choice.since)
    notes = replace(notes_of(found.wave.shelf.release, found.wave.key), compared=_compared(found))
    return ViewTable("-".join(filter(None, parts)), found.wave.key, tuple(rows), notes)


def _waves(found: Explored) -> list[Explored]:
    if found.before:
        return [found, found.before]
    if found.choice.with_ or (found.choice.by and not found.choice.group):
        return [found]
    return in_every_wave(found)


def _cells(found: Explored) -> Sequence[Estimate]:
    if found.other and found.group:
        return [found.group, found.other]
    if found.group:
        return [found.cells.everyone, found.group]
    return [found.cells.everyone, *found.cells.rows]


def _compared(found: Explored) -> list[str]:
    """The comparisons that are in no column: with another group, with another wave."""
    if not (found.choice.with_ or found.before or not found.choice.by):
        return []
    table = table_of(found)
    return [
        f"{row.label}, {table.compared[:1].lower()}{table.compared[1:]}: {_said(row.verdict, row.words)}"
        for row in table.said
        if row.verdict
    ]


def _said(verdict: object, words: str) -> str:
    known = Verdict(str(verdict))
    said = verdict_words(known, words)
    return f"{said}, {words}" if known.is_clear and words else said
