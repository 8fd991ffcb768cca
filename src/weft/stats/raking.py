"""Raking: fit weights to several population margins at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.calibration import Calibration
from weft.stats.checks import kish_deff
from weft.stats.errors import DesignError, UnknownName, rows_in_words

if TYPE_CHECKING:
    from weft.stats.design import Design

Margins = Mapping[str, Mapping[str, float]]
TOLERANCE = 1e-10
MOST_ITERATIONS = 1000
MOST_TRIMS = 50


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
    if design.calibration is not None:
        raise DesignError("rake", "the weights are calibrated already", "Give all margins in one call.")
    if not margins:
        raise DesignError("margins", "none given", "Give {column: {level: population}}.")
    weights = design.sampling.weights
    codes = [_margin_codes(design, name, levels, weights) for name, levels in margins.items()]
    fit = _collapse(codes, list(margins.values()), weights)
    cells, iterations = _rake(fit, fit.base)
    held = np.zeros(len(fit.base), dtype=bool)
    if trim is not None:
        cells, more, held = _trim(fit, cells, trim)
        iterations += more
    raked = weights * (cells / fit.base * fit.base.sum() / weights.sum())[fit.row_cell]
    used = raked[raked > 0]
    deff = kish_deff(used)
    report = RakingReport(
        iterations,
        _largest_gap(fit, cells),
        deff,
        len(used) / deff,
        float(used.min() / used.mean()),
        float(used.max() / used.mean()),
        int(held[fit.row_cell].sum()),
    )
    return Calibration(_indicators(codes, margins), weights, raked, report)


def _margin_codes(design: Design, name: str, levels: Mapping[str, float], weights: Floats) -> Ints:
    """Position of each row's level in the margin; refuses what cannot be raked."""
    coded = design.table.codes(name)
    gaps = np.flatnonzero((coded.codes < 0) & (weights > 0))
    if len(gaps):
        raise DesignError(
            name, f"missing in {rows_in_words(gaps.tolist())}", "Fill in or leave out these respondents."
        )
    figures = np.array(list(levels.values()), dtype=np.float64)
    if not np.all(np.isfinite(figures) & (figures >= 0)) or figures.sum() <= 0:
        raise DesignError(
            name, "population figures missing, negative or all zero", "Give a count or share per level."
        )
    labels = list(levels)
    weighted = np.bincount(np.maximum(coded.codes, 0), weights, minlength=len(coded))
    for label, size in zip(coded.labels, weighted, strict=True):
        if label not in levels:
            raise UnknownName(f"population figure for '{name}'", label, labels)
        if size > 0 and levels[label] == 0:
            raise DesignError(
                name, f"'{label}' has respondents but no population", "Correct the population figure."
            )
    present = {label for label, size in zip(coded.labels, weighted, strict=True) if size > 0}
    for label, people in levels.items():
        if people > 0 and label not in present:
            raise DesignError(
                name, f"'{label}' has a population but no respondents", "Join it with another level."
            )
    position = np.array([labels.index(label) for label in coded.labels], dtype=np.int64)
    return np.where(coded.codes >= 0, position[coded.codes], 0)


def _collapse(codes: list[Ints], margins: list[Mapping[str, float]], weights: Floats) -> Fit:
    _, first, row_cell = np.unique(_combine(codes), return_index=True, return_inverse=True)
    figures = [np.array(list(m.values()), dtype=np.float64) for m in margins]
    population = max(f.sum() for f in figures)
    base = np.bincount(row_cell, weights)
    return Fit(
        row_cell.astype(np.int64),
        base * population / base.sum(),
        [c[first] for c in codes],
        [f * population / f.sum() for f in figures],
    )


def _combine(codes: list[Ints]) -> Ints:
    combined = codes[0]
    for code in codes[1:]:
        combined = combined * (int(code.max()) + 1) + code
    return combined


def _rake(fit: Fit, start: Floats) -> tuple[Floats, int]:
    """Scale cells to each margin in turn until all fit, (q,), and the number of passes."""
    cells = start
    for iteration in range(1, MOST_ITERATIONS + 1):
        for level, target in zip(fit.levels, fit.targets, strict=True):
            now = np.bincount(level, cells, minlength=len(target))
            cells = cells * np.divide(target, now, out=np.zeros_like(target), where=now > 0)[level]
        if _largest_gap(fit, cells) <= TOLERANCE:
            return cells, iteration
    raise DesignError(
        "margins",
        f"no weights fit all of them (after {MOST_ITERATIONS} passes)",
        "Join small levels, or drop a margin.",
    )


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


def _indicators(codes: list[Ints], margins: Margins) -> Floats:
    """One column a margin level, (n, p)."""
    return np.hstack([np.eye(len(m))[c] for c, m in zip(codes, margins.values(), strict=True)])
