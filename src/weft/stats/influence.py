"""The general route to a variance: one influence value a row, one variance formula for all of them.

A statistic's influence u_i says how much the estimate moves when row i's weight does. The variance of
the estimate is that of the weighted total of u (Taylor linearisation; Binder 1983, Deville 1999).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints

if TYPE_CHECKING:
    from weft.stats.items import Answers, Item
    from weft.stats.sampling import Sampling
    from weft.stats.stages import Stage


@dataclass(frozen=True, eq=False)
class Linearised:
    """Estimates (q,) with their influence values (n, q)."""

    estimates: Floats
    influence: Floats


def linearise(item: Item, answers: Answers, weights: Floats, domains: Flags) -> Linearised:
    """Estimate one item in several domains, with influence values.

    Args:
        item: the item; only its kind matters.
        answers: numerator and denominator, (n,).
        weights: (n,).
        domains: membership of each row in each domain, (n, q).

    Returns: Linearised with q estimates; NaN where a domain has no denominator.
    """
    d = domains.astype(np.float64)
    top = (weights * answers.a) @ d
    if item.kind == "total":
        return Linearised(top, answers.a[:, None] * d)
    bottom = (weights * answers.b) @ d
    with np.errstate(invalid="ignore", divide="ignore"):
        estimates = top / bottom
        influence = d * (answers.a[:, None] - answers.b[:, None] * estimates) / bottom
    return Linearised(estimates, influence)


def covariance(sampling: Sampling, influence: Floats, present: Flags) -> Floats:
    """Covariance of the weighted totals of influence values.

    Args:
        sampling: the design.
        influence: shape (n, q).
        present: rows the statistic rests on, (n,); only strata with one count as strata of unknown spread.

    Returns: shape (q, q).

    Source: Särndal et al. (1992), result 4.3.1; ultimate cluster, Hansen, Hurwitz & Madow (1953).
    """
    u = influence if sampling.calibration is None else sampling.calibration.residuals(influence)
    z = u * sampling.weights[:, None]
    present = present if sampling.calibration is None else np.ones_like(present)  # all have residuals
    parts = [_stage_covariance(stage, z, present) for stage in sampling.stages]
    return np.asarray(np.sum(parts, axis=0))


def _stage_covariance(stage: Stage, z: Floats, present: Flags) -> Floats:
    totals = sum_by(stage.psu, z, len(stage.stratum_of))
    sizes = np.bincount(stage.stratum_of, minlength=len(stage.scale))[:, None]
    means = sum_by(stage.stratum_of, totals, len(stage.scale)) / sizes
    off = totals - (stage.centre > 0)[stage.stratum_of, None] * means[stage.stratum_of]
    raw = off.T @ (stage.scale[stage.stratum_of, None] * off)
    return np.asarray(raw * unknown_factor(stage, present))


def unknown_factor(stage: Stage, present: Flags) -> float:
    """How much to enlarge the known strata's sum so that strata of unknown spread count as their average."""
    if not stage.unknown.any():
        return 1.0
    strata = np.unique(stage.stratum_of[stage.psu[present]])
    known = np.count_nonzero(~stage.unknown[strata])
    return len(strata) / known if known else float("nan")


def sum_by(codes: Ints, values: Floats, size: int) -> Floats:
    """Sum the rows of values (n, q) by code, shape (size, q)."""
    return np.column_stack([np.bincount(codes, column, minlength=size) for column in values.T])
