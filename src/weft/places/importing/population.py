"""Counts of people by area and category: long tables (one count a row) and wide ones (one category a column)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from weft.places.importing import columns
from weft.places.importing.numbers import whole
from weft.places.importing.opening import Limits, Row, opened, table
from weft.places.importing.refusals import Fault, Faults, Refused, whole_file
from weft.places.rules import NEVER_KEPT

LONGEST_CATEGORY, LONGEST_TOPIC = 200, 60
BETWEEN = "; "  # the parts of a category of several columns
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NO_COUNT = (
    "this is not a whole number of people. Weft takes counts: shares, scores and ranks cannot be added up."
)


@dataclass(frozen=True)
class About:
    """What the file cannot say for itself. `categories` names the columns that make a category, when not all do."""

    topic: str
    period: str
    source: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counted:
    row: int
    area: str
    category: str
    count: int


@dataclass(frozen=True)
class Layout:
    """Which column is which; `count` is "" in a wide table."""

    area: str
    count: str
    categories: tuple[str, ...]


def read_population(
    file: Path | IO[bytes], *, about: About, limits: Limits, known: set[str]
) -> Iterator[Counted]:
    """The counts of a file, for areas whose codes are known. Raises Refused with every fault, at the end."""
    refuse_never_kept((about.topic,))
    with opened(file, limits.table_bytes) as stream:
        names, rows = table(stream)
        refuse_never_kept(names)
        layout = _layout(names, about.categories)
        faults, seen = Faults(), dict[tuple[str, str], int]()
        for row in rows:
            area = row.cells[layout.area]
            if area not in known:
                faults.add(
                    row.number, layout.area, f"{_short(area)} is no area here. Import its boundaries first."
                )
                continue
            for found in _counts(row, layout, faults):
                if (first := seen.setdefault((area, found.category), row.number)) != row.number:
                    faults.add(row.number, layout.area, f"area and category are those of row {first}.")
                yield found
        faults.refuse_any()
        if not seen:
            raise whole_file("The file holds no counts.")


def refuse_never_kept(names: Sequence[str]) -> None:
    """Topics this service keeps nothing about (rules.NEVER_KEPT)."""
    for name in names:
        plain = re.sub(r"[^a-z]+", "_", name.lower())
        if any(word in plain for word in NEVER_KEPT):
            raise Refused(Fault(1, name, "Weft keeps nothing about nationality or immigration."))


def _layout(names: list[str], wanted: tuple[str, ...]) -> Layout:
    area = columns.need(names, columns.AREA, "the code of the area")
    count = columns.find(names, columns.COUNT, (area,))
    area_names = [name for name in names if columns.find([name], columns.AREA_NAME) or _is_code(name)]
    rest = tuple(name for name in names if name not in (area, count) and name not in area_names)
    for name in wanted:
        if name not in names:
            raise Refused(Fault(1, name, f"no such column. The columns are: {', '.join(names[:12])}."))
    if not rest:
        raise Refused(Fault(1, "", "no column holds categories."))
    if count and len(rest) > 1 and not wanted:
        raise Refused(
            Fault(1, "", f"which columns make a category? Say it: {', '.join(rest[:8])}. One is enough.")
        )
    return Layout(area, count, wanted or rest)


def _is_code(name: str) -> bool:
    return bool(columns.find([name], columns.AREA))


def _counts(row: Row, layout: Layout, faults: Faults) -> Iterator[Counted]:
    area = row.cells[layout.area]
    if layout.count:
        category = BETWEEN.join(row.cells[name] for name in layout.categories)
        cells = [(layout.count, category)]
    else:
        cells = [(name, name.replace("_", " ")) for name in layout.categories]
    for name, category in cells:
        count = whole(row.cells[name])
        if count is None:
            faults.add(row.number, name, NO_COUNT)
        elif not 0 < len(category) <= LONGEST_CATEGORY:
            faults.add(row.number, "", f"a category has 1 to {LONGEST_CATEGORY} characters.")
        else:
            yield Counted(row.number, area, category, count)


def _short(text: str) -> str:
    return text[:20] if text.isprintable() and text else "this"


def year_in(name: str) -> str:
    """The last year a file's name tells, or ""."""
    found = YEAR.findall(name)
    return found[-1] if found else ""
