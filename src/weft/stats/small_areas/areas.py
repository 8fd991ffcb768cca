"""Fay-Herriot from a survey design: direct figures by area in, modelled figures that sum to the city out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats
from weft.stats.errors import DesignError, ItemError
from weft.stats.evidence import Cell
from weft.stats.small_areas.fay_herriot import AreaFigures, AreaModel, fit_fay_herriot
from weft.stats.small_areas.modelled import Modelled, ModelledCell, watermark
from weft.stats.small_areas.population import KnownAreas, Population

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item

METHOD = "Fay-Herriot"
NORMAL = 1.959963984540054
FEWEST_FOR_A_VARIANCE = 2


def fay_herriot(design: Design, item: Item, population: Population, *, smooth: bool = True) -> Modelled:
    """Model an item for every area of a population, sampled or not.

    Args:
        design: the survey.
        item: prop(...) or mean(...).
        population: areas, people and covariates.
        smooth: give each area the sampling variance its number of answers earns, from the average over
            areas; otherwise its own, which is itself a guess from few people and ties to the estimate.

    Returns: Modelled: population-weighted, the areas sum to the survey's figure for the city.

    Raises:
        ItemError: an item that is neither a share nor a mean.
        UnknownName: an area of the sample that the population does not have.
        DesignError: too few areas for the covariates, no spread, or a share modelled outside 0 to 1.

    Source: see fit_fay_herriot; smoothed variances, Wolter (2007), chapter 7; equal shift as difference
        benchmarking, Wang, Fuller & Qu (2008), Survey Methodology 34(1), section 2.
    """
    city, direct, left_out = direct_figures(design, item, population)
    known = population.areas
    variance = _variances(direct, smooth)
    est = np.array([c.est if c is not None else np.nan for c in direct])
    figures = AreaFigures(np.where(np.isfinite(variance), est, np.nan), variance, known.x)
    model = fit_fay_herriot(figures)
    shift = benchmark_shift(model.estimates, known.shares, city.est)
    if item.kind == "prop":
        _refuse_outside(model.estimates + shift, known)
    words = watermark(METHOD, design.watermark)
    cells = _cells(model, shift, (known, direct, item.kind == "prop"), words)
    coefficients = tuple(zip(known.labels, model.coefficients.tolist(), strict=True))
    between = float(np.sqrt(model.between))
    return Modelled(item, METHOD, city, cells, between, coefficients, shift, left_out, words)


def direct_figures(
    design: Design, item: Item, population: Population
) -> tuple[Cell, tuple[Cell | None, ...], int]:
    """The survey's figures: the city's, each area's (None where nobody answered), and rows without area."""
    if item.kind not in ("prop", "mean"):
        raise ItemError("item", f"a {item.kind}", "Give a share (prop) or a mean.")
    codes = population.areas.codes(design.table, population.area)
    ev = design.evidence(item, area=population.area)
    city = ev.at(item)
    if not np.isfinite(city.est):
        raise DesignError(item.columns[0], "nobody answered", "There is nothing to model.")
    present = set(design.table.codes(population.area).labels)
    found = [
        ev.where(item, {population.area: name}) if name in present else None
        for name in population.areas.names
    ]
    return city, tuple(c if c is not None and c.n > 0 else None for c in found), int((codes < 0).sum())


def benchmark_shift(estimates: Floats, shares: Floats, city: float) -> float:
    """What to add to every area so that their weighted sum is the city's figure.

    Args:
        estimates: (m,).
        shares: population shares, (m,), adding to 1.
        city: the city's figure.

    Source: Wang, Fuller & Qu (2008), eq. 2.4 with equal adjustments: differences between areas stay.
    """
    return float(city - shares @ estimates)


def _variances(direct: tuple[Cell | None, ...], smooth: bool) -> Floats:
    """Sampling variances by area, NaN where there is none to be had, (m,)."""
    n = np.array([c.n if c is not None else 0 for c in direct], dtype=np.float64)
    own = np.array([c.se**2 if c is not None else np.nan for c in direct])
    usable = np.isfinite(own) & (n >= FEWEST_FOR_A_VARIANCE)
    if not smooth:
        return np.where(usable & (own > 0), own, np.nan)
    unit = float((n * (n * own))[usable].sum() / n[usable].sum()) if usable.any() else 0.0
    if unit <= 0:
        raise DesignError("item", "no spread inside any area", "There is nothing to model.")
    with np.errstate(divide="ignore"):
        return np.where(n > 0, unit / n, np.nan)


def _refuse_outside(estimates: Floats, known: KnownAreas) -> None:
    outside = [n for n, e in zip(known.names, estimates, strict=True) if not 0 <= e <= 1]
    if outside:
        found = f"a share outside 0 to 1 for '{outside[0]}'"
        raise DesignError("item", found, "Use mrp(), which cannot leave 0 to 1, or other covariates.")


def _cells(
    model: AreaModel, shift: float, about: tuple[KnownAreas, tuple[Cell | None, ...], bool], words: str
) -> tuple[ModelledCell, ...]:
    known, direct, is_share = about
    est, se = model.estimates + shift, np.sqrt(model.mse)
    low, high = est - NORMAL * se, est + NORMAL * se
    if is_share:
        low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    columns = np.column_stack([est, se, low, high, model.shrinkage])
    return make_cells(columns, (known, direct), (METHOD, words))


def make_cells(
    columns: Floats, about: tuple[KnownAreas, tuple[Cell | None, ...]], words: tuple[str, str]
) -> tuple[ModelledCell, ...]:
    """Cells from columns est, se, lo, hi, shrinkage (m, 5), the areas, and (method, watermark)."""
    known, direct = about
    method, mark = words
    fields = ("est", "se", "lo", "hi", "shrinkage")
    rows = zip(known.names, columns, known.counts, direct, strict=True)
    return tuple(
        ModelledCell(
            area=name,
            **{field: float(value) for field, value in zip(fields, figures, strict=True)},
            n=0 if cell is None else cell.n,
            population=float(people),
            direct=cell,
            method=method,
            watermark=mark,
        )
        for name, figures, people, cell in rows
    )
