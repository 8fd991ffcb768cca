"""Evidence as a data frame of the caller's library."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Literal, get_args

from weft.stats.engines.border import need
from weft.stats.errors import UnknownName
from weft.stats.exports.rows import rows

if TYPE_CHECKING:
    from weft.stats.evidence import Evidence

Library = Literal["polars", "pandas", "arrow"]
LIBRARIES: tuple[str, ...] = get_args(Library)
MODULES = {"polars": "polars", "pandas": "pandas", "arrow": "pyarrow"}
OWN_COLUMNS = ("item", "label", "kind", "method", "confidence", "watermark")


def to_frame(evidence: Evidence, library: str = "polars") -> object:
    """One row a figure: item, label, kind, one column a breakdown (None where it is not crossed), the figure.

    Args:
        evidence: any evidence.
        library: "polars", "pandas" or "arrow".

    Returns: a polars.DataFrame, pandas.DataFrame or pyarrow.Table; n_counted is a float in pandas, whose whole
        numbers have no blanks.

    Raises: UnknownName: another library; DesignError: it is not installed.
    """
    if library not in LIBRARIES:
        raise UnknownName("library", library, LIBRARIES)
    module = need(MODULES[library], "for this kind of data frame")
    import narwhals as nw

    return nw.from_dict(columns(evidence), schema=_schema(evidence, library), backend=module).to_native()


def columns(evidence: Evidence) -> dict[str, list[object]]:
    """The same as named lists of equal length."""
    listed = list(rows(evidence))
    named = {name: [getattr(row, name) for row in listed] for name in OWN_COLUMNS}
    crossed: dict[str, list[object]] = {
        _free(name): [row.levels.get(name) for row in listed] for name in _crossed(evidence)
    }
    figures = [asdict(row.cell) for row in listed]
    numbers = {name: [figure[name] for figure in figures] for name in _figures()}
    return {**named, **crossed, **numbers}


def _figures() -> list[str]:
    from weft.stats.evidence import Cell

    return list(Cell.__dataclass_fields__)


def _crossed(evidence: Evidence) -> list[str]:
    return list(dict.fromkeys(name for b in evidence.breakdowns for name in b.columns))


def _free(name: str) -> str:
    """The column's name, marked when it is one of ours (also when only the case differs)."""
    own = {*OWN_COLUMNS, *_figures()}
    return f"by_{name}" if name.casefold() in own else name


def _schema(evidence: Evidence, library: str) -> dict[str, type]:
    import narwhals as nw

    text = dict.fromkeys((*OWN_COLUMNS, *map(_free, _crossed(evidence))), nw.String)
    numbers = dict.fromkeys(_figures(), nw.Float64)
    whole = dict.fromkeys(("n",) if library == "pandas" else ("n", "n_counted"), nw.Int64)
    return {**text, "confidence": nw.Float64, **numbers, **whole}
