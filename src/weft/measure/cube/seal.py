"""The seal of a frozen release: one fingerprint over every figure and every fact, so that no change goes unseen.

Migrations and `./weft measure verify` compute it too: what it covers does not change without a new release.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

FACTS = (
    "series", "name", "period", "area", "area_code", "population", "sample", "mode", "response", "limits", "source",
    "weighted", "synthetic", "sample_size", "recipe", "design", "missing", "unrounded", "audited",
)  # fmt: skip
FIGURES = (
    "indicator", "position", "breakdown", "breakdown_label", "level", "level_label", "showing", "est", "lo", "hi",
    "base", "reason", "no_interval", "verdict", "difference", "difference_lo", "difference_hi",
)  # fmt: skip
CHANGES = ("indicator", "earlier_id", "verdict", "reason", "declared", "difference", "lo", "hi")
Content = dict[str, Any]


def content_of(release: Any, estimates: Iterable[Any]) -> Content:
    """Everything frozen, as plain data. release, estimates: rows of the database, or not yet kept."""
    rows = [[getattr(row, name) for name in FIGURES] for row in estimates]
    return _content({name: getattr(release, name) for name in FACTS}, rows)


def kept_content(release: Any) -> Content:
    """What the database holds of a release now."""
    return content_with(release, release.estimates.values_list(*FIGURES))


def content_with(release: Any, rows: Iterable[Iterable[Any]]) -> Content:
    """The same, its figures read already."""
    return _content({name: getattr(release, name) for name in FACTS}, [list(row) for row in rows])


def _content(facts: Content, rows: list[list[Any]]) -> Content:
    whole: Content = plain({"facts": facts, "figures": sorted(rows, key=_in_order)})
    return whole


def _in_order(row: list[Any]) -> tuple[Any, ...]:
    """By position; of figures at the same position by what names a cell, or a database would choose the order."""
    indicator, position, breakdown, _, level = row[: FIGURES.index("level") + 1]
    return indicator, position, breakdown, level


def seal_of(content: Content) -> str:
    """SHA-256, 64 hex digits."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def seal_of_changes(release: Any) -> str:
    """The same over the comparison with the wave before, which is written anew when that wave is replaced."""
    return seal_of_change_rows(release.changes.values_list(*CHANGES))


def seal_of_change_rows(rows: Iterable[Iterable[Any]]) -> str:
    """The same, its rows read already."""
    return seal_of({"changes": sorted(plain([list(row) for row in rows]), key=lambda row: (row[0], row[1]))})


def seal_of_rows(rows: Iterable[Iterable[Any]]) -> str:
    """The same over some figures alone, in the order of the whole."""
    return seal_of(_content({}, [list(row) for row in rows]))


def mark_of_rows(rows: Iterable[Iterable[Any]]) -> str:
    """A fingerprint of some rows as the database gives them, in its order. Held in memory only, never stored."""
    return hashlib.sha256(repr([tuple(row) for row in rows]).encode()).hexdigest()


def plain(value: Any) -> Any:
    """As databases give it back: text for names of choices, no minus zero, nothing that is not a number."""
    kind = type(value)
    if kind is str or kind is int or value is None:  # most of a large release
        return value
    if isinstance(value, float):
        return value + 0.0 if value == value else None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value
