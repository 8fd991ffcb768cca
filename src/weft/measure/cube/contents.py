"""The table of contents of a frozen release: which tables it holds, and a fingerprint of each and of its facts.

Made when a release is frozen, from what the database then holds, and sealed itself. Whoever shows one table reads only
that one and compares it: as sure as reading everything, and as quick as reading little.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from weft.measure.cube.seal import FACTS, FIGURES, plain, seal_of, seal_of_rows

INSIDE = ("unrounded", "design", "audited")  # on no page of a table: large, and only in the seal of the whole
ABOUT = tuple(name for name in FACTS if name not in INSIDE)
KEY, BREAKDOWN, LABEL = (FIGURES.index(name) for name in ("indicator", "breakdown", "breakdown_label"))
Contents = dict[str, Any]
Row = tuple[Any, ...]


def contents_of(release: Any, rows: Iterable[Row]) -> Contents:
    """What to keep of a release and its figures: its seal, its facts, and label and mark of each table."""
    found: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row[KEY], row[BREAKDOWN], row[LABEL]].append(row)
    tables: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for (key, breakdown, label), cells in found.items():
        tables[key][breakdown] = [label, seal_of_rows(cells)]
    return {"seal": release.seal, "facts": mark_of_facts(release), "tables": dict(tables)}


def mark_of_facts(release: Any) -> str:
    """A fingerprint of what a page may say of a release."""
    return seal_of(plain({name: getattr(release, name) for name in ABOUT}))
