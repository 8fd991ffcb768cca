"""Modelled figures: a type of their own, so that none can pass for a survey result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weft.stats.errors import UnknownName

if TYPE_CHECKING:
    from weft.stats.evidence import Cell
    from weft.stats.items import Item

WATERMARK = "Modelled estimate, not a survey result"


@dataclass(frozen=True)
class ModelledCell:
    """One area's modelled figure. Not a Cell: it may not be shown as one.

    Args:
        area: its name.
        est: the modelled estimate; a share is between 0 and 1.
        se: root of its mean squared error, or standard deviation of its simulated values.
        lo, hi: its 95 % interval.
        shrinkage: how much of the figure is the model's: 0 the survey's alone, 1 the model's alone.
        n: people with an answer in the area.
        population: people in the area.
        direct: the survey's own figure; None where nobody answered.
        method: how it was modelled.
        watermark: the words that go with it wherever it goes.
    """

    area: str
    est: float
    se: float
    lo: float
    hi: float
    shrinkage: float
    n: int
    population: float
    direct: Cell | None
    method: str
    watermark: str

    @property
    def is_synthetic(self) -> bool:
        """True where the area's own answers count for nothing: the figure is that of areas like it."""
        return self.shrinkage >= 1


@dataclass(frozen=True)
class Modelled:
    """Modelled figures of every area, adding up to the city's own.

    Args:
        item: what was estimated.
        method: how.
        city: the survey's figure for everyone, which the areas sum to, weighted by population.
        cells: one an area, in the order of their names: never a ranking.
        between: standard deviation between areas that the covariates do not explain, in the item's units,
            or on the log-odds scale for mrp.
        coefficients: (name, value) of the covariates.
        shift: what was added to every area so that they sum to the city; on the log-odds scale for mrp.
        left_out: respondents whose area or group is missing.
        watermark: the words that go with every figure.
    """

    item: Item
    method: str
    city: Cell
    cells: tuple[ModelledCell, ...]
    between: float
    coefficients: tuple[tuple[str, float], ...]
    shift: float
    left_out: int
    watermark: str

    def at(self, area: str) -> ModelledCell:
        """One area's figure. Raises UnknownName."""
        found = {cell.area: cell for cell in self.cells}
        if str(area) not in found:
            raise UnknownName("area", str(area), found)
        return found[str(area)]


def watermark(method: str, of_design: str) -> str:
    """The words for figures of one method, with the design's own when it has some.

    >>> watermark("Fay-Herriot", "")
    'Modelled estimate, not a survey result (Fay-Herriot)'
    """
    return f"{WATERMARK} ({method})" + (f". {of_design}" if of_design else "")
