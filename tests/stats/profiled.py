"""The likelihood interval as R survey 4.1.1 reads it: off a spline through a few points of the profile.

Ours solves for the bounds. R's are up to a few thousandths of the interval's length away: its spline has a
dozen points, its regression stops a step early, and it scales the weights of those who answered to the mean
of everyone's. Read as R does, from the same deviance, they agree.
"""

from __future__ import annotations

import numpy as np
from scipy.interpolate import make_interp_spline
from scipy.special import expit, logit, ndtr
from scipy.stats import f

import weft.stats as ws
from weft.stats.intervals import Bounds, Estimates, t_quantile
from weft.stats.items import read

Floats = np.ndarray
STEPS, FINER, R_EPSILON = 9, 3, 1e-8


def signed_root(log_odds: Floats, e: Estimates) -> Floats:
    """Signed root of the deviance, scaled so that the bounds lie at minus and plus Student's t."""
    p, size = expit(log_odds), e.est * (1 - e.est) / e.se**2 * (e.n - 1) / e.n
    distance = e.est * np.log(e.est / p) + (1 - e.est) * np.log((1 - e.est) / (1 - p))
    return np.asarray(np.sign(p - e.est) * np.sqrt(2 * size * np.maximum(distance, 0.0)))


def as_r_reads_it(e: Estimates, behind: float) -> Bounds:
    """R's bounds for one share: the grid of its profile, its spline, straight lines between its points."""
    t = float(t_quantile(e.df)[0]) * np.sqrt(behind)
    deff = float((e.n * e.se**2 / (e.est * (1 - e.est)))[0])
    enough = np.sqrt(f.isf(ndtr(-t * np.sqrt(deff)) / 2, 1, e.n[0] - 1))
    step = enough / 5 * float((e.se / (e.est * (1 - e.est)))[0])
    centre = float(logit(e.est)[0])
    grid = np.sort(np.concatenate([[centre], *(_walk(e, centre, s * step, enough, deff) for s in (-1, 1))]))
    x, z = _spline(grid, signed_root(grid, e))
    lo, hi = (np.array([expit(np.interp(bound, z, x))]) for bound in (-t, t))
    return lo, hi


def one_step_behind(y: Floats, w: Floats) -> float:
    """The mean of w p (1 - p) at the last step of R's fit of a share, over p (1 - p) at the share itself."""
    p, before, working = (w * y + 0.5) / (w + 1), np.inf, np.ones(len(y))
    x = logit(p)
    while True:
        working = p * (1 - p)
        x = np.full(len(y), np.average(x + (y - p) / working, weights=w * working))
        p = expit(x)
        deviance = -2 * float(w @ np.log(np.where(y > 0, p, 1 - p)))
        if abs(deviance - before) / (0.1 + deviance) < R_EPSILON:
            return float(np.mean(w * working) / (p[0] * (1 - p[0])))
        before = deviance


def _walk(e: Estimates, centre: float, step: float, enough: float, deff: float) -> Floats:
    """Steps to one side until the deviance is large enough, at most nine."""
    points = centre + step * np.arange(1, STEPS + 1)
    far = np.abs(signed_root(points, e)) * np.sqrt(deff) >= enough
    last = int(np.argmax(far)) + 1 if far.any() else STEPS
    return np.asarray(points[:last])


def _spline(x: Floats, z: Floats) -> tuple[Floats, Floats]:
    """Three times as many points on a cubic spline with end cubics through four points (Forsythe et al. 1977)."""
    ends = []
    for four in (slice(0, 4), slice(-4, None)):
        cubic = np.polyfit(x[four] - x[four].mean(), z[four], 3)
        ends.append([(3, 6 * float(cubic[0]))])
    fine = np.linspace(x[0], x[-1], FINER * len(x))
    return fine, np.asarray(make_interp_spline(x, z, k=3, bc_type=tuple(ends))(fine))


def answers_of(design: ws.Design, item: ws.Item) -> tuple[Floats, Floats]:
    """0 or 1 and the weight of everyone who answered, as a multiple of the mean weight of everyone."""
    answers, weights = read(item, design.table), design.sampling.weights
    return answers.a[answers.answered], weights[answers.answered] / weights.mean()
