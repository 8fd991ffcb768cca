"""Weighted least squares and weighted logistic regression, with each row's influence on the coefficients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats
from weft.stats.errors import DesignError

MOST_STEPS = 60
CONVERGED = 1e-11
SURE = 25.0  # log-odds nobody's answer can be that certain of: exp(25) to 1
COLLINEAR = 1e-10


@dataclass(frozen=True, eq=False)
class Rows:
    """What a regression is fitted to.

    Args:
        x: model matrix with the constant first, (n, k).
        y: outcome, (n,); 0 or 1 for a logistic regression.
        w: weights, (n,).
        names: a name for each column of x, for messages.
    """

    x: Floats
    y: Floats
    w: Floats
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Fit:
    """A fitted regression.

    Args:
        coefficients: (k,).
        fitted: fitted means, (n,).
        slope: change of the mean with the linear predictor, (n,); m(1-m) or 1.
        inverse: inverse of x' diag(w slope) x, (k, k).
    """

    coefficients: Floats
    fitted: Floats
    slope: Floats
    inverse: Floats

    def influence(self, rows: Rows) -> Floats:
        """How much each coefficient moves with each row's weight, (n, k).

        Source: Binder (1983), International Statistical Review 51(3), eq. 4.2.
        """
        return np.asarray((rows.x * (rows.y - self.fitted)[:, None]) @ self.inverse)


def logistic_mean(eta: Floats) -> Floats:
    """1 / (1 + exp(-eta)) without overflow, any shape."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * eta)))


def fit_linear(rows: Rows) -> Fit:
    """Weighted least squares.

    Raises: DesignError: a column the others already say.

    Source: Fuller (1975), Sankhya C 37; Lumley (2010), Complex Surveys, section 5.2.
    """
    slope = np.ones(len(rows.y))
    inverse = _inverse(rows, slope)
    coefficients = inverse @ (rows.x.T @ (rows.w * rows.y))
    for _ in range(2):  # a residual step each removes the rounding of the normal equations
        coefficients = coefficients + inverse @ (rows.x.T @ (rows.w * (rows.y - rows.x @ coefficients)))
    return Fit(coefficients, rows.x @ coefficients, slope, inverse)


def fit_logistic(rows: Rows) -> Fit:
    """Weighted logistic regression by Newton's method.

    Raises: DesignError: a column the others already say, or terms that tell the outcome with certainty.

    Source: pseudo-maximum likelihood, Binder (1983), section 4.3; separation, Albert & Anderson (1984).
    """
    _inverse(rows, np.ones(len(rows.y)))
    coefficients = np.zeros(rows.x.shape[1])
    for _ in range(MOST_STEPS):
        fitted = logistic_mean(rows.x @ coefficients)
        slope = fitted * (1 - fitted)
        step = _solve(rows, fitted, slope)
        coefficients = coefficients + step * min(1.0, 5.0 / max(_reach(rows, step), 5.0))
        if _reach(rows, coefficients) > SURE:
            raise _separated(rows, coefficients)
        if _reach(rows, step) <= CONVERGED * (1 + _reach(rows, coefficients)):
            break
    else:  # pragma: no cover - the likelihood is concave: it converges or separates
        raise _separated(rows, coefficients)
    fitted = logistic_mean(rows.x @ coefficients)
    slope = fitted * (1 - fitted)
    return Fit(coefficients, fitted, slope, _inverse(rows, slope))


def _reach(rows: Rows, coefficients: Floats) -> float:
    """The largest linear predictor, in size."""
    return float(np.abs(rows.x @ coefficients).max())


def _solve(rows: Rows, fitted: Floats, slope: Floats) -> Floats:
    return np.asarray(_inverse(rows, slope) @ (rows.x.T @ (rows.w * (rows.y - fitted))))


def _inverse(rows: Rows, slope: Floats) -> Floats:
    """Inverse of x' diag(w slope) x from a QR of scaled columns, so that digits survive large offsets."""
    from scipy.linalg import solve_triangular

    scaled = np.sqrt(rows.w * slope)[:, None] * rows.x
    size = np.sqrt((scaled**2).sum(axis=0))
    size = np.where(size > 0, size, 1.0)
    upper = np.linalg.qr(scaled / size, mode="r")
    left = np.abs(np.diag(upper))
    if len(upper) < len(size) or left.min() < COLLINEAR:
        name = rows.names[int(np.argmin(left))] if len(upper) == len(size) else rows.names[-1]
        raise DesignError(name, "the other terms already say it, or nobody is there", "Leave it out.")
    root = solve_triangular(upper, np.eye(len(size))) / size[:, None]
    return np.asarray(root @ root.T)


def _separated(rows: Rows, coefficients: Floats) -> DesignError:
    """Names the column with the largest part in the certainty."""
    part = np.abs(coefficients * np.where(np.arange(len(coefficients)) > 0, rows.x.std(axis=0), 0.0))
    found = "tells the outcome with certainty (separation), so no finite coefficient fits"
    return DesignError(rows.names[int(np.argmax(part))], found, "Join its levels, or leave it out.")
