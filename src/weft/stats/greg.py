"""Calibration: the smallest change of the weights that meets known totals exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats
from weft.stats.calibration import Calibration
from weft.stats.errors import DesignError, UnknownName, rows_in_words

if TYPE_CHECKING:
    from weft.stats.design import Design

Totals = Mapping[str, float | Mapping[str, float]]
Bounds = tuple[float, float]
MOST_STEPS = 100
TOLERANCE = 1e-11


@dataclass(frozen=True)
class Distance:
    """How far a weight may go, and at what cost: adjustment g and its slope at a linear predictor."""

    adjustment: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]


def _linear(bounds: Bounds) -> Distance:
    lo, hi = bounds

    def inside(u: Floats) -> Floats:
        return ((1 + u > lo) & (1 + u < hi)).astype(np.float64)

    return Distance(lambda u: np.clip(1 + u, lo, hi), inside)


def _raking(bounds: Bounds) -> Distance:
    lo, hi = bounds

    def inside(u: Floats) -> Floats:
        g = np.exp(np.minimum(u, 50.0))
        return np.where((g > lo) & (g < hi), g, 0.0)

    return Distance(lambda u: np.clip(np.exp(np.minimum(u, 50.0)), lo, hi), inside)


def _logit(bounds: Bounds) -> Distance:
    lo, hi = bounds
    steep = (hi - lo) / ((1 - lo) * (hi - 1))

    def adjustment(u: Floats) -> Floats:
        e = np.exp(np.clip(steep * u, -300, 300))
        return np.asarray((lo * (hi - 1) + hi * (1 - lo) * e) / (hi - 1 + (1 - lo) * e))

    def slope(u: Floats) -> Floats:
        g = adjustment(u)
        return np.asarray(steep * (g - lo) * (hi - g) / (hi - lo))

    return Distance(adjustment, slope)


DISTANCES: dict[str, Callable[[Bounds], Distance]] = {"linear": _linear, "raking": _raking, "logit": _logit}


def calibrate_design(design: Design, totals: Totals, distance: str, bounds: Bounds | None) -> Calibration:
    """Calibrate a design's weights; see Design.calibrate."""
    if design.calibration is not None:
        raise DesignError("calibrate", "the weights are calibrated already", "Give all totals in one call.")
    if distance not in DISTANCES:
        raise UnknownName("distance", distance, DISTANCES)
    if distance == "logit" and bounds is None:
        raise DesignError("bounds", "none given", 'The "logit" distance needs some, such as (0.3, 3).')
    if bounds is not None and not 0 <= bounds[0] < 1 < bounds[1]:
        raise DesignError("bounds", "they do not enclose 1", "Give (smallest, largest), such as (0.3, 3).")
    parts = [_auxiliary(design, column, wanted) for column, wanted in totals.items()]
    x, wanted = np.hstack([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    base = design.sampling.weights
    g = _newton(x, base, wanted, DISTANCES[distance](bounds or (-np.inf, np.inf)))
    return Calibration(x, base, base * g)


def _auxiliary(design: Design, column: str, wanted: float | Mapping[str, float]) -> tuple[Floats, Floats]:
    """One column of numbers, or one indicator a level; and the totals they have to meet."""
    if not isinstance(wanted, Mapping):
        values = design.table.numbers(column)
        gaps = np.flatnonzero(~np.isfinite(values))
        if len(gaps):
            raise DesignError(column, f"missing in {rows_in_words(gaps.tolist())}", "Fill these in first.")
        return values[:, None], np.array([float(wanted)])
    coded = design.table.codes(column)
    gaps = np.flatnonzero(coded.codes < 0)
    if len(gaps):
        raise DesignError(column, f"missing in {rows_in_words(gaps.tolist())}", "Fill these in first.")
    for level in (*coded.labels, *wanted):
        if level not in wanted or level not in coded.labels:
            raise UnknownName(f"level of '{column}' with both people and a total", level, coded.labels)
    return np.eye(len(coded))[coded.codes], np.array([float(wanted[level]) for level in coded.labels])


def _newton(x: Floats, base: Floats, wanted: Floats, distance: Distance) -> Floats:
    """Adjustments g (n,) with sum of base * g * x = wanted.

    Source: Deville & Särndal (1992), JASA 87, section 2; Newton steps on the dual, halved until they help.
    """
    size = np.maximum(np.abs(wanted), np.abs(x).T @ base)
    size = np.where(size > 0, size, 1.0)

    def gap(slopes: Floats) -> Floats:
        return wanted - x.T @ (base * distance.adjustment(x @ slopes))

    slopes = np.zeros(x.shape[1])
    left = gap(slopes)
    for _ in range(MOST_STEPS):
        if np.abs(left / size).max() <= TOLERANCE:
            return distance.adjustment(x @ slopes)
        hessian = x.T @ ((base * distance.slope(x @ slopes))[:, None] * x)
        step = np.linalg.lstsq(hessian / np.outer(size, size), left / size, rcond=1e-12)[0] / size
        for _ in range(30):
            tried = gap(slopes + step)
            if np.abs(tried / size).max() < np.abs(left / size).max():
                break
            step = step / 2
        slopes, left = slopes + step, gap(slopes + step)
    raise DesignError("totals", "no weights meet all of them", "Widen the bounds, or ask for fewer totals.")
