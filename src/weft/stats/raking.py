"""Raking: fit weights to several population margins at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Flags, Floats, Ints
from weft.stats.calibration import Calibration, Indicators
from weft.stats.checks import kish_deff
from weft.stats.coding import compress
from weft.stats.errors import DesignError, UnknownName, rows_in_words
from weft.stats.raking_passes import Step, steps_of
from weft.stats.sums import Sums

if TYPE_CHECKING:
    from weft.stats.design import Design

Margins = Mapping[str, Mapping[str, float]]
TOLERANCE = 1e-10
MOST_ITERATIONS = 1000
MOST_TRIMS = 50
TOGETHER = 16  # weightings raked at a time: their cells stay in the core's own cache


@dataclass(frozen=True)
class RakingReport:
    """How a raking went.

    Args:
        iterations: passes over all margins.
        largest_gap: largest distance of a weighted margin from its target, as a share of the population.
        deff_kish: design effect of the final weights' inequality.
        n_effective: respondents divided by deff_kish.
        weight_ratio_min, weight_ratio_max: final weights as multiples of their average.
        trimmed: respondents whose adjustment was held at a bound.
    """

    iterations: int
    largest_gap: float
    deff_kish: float
    n_effective: float
    weight_ratio_min: float
    weight_ratio_max: float
    trimmed: int


@dataclass(frozen=True, eq=False)
class Fit:
    """Rows collapsed to the distinct combinations of margin levels.

    Args:
        row_cell: cell of each row, (n,).
        base: starting weight of each cell, scaled to the population, (q,).
        levels: for each margin, the level of each cell, (q,).
        targets: for each margin, the population of each level.
    """

    row_cell: Ints
    base: Floats
    levels: list[Ints]
    targets: list[Floats]


def rake_design(design: Design, margins: Margins, trim: tuple[float, float] | None) -> Calibration:
    """Rake a design's weights; see Design.rake."""
    weights, codes, fit = collapse(design, margins)
    cells, iterations = _rake(fit, fit.base)
    held = np.zeros(len(fit.base), dtype=bool)
    if trim is not None:
        cells, more, held = _trim(fit, cells, trim)
        iterations += more
    with np.errstate(invalid="ignore", divide="ignore"):
        g = np.where(fit.base > 0, cells / fit.base, 0.0) * (fit.base.sum() / weights.sum())
    raked = weights * g[fit.row_cell]
    report = _report(raked, iterations, _largest_gap(fit, cells), int(held[fit.row_cell].sum()))
    return Calibration(codes, weights, raked, report)


def collapse(design: Design, margins: Margins) -> tuple[Floats, Indicators, Fit]:
    """The starting weights, the variables raked on, and the rows collapsed to cells.

    Raises: DesignError: whatever cannot be raked; see Design.rake.
    """
    if design.calibration is not None:
        raise DesignError("rake", "the weights are calibrated already", "Give all margins in one call.")
    if not margins:
        raise DesignError("margins", "none given", "Give {column: {level: population}}.")
    weights = design.usable_weights()
    codes = [_complete_codes(design, name, weights) for name in margins]
    sizes = [len(design.table.codes(name)) for name in margins]
    values, row_cell = _cells(codes, sizes)
    base = np.bincount(row_cell, weights, minlength=len(values))
    levels = list(np.unravel_index(values, sizes))
    figures = []
    for name, level in zip(margins, levels, strict=True):
        weighted = np.bincount(level, base, minlength=len(design.table.codes(name))).astype(np.float64)
        figures.append(_population(name, margins[name], design.table.codes(name).labels, weighted))
    population = max(f.sum() for f in figures)
    targets = [f * population / f.sum() for f in figures]
    fit = Fit(row_cell, base * population / base.sum(), levels, targets)
    return weights, Indicators(codes, sizes), fit


def _report(raked: Floats, iterations: int, gap: float, trimmed: int) -> RakingReport:
    used = raked[raked > 0]
    deff, mean = kish_deff(used), used.mean()
    ratios = float(used.min() / mean), float(used.max() / mean)
    return RakingReport(iterations, gap, deff, len(used) / deff, *ratios, trimmed)


def _complete_codes(design: Design, name: str, weights: Floats) -> Ints:
    """Level of each row; refuses missing ones that count, and puts the others anywhere."""
    codes = design.table.codes(name).codes
    if codes.min() >= 0:
        return codes
    gaps = np.flatnonzero((codes < 0) & (weights > 0))
    if len(gaps):
        raise DesignError(
            name, f"missing in {rows_in_words(gaps.tolist())}", "Fill in or leave out these respondents."
        )
    return np.maximum(codes, 0)


