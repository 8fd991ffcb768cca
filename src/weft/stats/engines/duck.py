"""DuckDB relations: tables, queries and Parquet sets larger than memory, read a slice at a time.

DuckDB only reads and sorts; every sum is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, cast

from weft.stats.engines.sources import need_columns, refuse_twins, whole_psus

if TYPE_CHECKING:
    from weft.stats.engines.moments import Moments
    from weft.stats.engines.outline import Outline


class Relation(Protocol):
    """What is used of a DuckDB relation."""

    columns: list[str]

    def project(self, columns: str) -> Relation:
        """Some of its columns."""

    def order(self, columns: str) -> Relation:
        """The same, sorted."""

    def to_arrow_reader(self, rows: int) -> Iterable[object]:
        """Its rows in batches."""


def moments(outline: Outline, source: object, rows: int, in_order: bool) -> Iterator[Moments]:
    """The moments of each slice of a relation; arguments as Outline.evidence.

    Unless in order, DuckDB sorts by stratum and PSU first; it does so on disk when memory is short (its settings
    memory_limit and temp_directory).
    """
    relation = cast("Relation", source)
    need_columns(outline.columns, relation.columns)
    refuse_twins(relation.columns, "DuckDB")
    wanted = relation.project(", ".join(map(quoted, outline.columns)))
    if outline.drawn.unit and not in_order:
        wanted = wanted.order(", ".join(map(quoted, outline.drawn.unit)))
    for part in whole_psus(wanted.to_arrow_reader(rows), outline.drawn, rows):
        yield outline.moments(part)


def quoted(name: str) -> str:
    """A column name in SQL.

    >>> quoted('a "b"')
    '"a ""b""\"'
    """
    return '"' + name.replace('"', '""') + '"'
