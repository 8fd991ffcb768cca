"""95 % intervals for shares and means from an estimate and its design-based standard error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.coding import compress
from weft.stats.errors import UnknownName

LEVEL = 0.95
UPPER = 1 - (1 - LEVEL) / 2
MOST_STEPS, NEAR = 60, 1e-13  # Newton's method for the likelihood interval: steps, and distance in log-odds
FEW = 16  # so few quantiles are quicker than a look for equal ones


@dataclass(frozen=True, eq=False)
class Estimates:
    """Estimates with what an interval needs: all of one shape.

    Args:
        est: estimates.
        se: standard errors.
        df: degrees of freedom.
        n: unweighted sample sizes.
    """

    est: Floats
    se: Floats
    df: Floats
    n: Floats


Bounds = tuple[Floats, Floats]


def t_quantile(df: Floats, probability: float = UPPER) -> Floats:
    """Quantile of Student's t; NaN for df below 1, normal for infinite df. Worked out once a distinct df."""
    from scipy.special import stdtrit

    known = np.where(df >= 1, df, np.nan)
    if known.size <= FEW:
        return np.asarray(stdtrit(known, probability))
    distinct, place = _distinct(known)
    return np.asarray(stdtrit(distinct, probability))[place]


def _distinct(df: Floats) -> tuple[Floats, Ints]:
    """Distinct values and where each of df is among them, of df's shape; by a table when whole and small."""
    whole = np.where(np.isnan(df), 0.0, np.minimum(df, 1e15)).astype(np.int64)
    if np.array_equal(np.where(whole == 0, np.nan, whole), df, equal_nan=True):
        values, place = compress(whole.ravel(), int(whole.max()) + 1)
        return np.where(values == 0, np.nan, values), place.reshape(df.shape)
    others, of = np.unique(df, return_inverse=True)
    return others, np.asarray(of, dtype=np.int64).reshape(df.shape)


def wald_t(e: Estimates) -> Bounds:
    """Estimate plus and minus t times the standard error. Source: Cochran (1977), eq. 2.24."""
    half = t_quantile(e.df) * e.se
    return e.est - half, e.est + half


def logit(e: Estimates) -> Bounds:
    """Wald interval on the log-odds scale, carried back; Clopper-Pearson on n when the share is 0 or 1.

    Source: Heeringa, West & Berglund (2017), Applied Survey Data Analysis, section 5.4; R svyciprop "xlogit".
    """
    spread = e.est * (1 - e.est)
    log_odds = np.log(e.est) - np.log1p(-e.est)
    half = t_quantile(e.df) * e.se / spread
    lo, hi = 1 / (1 + np.exp(half - log_odds)), 1 / (1 + np.exp(-half - log_odds))
    return _exact_at_the_ends(e, (lo, hi))


def wilson(e: Estimates) -> Bounds:
    """Wilson's score interval on the effective sample size, with t for z; Clopper-Pearson on n at 0 or 1.

    Source: Wilson (1927); effective size as Kott & Carr (1997) and Franco et al. (2019), section 2.
    """
    t2 = t_quantile(e.df) ** 2
    share = t2 / (e.est * (1 - e.est) / e.se**2)
    middle = (e.est + share / 2) / (1 + share)
    half = np.sqrt(share * (e.est * (1 - e.est) + share / 4)) / (1 + share)
    return _exact_at_the_ends(e, (middle - half, middle + half))


def korn_graubard(e: Estimates) -> Bounds:
    """Clopper-Pearson on the effective sample size corrected for degrees of freedom; on n at 0 or 1.

    Source: Korn & Graubard (1998), Survey Methodology 24(2), eq. 2.3; as R svyciprop "beta".
    """
    size = e.est * (1 - e.est) / e.se**2 * (t_quantile(e.n - 1) / t_quantile(e.df)) ** 2
    return _exact_at_the_ends(e, _clopper_pearson(e.est, size))


