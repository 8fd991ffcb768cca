"""Parquet: schema and row count from the footer, held against the limits before a page is opened."""

import struct
from pathlib import Path
from typing import TYPE_CHECKING

from weft.reading.claims import check_claims, damaged_header, no_rows
from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal, shown

if TYPE_CHECKING:
    from weft.reading.staging import Staged

_MAX_FOOTER = 64 * MB


def check_footer(path: Path) -> None:
    """Refuse a footer that cannot be where it says."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(max(0, size - 8))
        tail = file.read(8)
    length = struct.unpack("<I", tail[:4])[0] if len(tail) == 8 else 0
    if not 0 < length <= min(size - 12, _MAX_FOOTER):
        raise damaged_header("the last 8 bytes")


def stage_parquet(path: Path, limits: Limits) -> "Staged":
    """The table where it lies: Parquet is read in place."""
    import polars as pl

    from weft.reading.names import check_names
    from weft.reading.staging import Declared, Staged, place

    schema = pl.read_parquet_schema(path)
    table = pl.scan_parquet(path, glob=False, hive_partitioning=False, low_memory=True)
    rows = int(table.select(pl.len()).collect().item())
    check_claims(rows, len(schema), limits)
    if not rows or not schema:
        raise no_rows()
    for name, dtype in schema.items():
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Duration):
            raise _unreadable_type(name, str(dtype).split("(")[0])
    names, notes = check_names(list(schema), limits)
    columns = tuple(Declared(name, "native") for name in names)
    placed = table.select(pl.col(old).alias(place(i)) for i, old in enumerate(schema))
    return Staged("parquet", placed, rows, columns, tuple(notes))


def _unreadable_type(name: str, kind: str) -> Refusal:
    return Refusal(
        f"Column {shown(name)} holds {kind} values, which have no place in a table of answers.",
        f"column {shown(name)}",
        "Turn it into numbers, text or dates, or leave it out.",
    )
