"""Answers on their way: parts on disk while reading, so that no file need fit into memory."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from weft.reading.limits import MB, Limits
from weft.reading.refusals import Refusal

PART_CELLS = 500_000
PART_CHARACTERS = 16 * MB


@dataclass(frozen=True)
class Declared:
    """What the file says of one column.

    stored: "cell" (text cells whose kind is still to be settled), "text", "number", "native" (a typed
    Parquet column), or a date: "spss_date", "spss_datetime", "stata_date", "stata_datetime".
    missing: codes declared missing, each alone; missing_ranges: (lowest, highest), both included.
    """

    name: str
    stored: str
    label: str = ""
    value_labels: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    missing_ranges: tuple[tuple[float, float], ...] = ()
    decimal_comma: bool = False


@dataclass(frozen=True)
class Staged:
    """A whole table on disk, its columns called by position (see `place`), and what the file says of them."""

    format: str
    table: pl.LazyFrame
    rows: int
    columns: tuple[Declared, ...]
    notes: tuple[str, ...]


def place(position: int) -> str:
    """The staged name of a column: odd names never meet a library."""
    return f"c{position}"


class Parts:
    """Parts of a table, written one after another."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._paths: list[Path] = []
        self._bytes = 0
        self.rows = 0
        folder.mkdir()

    def add(self, part: pl.DataFrame) -> None:
        path = self._folder / f"{len(self._paths):06}.parquet"
        part.write_parquet(path, compression="lz4", statistics=False)
        self._paths.append(path)
        self._bytes += path.stat().st_size
        self.rows += part.height
        if self._bytes > self._limits.max_stored_bytes:
            raise Refusal(
                f"The answers unpack to more than {self._limits.max_stored_bytes // MB:,} MB.",
                f"row {self.rows:,}",
                "Leave out columns you do not need.",
            )

    def table(self) -> pl.LazyFrame:
        return pl.scan_parquet(list(self._paths), glob=False, low_memory=True)


def batches(columns: int, rows: int) -> Iterator[range]:
    """Positions of columns to look at together, so that about a million cells are held at once."""
    step = max(1, min(columns, 2 * PART_CELLS // max(1, rows)))
    for start in range(0, columns, step):
        yield range(start, min(columns, start + step))


def report(fraction: float, text: str) -> None:
    """Tell the watching side how far the reading has come."""
    print(f"{fraction:.3f}\t{text}", flush=True)  # noqa: T201
