"""What is noted beside each question of a version: our columns, where it stands, and what it asks."""

import hashlib
import json
from typing import Any

from pyxform import aliases

from weft.forms.intake.book import Book
from weft.forms.intake.choices import Lists, lists_of
from weft.forms.intake.columns import CERTIFY, Cells
from weft.forms.intake.languages import form_languages
from weft.forms.intake.layout import META, Item, Layout, rows_of
from weft.forms.intake.own_columns import own_notes
from weft.forms.intake.problems import Problem

FORM = "form"  # the note on the form as a whole
_PARTS = {
    "wording": (
        "label",
        "hint",
        "guidance_hint",
        "constraint_message",
        "required_message",
        "image",
        "audio",
        "video",
    ),
    "route": ("relevant",),
    "rule": ("constraint", "required", "readonly", "appearance", "parameters", "default"),
    "calculation": ("calculation", "repeat_count", "trigger", "choice_filter"),
}


def notes_of(book: Book, layout: Layout, gaps: list[Problem]) -> dict[str, Any]:
    """By reference ("/data/household/age") what is noted; under "form" what is noted of the whole form."""
    settings = next(rows_of(book, "settings"), None)
    root = (settings.get("name") if settings else "") or "data"
    lists = lists_of(book)
    certify = settings.get(CERTIFY) if settings else ""
    form = {
        "title": settings.get("title") if settings else "",
        "certify": "yes" if aliases.yes_no.get(certify) else "no",
        "languages": list(form_languages(book)),
    }
    notes: dict[str, Any] = {FORM: {**form, "gaps": [_as_dict(gap) for gap in gaps]}}
    for item in layout.items:
        if item.name and item.kind not in META:
            notes[item.ref(root)] = _note(item, lists)
    return notes


def _note(item: Item, lists: Lists) -> dict[str, Any]:
    parts = {
        part: _print([text for name in names for text in _texts(item.cells, name)])
        for part, names in _PARTS.items()
    }
    rows = lists.get(item.list_name, [])
    parts["choices"] = _print([repr(sorted(cells.row.cells.items())) for cells in rows])
    parts["columns"] = _print([repr(sorted(own_notes(item.cells).items()))])
    return {
        **own_notes(item.cells),
        "sheet": "survey",
        "row": item.number,
        "type": item.kind,
        "label": item.cells.get("label")[:300],
        "parts": parts,
    }


def _texts(cells: Cells, name: str) -> list[str]:
    return [
        f"{column.language}={text}"
        for column, text in sorted(cells.of(name), key=lambda pair: pair[0].language)
    ]


def _print(texts: list[str]) -> str:
    """A short mark that changes when any of the texts does; "" for nothing."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:12] if any(texts) else ""


def _as_dict(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in ("sheet", "row", "column", "message")}


def digest_of(xform: str, notes: dict[str, Any]) -> str:
    """SHA-256 of the XForm and the notes."""
    return hashlib.sha256((xform + json.dumps(notes, sort_keys=True)).encode()).hexdigest()
