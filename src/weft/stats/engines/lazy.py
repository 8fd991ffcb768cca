"""polars lazy frames: Parquet sets larger than memory, read a slice at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from weft.stats.engines.sources import need_columns, whole_psus

if TYPE_CHECKING:
    import polars as pl

    from weft.stats.engines.moments import Moments
    from weft.stats.engines.outline import Outline


def moments(outline: Outline, source: object, rows: int, in_order: bool) -> Iterator[Moments]:
    """The moments of each slice of a LazyFrame; arguments as Outline.evidence.

    In order, rows are read once, in runs. Otherwise PSUs are dealt into heaps by a hash of their names, and the
    columns asked for are read once a heap.
    """
    import polars as pl

    frame = cast("pl.LazyFrame", source)
    need_columns(outline.columns, frame.collect_schema().names())
    wanted = frame.select(outline.columns)
    count = int(frame.select(pl.len()).collect().item())
    if in_order or not outline.drawn.unit:
        runs = (wanted.slice(start, rows).collect(engine="streaming") for start in range(0, count, rows))
        yield from (outline.moments(part) for part in whole_psus(runs, outline.drawn))
        return
    heaps = -(-count // rows)
    unit = pl.struct(outline.drawn.unit).hash(seed=0)
    for heap in range(heaps):
        part = wanted.filter(unit % heaps == heap).collect(engine="streaming")
        if len(part):
            yield outline.moments(part)
