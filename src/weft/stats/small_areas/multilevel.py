"""Multilevel logistic regression: levels of each group drawn towards their average, by how much they vary.

logit p = x b + sum over groups of u_g[level], u_g ~ N(0, sigma_g^2), b flat. Given the sigmas, b and u are at
their joint mode with the curvature there (Laplace); the sigmas maximise what is left, with their exact gradient.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError
from weft.stats.models.fit import logistic_mean
from weft.stats.small_areas.sparse import model_matrix

MOST_STEPS = 60
CONVERGED = 1e-10
WORTH_A_STEP = 1e-9
LOG_SPREADS = (-6.0, 2.0)  # between a group that does not matter and one that settles the answer
START = -1.0
GAP = 1e-3  # for the curvature in the log spreads, by differences of the exact gradient


@dataclass(frozen=True, eq=False)
class Trials:
    """People with the same area and groups, counted together.

    Args:
        x: fixed columns with the constant first, (c, p).
        codes: level of each group, (c, g).
        sizes: number of levels of each group, (g,).
        successes, trials: people counted by the item, and people, (c,).
    """

    x: Floats
    codes: Ints
    sizes: tuple[int, ...]
    successes: Floats
    trials: Floats

    @property
    def group_of(self) -> Ints:
        """The group of each level, (k - p,)."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


@dataclass(frozen=True, eq=False)
class Mode:
    """The model at given spreads.

    Args:
        effects: fixed coefficients and level effects at their joint mode, (k,).
        covariance: inverse curvature there, (k, k).
        value: log marginal likelihood of the spreads, up to a constant, with the prior.
        gradient: its derivative by the log spreads, (g,).
    """

    effects: Floats
    covariance: Floats
    value: float
    gradient: Floats


@dataclass(frozen=True, eq=False)
class Multilevel:
    """A fitted multilevel logistic regression.

    Args:
        log_spreads: log sigma of each group, (g,).
        mode: the model there.
        spread_root: root of the covariance of log_spreads, (g, g).
    """

    log_spreads: Floats
    mode: Mode
    spread_root: Floats


