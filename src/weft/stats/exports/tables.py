"""Evidence as a great_tables table; needs great_tables and polars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from weft.stats.engines.border import need
from weft.stats.errors import UnknownName
from weft.stats.exports.rows import Row, rows

if TYPE_CHECKING:
    from weft.stats.evidence import Evidence
    from weft.stats.items import Item

HEADINGS = ("Group", "Estimate", "95% interval", "People asked")


def to_great_table(evidence: Evidence, item: Item | str, *, decimals: int = 1) -> object:
    """One item in every group, with its interval and sample size; shares as per cent.

    Args:
        evidence: any evidence.
        item: which item.
        decimals: places after the point.

    Returns: great_tables.GT; the watermark, if any, as its source note.

    Raises: UnknownName: no such item; DesignError: a library is not installed.
    """
    great_tables = need("great_tables", "to make this table")
    polars = need("polars", "to make this table")
    found = chosen(evidence, item)
    lines = [_line(row, decimals) for row in found]
    table = great_tables.GT(polars.DataFrame(lines, schema=list(HEADINGS), orient="row"))
    table = table.tab_header(title=found[0].label)
    return table.tab_source_note(evidence.watermark) if evidence.watermark else table


def chosen(evidence: Evidence, item: Item | str) -> list[Row]:
    """The rows of one item. Raises UnknownName."""
    keys = [i.key for i in evidence.items]
    key = item if isinstance(item, str) else item.key
    if key not in keys:
        raise UnknownName("item", key, keys)
    return [row for row in rows(evidence) if row.item == key]


def group(row: Row) -> str:
    """Who a row is about, in words."""
    return ", ".join(row.levels.values()) or "Everyone"


def _line(row: Row, decimals: int) -> tuple[str, str, str, int]:
    c, share = row.cell, row.kind == "prop"
    est, lo, hi = (
        f"{100 * x if share else x:.{decimals}f}{'%' if share else ''}" for x in (c.est, c.lo, c.hi)
    )
    return group(row), est, f"{lo} to {hi}", c.n
