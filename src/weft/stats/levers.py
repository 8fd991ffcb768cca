"""What calibration does to the variance of every cell, from additive sums.

With u a cell's influence, z its PSU totals, x those of the calibration variables and beta the regression of u on
them, V(z - x beta) - V(z) = beta' V_xx beta - 2 beta' V_xz. Both the regression and V_xz are sums over the cell's
rows of the answer times that row's lever, a vector the same for all cells.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.calibration import Calibration
from weft.stats.influence import sum_by
from weft.stats.membership import Levels
from weft.stats.moments_pack import Pack
from weft.stats.sampling import Sampling
from weft.stats.stages import Stage


@dataclass(frozen=True, eq=False)
class Levers:
    """One stage of a calibrated design.

    Args:
        rows: for each row, its calibration variables times the base weight, and its PSU's leverage times the
            weight; in the layout's order, (n, 2p).
        inverse: generalised inverse of x' diag(base) x, (p, p).
        v_xx: covariance of the totals of x, (p, p).
    """

    rows: Floats
    inverse: Floats
    v_xx: Floats

    def sums(self, pack: Pack, levels: Levels, rows: slice) -> Floats:
        """Sums of answers times levers over some rows: (2k, levels, 2p), numerators first."""
        levers, held = self.rows[rows], pack.rows[rows]
        found = np.zeros((2 * pack.k, levels.count, levers.shape[1]))
        for places, start, size in zip(levels.places[rows].T, levels.starts, levels.sizes, strict=True):
            order = np.argsort(places, kind="stable")
            bounds = np.searchsorted(places[order], np.arange(start, start + size + 1))
            for level in range(size):
                members = order[bounds[level] : bounds[level + 1]]
                answers = held.take(members, axis=0)[:, : 2 * pack.k].astype(np.float64)
                found[:, start + level] = answers.T @ levers[members]
        return found

    def change(self, sums: Floats) -> Floats:
        """What calibration adds to the variance of totals with these sums (..., 2p): shape (...)."""
        u, v = np.split(sums, 2, axis=-1)
        beta = u @ self.inverse
        return np.asarray(((beta @ self.v_xx - 2 * v) * beta).sum(axis=-1))


def levers_of(sampling: Sampling, order: Ints) -> Levers | None:
    """The levers of a design's rows in the given order; None when it is not calibrated."""
    calibration = sampling.calibration
    if calibration is None:
        return None
    x, w = calibration.x, sampling.weights
    leverage, v_xx = leverage_of(sampling.stages[0], x * w[:, None])
    rows = np.hstack(
        [x * base_of_live(calibration, w)[:, None], leverage[sampling.stages[0].psu] * w[:, None]]
    )
    return Levers(rows[order], calibration.inverse_information(), v_xx)


def base_of_live(calibration: Calibration, weights: Floats) -> Floats:
    """The weights before calibration, 0 where the weight after is, (n,)."""
    return np.where(weights > 0, calibration.base, 0.0)


def leverage_of(stage: Stage, wx: Floats) -> tuple[Floats, Floats]:
    """For z with PSU totals z_j, V_xz = sum_j z_j leverage_j; and V_xx. Shapes (J, p) and (p, p)."""
    totals = sum_by(stage.psu, wx, len(stage.stratum_of))
    levers = leverage(stage, totals)
    return levers, totals.T @ levers


def leverage(stage: Stage, totals: Floats) -> Floats:
    """What each PSU's total of z is multiplied by in its covariance with these totals, (J, p)."""
    strata = sum_by(stage.stratum_of, totals, len(stage.scale))
    off = totals - (stage.centre[:, None] * strata)[stage.stratum_of]
    return stage.scale[stage.stratum_of, None] * off