def _cells(codes: list[Ints], sizes: list[int]) -> tuple[Ints, Ints]:
    """The combinations of levels in use, (q,), and the place of each row's, (n,)."""
    bound = prod(sizes)
    cell: NDArray[Any] = codes[0].astype(np.int32 if bound < 2**31 else np.int64)
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        cell *= size
        np.add(cell, code, out=cell, casting="unsafe")
    return compress(cell, bound)


def _population(name: str, levels: Mapping[str, float], labels: tuple[str, ...], weighted: Floats) -> Floats:
    """Population of each level in the sample's order; refuses what cannot be raked."""
    figures = np.array(list(levels.values()), dtype=np.float64)
    if not np.all(np.isfinite(figures) & (figures >= 0)) or figures.sum() <= 0:
        raise DesignError(
            name, "population figures missing, negative or all zero", "Give a count or share per level."
        )
    sizes = dict(zip(labels, weighted.tolist(), strict=True))
    for label, size in sizes.items():
        if label not in levels:
            raise UnknownName(f"population figure for '{name}'", label, list(levels))
        if size > 0 and levels[label] == 0:
            raise DesignError(
                name, f"'{label}' has respondents but no population", "Correct the population figure."
            )
    for label, people in levels.items():
        if people > 0 and sizes.get(label, 0) <= 0:
            raise DesignError(
                name, f"'{label}' has a population but no respondents", "Join it with another level."
            )
    return np.array([levels[label] for label in labels], dtype=np.float64)


def _rake(fit: Fit, start: Floats) -> tuple[Floats, int]:
    """Scale cells to each margin in turn until all fit, (q,), and the number of passes."""
    cells, near = start.copy(), TOLERANCE * fit.base.sum()
    steps, spread = steps_of(fit.levels, fit.targets, is_many=False), np.empty_like(cells)
    for iteration in range(1, MOST_ITERATIONS + 1):
        if max([step.fit(cells, spread) for step in steps]) <= near:
            return cells, iteration
    raise _no_fit()


def _no_fit() -> DesignError:
    found = f"no weights fit all of them (after {MOST_ITERATIONS} passes)"
    return DesignError("margins", found, "Join small levels, or drop a margin.")


def _largest_gap(fit: Fit, cells: Floats) -> float:
    """Largest distance of a margin from its target, as a share of the population."""
    pairs = zip(fit.levels, fit.targets, strict=True)
    gaps = [np.abs(np.bincount(level, cells, minlength=len(t)) - t).max() for level, t in pairs]
    return float(max(gaps) / fit.base.sum())


def _trim(fit: Fit, cells: Floats, trim: tuple[float, float]) -> tuple[Floats, int, Flags]:
    """Hold adjustments within bounds and rake again until both fit or nothing moves; bounds win.

    Source: Deville & Särndal (1992), section 2 case 7, by repeated truncation.
    """
    lowest, highest = trim
    if not 0 <= lowest < 1 < highest:
        raise DesignError(
            "trim", "bounds that do not enclose 1", "Give (smallest, largest), such as (0.2, 5)."
        )
    live, iterations = fit.base > 0, 0
    for _ in range(MOST_TRIMS):
        bounded = np.where(live, np.clip(cells, lowest * fit.base, highest * fit.base), 0.0)
        if np.abs(bounded - cells).max() <= TOLERANCE * fit.base.sum():
            break
        cells, more = _rake(fit, bounded)
        iterations += more
    bounded = np.where(live, np.clip(cells, lowest * fit.base, highest * fit.base), 0.0)
    near = TOLERANCE * fit.base.sum()
    held = live & ((bounded <= lowest * fit.base + near) | (bounded >= highest * fit.base - near))
    return bounded, iterations, held


def rake_together(design: Design, margins: Margins, replicates: Floats) -> Floats:
    """Rake many weightings (n, r) of one design to the same margins, all together: (n, r)."""
    _, _, fit = collapse(design, margins)
    steps, into = steps_of(fit.levels, fit.targets, is_many=True), Sums(fit.row_cell, len(fit.base))
    raked = np.empty_like(replicates)
    for first in range(0, replicates.shape[1], TOGETHER):
        some = np.ascontiguousarray(replicates[:, first : first + TOGETHER])
        factors = _factors_together(steps, into(some), float(fit.targets[0].sum()))
        np.multiply(some, factors[fit.row_cell], out=raked[:, first : first + TOGETHER])
    return raked


def _factors_together(steps: list[Step], base: Floats, population: float) -> Floats:
    """The factor of each cell in each weighting, from the cells' weights (q, r): (q, r)."""
    cells = base * (population / base.sum(axis=0))
    spread = np.empty_like(cells)
    for _ in range(MOST_ITERATIONS):
        if max([step.fit(cells, spread) for step in steps]) <= TOLERANCE * population:
            return np.asarray(np.divide(cells, base, out=np.zeros_like(cells), where=base > 0))
    raise _no_fit()
