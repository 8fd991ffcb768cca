"""Fay-Herriot: each area's survey figure drawn towards what its covariates predict, more where it is less sure.

y_i = x_i b + v_i + e_i, v_i ~ (0, A) between areas, e_i ~ (0, psi_i) from sampling, psi_i known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.errors import DesignError

MOST_STEPS = 200
CONVERGED = 1e-13


@dataclass(frozen=True, eq=False)
class AreaFigures:
    """The survey's figures by area.

    Args:
        direct: the survey's estimates, (m,); NaN where nobody answered.
        variance: their sampling variances, (m,); NaN where nobody answered.
        x: covariates with the constant first, (m, p).

    Raises: DesignError: variances that are not above zero, fewer sampled areas than needed, or covariates
        that say the same.
    """

    direct: Floats
    variance: Floats
    x: Floats

    def __post_init__(self) -> None:
        if np.any(self.variance[self.sampled] <= 0):
            raise DesignError(
                "variance", "zero for some area", "Smooth the variances, or leave it unsampled."
            )
        sampled, columns = int(self.sampled.sum()), self.x.shape[1]
        if sampled <= columns:
            found = f"{columns} coefficients from {sampled} sampled areas"
            raise DesignError("covariates", found, "Use fewer covariates.")
        scaled = self.x[self.sampled] / np.maximum(np.abs(self.x).max(axis=0), 1e-300)
        if np.linalg.matrix_rank(scaled) < columns:
            raise DesignError("covariates", "one says what the others say", "Leave one out.")

    @property
    def sampled(self) -> Flags:
        """Areas with a figure and its variance, (m,)."""
        return np.isfinite(self.direct) & np.isfinite(self.variance)


@dataclass(frozen=True, eq=False)
class AreaModel:
    """A fitted Fay-Herriot model.

    Args:
        between: A, the variance between areas beyond the covariates.
        coefficients: (p,).
        estimates: EBLUP of sampled areas, x b of the others, (m,).
        mse: estimated mean squared errors, (m,).
        shrinkage: psi / (A + psi): the weight of the model, (m,); 1 without sample.
    """

    between: float
    coefficients: Floats
    estimates: Floats
    mse: Floats
    shrinkage: Floats


@dataclass(frozen=True, eq=False)
class _Weighted:
    """Generalised least squares at one A: total variances, inverse information, coefficients, residuals."""

    v: Floats
    inverse: Floats
    coefficients: Floats
    residuals: Floats
    log_likelihood: float


def fit_fay_herriot(figures: AreaFigures) -> AreaModel:
    """Fit by restricted maximum likelihood; mean squared errors to second order.

    Args:
        figures: m areas.

    Returns: AreaModel.

    Source: Fay & Herriot (1979), JASA 74, eq. 1.4; REML, Cressie (1992); Prasad & Rao (1990), JASA 85,
        eq. 5.15 for the mean squared error, in the form for REML of Datta & Lahiri (2000), eq. 4.5;
        as mseFH of the R package sae.
    """
    sampled = figures.sampled
    y, psi, x = figures.direct[sampled], figures.variance[sampled], figures.x[sampled]
    between = _restricted_maximum(y, psi, x)
    at = _least_squares(between, (y, psi, x))
    shrinkage, estimates = np.ones(len(sampled)), figures.x @ at.coefficients
    shrinkage[sampled] = psi / at.v
    estimates[sampled] += (1 - shrinkage[sampled]) * at.residuals
    leverage = np.einsum("ij,jk,ik->i", figures.x, at.inverse, figures.x)
    mse = between + leverage
    known = psi / at.v * between + (psi / at.v) ** 2 * leverage[sampled]
    mse[sampled] = known + 2 * psi**2 / at.v**3 * (2 / (1 / at.v**2).sum())
    return AreaModel(between, at.coefficients, estimates, mse, shrinkage)


def _least_squares(between: float, data: tuple[Floats, Floats, Floats]) -> _Weighted:
    y, psi, x = data
    v = between + psi
    information = x.T @ (x / v[:, None])
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    coefficients = inverse @ (x.T @ (y / v))
    residuals = y - x @ coefficients
    size = np.log(v).sum() + np.linalg.slogdet(information)[1] + (residuals**2 / v).sum()
    return _Weighted(v, inverse, coefficients, residuals, -0.5 * float(size))


def _restricted_maximum(y: Floats, psi: Floats, x: Floats) -> float:
    """A by Fisher scoring on the restricted likelihood, held at zero or above.

    Source: Rao & Molina (2015), Small Area Estimation, section 6.1.2.
    """
    data, between = (y, psi, x), float(np.median(psi))
    at = _least_squares(between, data)
    for _ in range(MOST_STEPS):
        step = _scoring_step(at, x)
        if between == 0 and step <= 0:
            break
        for _ in range(50):
            tried = max(between + step, 0.0)
            there = _least_squares(tried, data)
            if there.log_likelihood >= at.log_likelihood:
                break
            step /= 2
        moved, between, at = abs(tried - between), tried, there
        if moved <= CONVERGED * (between + psi.mean()):
            break
    return between


def _scoring_step(at: _Weighted, x: Floats) -> float:
    """Score over information of A, with P = V^-1 - V^-1 X (X'V^-1 X)^-1 X'V^-1."""
    second = at.inverse @ (x.T @ (x / at.v[:, None] ** 2))
    third = at.inverse @ (x.T @ (x / at.v[:, None] ** 3))
    trace = (1 / at.v).sum() - np.trace(second)
    trace_of_square = (1 / at.v**2).sum() - 2 * np.trace(third) + np.trace(second @ second)
    score = 0.5 * ((at.residuals / at.v) ** 2).sum() - 0.5 * trace
    return float(score / (0.5 * trace_of_square))
