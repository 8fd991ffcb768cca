"""A data set of any size, cut into slices that never split a PSU."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, cast

import numpy as np

from weft.stats.columns import Table
from weft.stats.engines.border import native
from weft.stats.errors import DesignError, UnknownName

if TYPE_CHECKING:
    from weft.stats._types import Flags
    from weft.stats.engines.moments import Moments
    from weft.stats.engines.outline import Drawn, Outline


def slices(outline: Outline, source: object, rows: int, in_order: bool) -> Iterable[Moments]:
    """The moments of each slice of a data set; arguments as Outline.evidence."""
    library = type(source).__module__.split(".")[0].lstrip("_")
    if library == "duckdb":
        from weft.stats.engines import duck

        return duck.moments(outline, source, rows, in_order)
    if library == "pyspark":
        from weft.stats.engines import spark

        return spark.moments(outline, source, rows)
    if type(source).__name__ == "LazyFrame":
        from weft.stats.engines import lazy

        return lazy.moments(outline, source, rows, in_order)
    if isinstance(source, Iterator | list | tuple):
        parts = cast("Iterable[object]", source)
        return map(outline.moments, whole_psus(parts, outline.drawn, rows) if in_order else parts)
    return iter([outline.moments(source)])


def whole_psus(parts: Iterable[object], drawn: Drawn, rows: int = 0) -> Iterator[object]:
    """Cut a stream of data frames between PSUs: what may go on in the next one waits for it.

    Args:
        parts: data frames or Arrow batches in which the rows of a PSU follow one another.
        drawn: the columns that tell PSUs apart; without a PSU column the parts pass as they are.
        rows: the fewest rows to hand on at a time.

    Returns: polars, pandas or PyArrow frames, none of which starts inside a PSU that the one before held.
    """
    import narwhals as nw

    held: list[nw.DataFrame[nw.typing.IntoDataFrame]] = []
    for part in parts:
        held.append(nw.from_native(native(part), eager_only=True))  # type: ignore[call-overload]
        if sum(len(h) for h in held) < max(rows, 1):
            continue
        joined = nw.concat(held)
        last = _start_of_last(joined, drawn)
        if last:
            yield joined[:last].to_native()
        held = [joined[last:]] if last < len(joined) else []
    if held:
        yield nw.concat(held).to_native()


def _start_of_last(frame: object, drawn: Drawn) -> int:
    """Where the last PSU of a frame begins; its length when every row is its own PSU."""
    import narwhals as nw

    whole = cast("nw.DataFrame[nw.typing.IntoDataFrame]", frame)
    if not drawn.unit:
        return len(whole)
    table = Table({name: whole[name].to_list() for name in drawn.unit})
    same = np.ones(table.rows, dtype=bool)
    for name in drawn.unit:
        same &= _as_last(table, name)
    other = np.flatnonzero(~same)
    return int(other[-1]) + 1 if len(other) else 0


def _as_last(table: Table, name: str) -> Flags:
    codes = table.codes(name).codes
    return np.asarray(codes == codes[-1])


def refuse_twins(columns: Iterable[str], engine: str) -> None:
    """Refuse names that differ only by case where an engine cannot tell them apart.

    Raises: DesignError: says which.
    """
    seen: dict[str, str] = {}
    for name in columns:
        other = seen.setdefault(name.casefold(), name)
        if other != name:
            found = f"{engine} cannot tell it from '{other}'"
            raise DesignError(name, found, "Give the columns names that differ by more than case.")


def need_columns(columns: Iterable[str], available: Iterable[str]) -> None:
    """Raises UnknownName when a column is not there."""
    there = list(available)
    for name in columns:
        if name not in there:
            raise UnknownName("column", name, there)