def arcsine(e: Estimates) -> Bounds:
    """Wald interval for the angle arcsin(sqrt(share)), carried back; Clopper-Pearson on n at 0 or 1.

    Source: Mosteller & Youtz (1961), Biometrika 48; R svyciprop "asin". Angles beyond 0 and 90 degrees are
        held there.
    """
    angle = np.arcsin(np.sqrt(e.est))
    half = t_quantile(e.df) * e.se / (2 * np.sqrt(e.est * (1 - e.est)))
    lo, hi = (np.clip(a, 0.0, np.pi / 2) for a in (angle - half, angle + half))
    return _exact_at_the_ends(e, (np.sin(lo) ** 2, np.sin(hi) ** 2))


def likelihood(e: Estimates) -> Bounds:
    """Shares whose deviance on the effective sample size is at most t squared; Clopper-Pearson on n at 0 or 1.

    Source: Rao & Scott (1984), Annals of Statistics 12, for the scaled likelihood ratio; as R svyciprop
        "likelihood", which divides the deviance by Pearson's dispersion, n / (n - 1).
    """
    size = e.est * (1 - e.est) / e.se**2 * (e.n - 1) / e.n
    reach = t_quantile(e.df) ** 2 / (2 * size)
    lo, hi = (_share_at_distance(e.est, reach, side) for side in (-1.0, 1.0))
    return _exact_at_the_ends(e, (lo, hi))


def _share_at_distance(est: Floats, reach: Floats, side: float) -> Floats:
    """The share below (-1) or above (1) est whose Kullback-Leibler distance from it is reach.

    By Newton's method in the log-odds, where the distance is convex: the first step goes too far, all
    others come back from there without passing the root.
    """
    centre = np.log(est) - np.log1p(-est)
    lowest = np.logaddexp(0, centre) - est * centre
    x = centre + side * np.sqrt(2 * reach / (est * (1 - est)))
    for _ in range(MOST_STEPS):
        step = (np.logaddexp(0, x) - est * x - lowest - reach) / (1 / (1 + np.exp(-x)) - est)
        x = x - step
        if not np.any(np.abs(step) > NEAR * (1 + np.abs(x))):
            break
    return np.asarray(1 / (1 + np.exp(-x)))


def _clopper_pearson(est: Floats, size: Floats) -> Bounds:
    from scipy.special import betaincinv

    hits, misses = size * est, size * (1 - est)
    lo = np.where(hits <= 0, 0.0, betaincinv(np.where(hits > 0, hits, 1), misses + 1, 1 - UPPER))
    hi = np.where(misses <= 0, 1.0, betaincinv(hits + 1, np.where(misses > 0, misses, 1), UPPER))
    gone = np.isnan(size * est)
    return np.where(gone, np.nan, lo), np.where(gone, np.nan, hi)


def _exact_at_the_ends(e: Estimates, bounds: Bounds) -> Bounds:
    """Clopper-Pearson where nobody or everybody was counted: there it has a closed form."""
    lo, hi = (np.where(e.se == 0, e.est, bound) for bound in bounds)
    none, all_ = e.est <= 0, e.est >= 1
    lo[none], hi[none] = 0.0, _uncounted(e.n[none])
    lo[all_], hi[all_] = 1 - _uncounted(e.n[all_]), 1.0
    return lo, hi


def _uncounted(n: Floats) -> Floats:
    """The largest share that leaves n people uncounted."""
    return np.asarray(-np.expm1(np.log(1 - UPPER) / n))


METHODS: dict[str, Callable[[Estimates], Bounds]] = {
    "t": wald_t,
    "logit": logit,
    "wilson": wilson,
    "korn-graubard": korn_graubard,
    "arcsine": arcsine,
    "likelihood": likelihood,
}


def interval(method: str, e: Estimates) -> Bounds:
    """Lower and upper 95 % bounds by the named method.

    Args:
        method: "t", "logit", "wilson", "korn-graubard", "arcsine" or "likelihood".
        e: estimates, standard errors, degrees of freedom and sample sizes.

    Returns: two arrays of the shape of e.est.

    Raises: UnknownName: no such method.
    """
    if method not in METHODS:
        raise UnknownName("interval method", method, METHODS)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return METHODS[method](e)