class Laplace:
    """The Laplace approximation of one set of trials; remembers the last mode to start the next from."""

    def __init__(self, trials: Trials) -> None:
        self._trials = trials
        self._matrix = model_matrix(trials.x, trials.codes, trials.sizes)
        self._fixed = trials.x.shape[1]
        self._start = np.zeros(self._matrix.size)

    def at(self, log_spreads: Floats) -> Mode:
        """The model at given log spreads, (g,).

        Returns: Mode. Source: Breslow & Clayton (1993), JASA 88, eq. 5, with the fixed coefficients integrated
            out as in REML; prior on each sigma proportional to sigma, which keeps it off zero: Chung et al.
            (2013), Psychometrika 78, section 3.

        Raises: DesignError: fixed columns that say the same, or that tell the answer with certainty.
        """
        try:
            return self._at(log_spreads)
        except np.linalg.LinAlgError:
            raise _cannot_fit() from None

    def _at(self, log_spreads: Floats) -> Mode:
        of, sizes = self._trials.group_of, np.array(self._trials.sizes)
        precision = np.exp(-2 * log_spreads)
        penalty = np.concatenate([np.zeros(self._fixed), precision[of]])
        effects = self._newton(penalty)
        fitted, slope, curvature = self._curvature(effects, penalty)
        root, inverse = np.linalg.cholesky(curvature), np.asarray(np.linalg.inv(curvature), dtype=np.float64)
        squares = np.bincount(of, effects[self._fixed :] ** 2, minlength=len(sizes))
        value = self._log_likelihood(effects) - 0.5 * precision @ squares - sizes @ log_spreads
        value += log_spreads.sum() - np.log(np.diag(root)).sum()
        spread = np.bincount(of, np.diag(inverse)[self._fixed :], minlength=len(sizes))
        moves = self._moves(inverse, penalty * effects)
        third = self._matrix.back(slope * (1 - 2 * fitted) * self._matrix.quadratic(inverse)) @ moves
        gradient = precision * (squares + spread) - sizes + 1 - 0.5 * third
        return Mode(effects, inverse, float(value), gradient)

    def near(self, log_spreads: Floats) -> Mode:
        """As `at`, with the log spreads brought inside what the fit allows."""
        return self.at(np.clip(log_spreads, *LOG_SPREADS))

    def _moves(self, inverse: Floats, pulled: Floats) -> Floats:
        """How the mode moves with each log spread, (k, g): less pull, further from zero."""
        of = np.concatenate([np.full(self._fixed, -1), self._trials.group_of])
        each = of[:, None] == np.arange(len(self._trials.sizes))
        return np.asarray(inverse @ (2 * pulled[:, None] * each))

    def _log_likelihood(self, effects: Floats) -> float:
        eta = self._matrix.dot(effects)
        return float(self._trials.successes @ eta - self._trials.trials @ np.logaddexp(0.0, eta))

    def _curvature(self, effects: Floats, penalty: Floats) -> tuple[Floats, Floats, Floats]:
        """Fitted shares (c,), their slopes times trials (c,), penalised curvature (k, k)."""
        fitted = logistic_mean(self._matrix.dot(effects))
        slope = self._trials.trials * fitted * (1 - fitted)
        return fitted, slope, self._matrix.gram(slope) + np.diag(penalty)

    def _newton(self, penalty: Floats) -> Floats:
        """Fixed coefficients and level effects at their mode, (k,): Newton steps, halved until they help."""
        t, effects = self._trials, self._start
        reached = self._log_likelihood(effects) - 0.5 * penalty @ effects**2
        for _ in range(MOST_STEPS):
            fitted, _, curvature = self._curvature(effects, penalty)
            slope = self._matrix.back(t.successes - t.trials * fitted) - penalty * effects
            step = np.linalg.solve(curvature, slope)
            for _ in range(30):
                there = self._log_likelihood(effects + step) - 0.5 * penalty @ (effects + step) ** 2
                if there >= reached - WORTH_A_STEP:
                    break
                step = step / 2
            effects, reached = effects + step, there
            if np.abs(step).max() <= CONVERGED * (1 + np.abs(effects).max()):
                self._start = effects
                return np.asarray(effects)
        raise _cannot_fit()


def fit_multilevel(trials: Trials) -> Multilevel:
    """Fit a multilevel logistic regression.

    Args:
        trials: c cells of g groups.

    Returns: Multilevel.

    Raises: DesignError: fixed columns that say the same, or that tell the answer with certainty.

    Source: see Laplace.at.
    """
    from scipy.optimize import minimize

    laplace = Laplace(trials)

    def downhill(log_spreads: Floats) -> tuple[float, Floats]:
        found = laplace.at(log_spreads)
        return -found.value, -found.gradient

    start = np.full(len(trials.sizes), START)
    bounds = [LOG_SPREADS] * len(start)
    best = minimize(downhill, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"ftol": 1e-10})
    return Multilevel(best.x, laplace.at(best.x), _spread_root(laplace, best.x))


def _spread_root(laplace: Laplace, log_spreads: Floats) -> Floats:
    """Root of the inverse curvature of the log marginal likelihood in the log spreads, (g, g).

    Directions in which the likelihood says little are held to a standard deviation of 1.
    """
    steps = GAP * np.eye(len(log_spreads))
    slopes = [laplace.at(log_spreads + s).gradient - laplace.at(log_spreads - s).gradient for s in steps]
    curvature = -np.array(slopes) / (2 * GAP)
    values, vectors = np.linalg.eigh((curvature + curvature.T) / 2)
    return np.asarray(vectors / np.sqrt(np.maximum(values, 1.0)))


def _cannot_fit() -> DesignError:
    found = "some say the same, or tell the answer with certainty"
    return DesignError("covariates", found, "Use fewer covariates.")
