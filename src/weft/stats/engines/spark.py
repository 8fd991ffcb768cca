"""Spark data frames: each partition of whole PSUs becomes moments where it lies, and only those travel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, cast

from weft.stats.engines.border import native, need
from weft.stats.engines.packing import pack, unpack
from weft.stats.engines.sources import need_columns, refuse_twins

if TYPE_CHECKING:
    from weft.stats.engines.moments import Moments
    from weft.stats.engines.outline import Outline

SCHEMA = "moments binary"
Work = Callable[[Iterable[object]], Iterator[object]]


class SparkFrame(Protocol):
    """What is used of a Spark data frame."""

    columns: list[str]

    def select(self, *columns: str) -> SparkFrame:
        """Some of its columns."""

    def repartition(self, slices: int, *columns: str) -> SparkFrame:
        """The same rows, those that agree in the columns together."""

    def mapInArrow(self, work: Work, schema: str) -> SparkFrame:
        """What a function makes of the Arrow batches of each partition."""

    def toLocalIterator(self) -> Iterator[dict[str, bytes]]:
        """Its rows, one partition at a time."""

    def count(self) -> int:
        """How many rows."""


def moments(outline: Outline, source: object, rows: int) -> Iterator[Moments]:
    """The moments of each partition of a Spark data frame; arguments as Outline.evidence.

    The workers need weft.stats, numpy, scipy, narwhals and pyarrow.
    """
    frame = cast("SparkFrame", source)
    need_columns(outline.columns, frame.columns)
    refuse_twins(frame.columns, "Spark")
    wanted = frame.select(*(f"`{name.replace('`', '``')}`" for name in outline.columns))
    slices = max(1, -(-wanted.count() // rows))
    keys = [f"`{name.replace('`', '``')}`" for name in outline.drawn.unit]
    parts = wanted.repartition(slices, *keys).mapInArrow(worker(outline), SCHEMA)
    for row in parts.toLocalIterator():
        yield unpack(bytes(row["moments"]), outline)


def worker(outline: Outline) -> Work:
    """What runs on the workers: the batches of a partition in, its moments out as one row of bytes."""

    def work(batches: Iterable[object]) -> Iterator[object]:
        arrow = need("pyarrow", "on the workers to read Spark's batches")
        held = [batch for batch in batches if len(cast("list[object]", batch))]
        if held:
            packed = pack(outline.moments(native(arrow.Table.from_batches(held))))
            yield arrow.RecordBatch.from_pydict({"moments": [packed]})

    return work
