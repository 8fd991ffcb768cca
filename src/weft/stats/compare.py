"""Differences, and when one may be called clear."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats

if TYPE_CHECKING:
    from weft.stats.evidence import Cell


@dataclass(frozen=True)
class Difference:
    """A difference between two figures.

    Args:
        est: first minus second; of shares, in units of 1.
        se: its standard error, covariance included.
        lo, hi: its 95 % interval.
        df: degrees of freedom behind the interval.
        p: two-sided p-value of no difference.
    """

    est: float
    se: float
    lo: float
    hi: float
    df: float
    p: float


class Verdict(StrEnum):
    """What may be said of a difference."""

    CLEARLY_HIGHER = "clearly higher"
    CLEARLY_LOWER = "clearly lower"
    NO_CLEAR_DIFFERENCE = "no clear difference"


def verdict(difference: Difference, p_adjusted: float | None = None, alpha: float = 0.05) -> Verdict:
    """Call a difference clear only when its 95 % interval excludes 0 and its p-value is below alpha.

    Args:
        difference: the difference.
        p_adjusted: its p-value after adjustment for many comparisons; its own when None.
        alpha: the threshold.

    Returns: Verdict; NO_CLEAR_DIFFERENCE when anything is unknown.

    Source: the rule of Weft's design (ENGINES, section 1): intervals of the difference itself, never overlap.
    """
    p = difference.p if p_adjusted is None else p_adjusted
    if p < alpha and difference.lo > 0:
        return Verdict.CLEARLY_HIGHER
    if p < alpha and difference.hi < 0:
        return Verdict.CLEARLY_LOWER
    return Verdict.NO_CLEAR_DIFFERENCE


def difference(est: float, se: float, df: float) -> Difference:
    """A difference with its t interval and p-value.

    Args:
        est: the difference.
        se: its standard error.
        df: degrees of freedom; below 1 nothing can be said and the interval is NaN.

    Returns: Difference. Source: Student (1908); df as Korn & Graubard (1999), section 5.2.
    """
    from scipy.special import stdtr, stdtrit

    if not df >= 1 or not np.isfinite(se):
        return Difference(est, se, np.nan, np.nan, df, np.nan)
    half = float(stdtrit(df, 0.975)) * se
    if se == 0:
        return Difference(est, se, est, est, df, 0.0 if est else 1.0)
    return Difference(est, se, est - half, est + half, df, float(2 * stdtr(df, -abs(est / se))))


def independent(after: Cell, before: Cell) -> Difference:
    """after minus before for two independent samples.

    Args:
        after, before: figures from samples drawn independently.

    Returns: Difference; degrees of freedom by Satterthwaite, so that the smaller, noisier sample rules.

    Source: Satterthwaite (1946), Biometrics Bulletin 2(6), eq. 17; Welch (1947).
    """
    v = np.array([after.se**2, before.se**2])
    df = np.array([after.df, before.df])
    pooled = float(min(df.sum(), _satterthwaite(v, df)))
    return difference(after.est - before.est, float(np.sqrt(v.sum())), pooled)


def _satterthwaite(v: Floats, df: Floats) -> float:
    used = v > 0
    if not used.any() or not np.all(df[used] >= 1):
        return float(df.min())
    return float(v.sum() ** 2 / (v[used] ** 2 / df[used]).sum())


def published(share: float, n: int, deff: float = 1.0) -> Cell:
    """A share known only from a publication: what its size and design effect allow to be said.

    Args:
        share: the share, 0 to 1.
        n: unweighted sample size.
        deff: design effect; 1 only for a simple random sample.

    Returns: Cell with a Wilson interval on n / deff. Source: Kish (1965), section 8.2.
    """
    from weft.stats.evidence import Cell
    from weft.stats.intervals import Estimates, wilson

    se = float(np.sqrt(share * (1 - share) * deff / n))
    with np.errstate(divide="ignore", invalid="ignore"):
        lo, hi = wilson(Estimates(*(np.array([float(x)]) for x in (share, se, n - 1, n))))
    return Cell(share, se, float(lo[0]), float(hi[0]), n, deff, float(n - 1))


def holm(p_values: Sequence[float] | Floats) -> Floats:
    """Adjust p-values so that the chance of any false alarm stays below the threshold.

    Args:
        p_values: shape (m,); NaN entries do not count and stay NaN.

    Returns: adjusted p-values, shape (m,). Source: Holm (1979), Scandinavian Journal of Statistics 6(2).
    """
    return _adjust(p_values, lambda p: np.maximum.accumulate((len(p) - np.arange(len(p))) * p))


def benjamini_hochberg(p_values: Sequence[float] | Floats) -> Floats:
    """Adjust p-values so that the expected share of false alarms among the alarms stays below the threshold.

    Args:
        p_values: shape (m,); NaN entries do not count and stay NaN.

    Returns: adjusted p-values, shape (m,). Source: Benjamini & Hochberg (1995), JRSS B 57(1).
    """

    def step_up(p: Floats) -> Floats:
        scaled = p * len(p) / np.arange(1, len(p) + 1)
        return np.asarray(np.minimum.accumulate(scaled[::-1])[::-1])

    return _adjust(p_values, step_up)


def _adjust(p_values: Sequence[float] | Floats, rule: Callable[[Floats], Floats]) -> Floats:
    p = np.asarray(p_values, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(p))
    order = known[np.argsort(p[known], kind="stable")]
    adjusted = np.full(p.shape, np.nan)
    adjusted[order] = np.minimum(rule(p[order]), 1.0)
    return adjusted
