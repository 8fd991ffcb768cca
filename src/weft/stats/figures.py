"""From moments to estimates, standard errors and design effects, for all cells at once."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.moments import Moments

ROUNDING = 256 * float(np.finfo(np.float64).eps)


@dataclass(frozen=True, eq=False)
class Figures:
    """Estimates of k items in c cells, each array (c, k)."""

    est: Floats
    se: Floats
    df: Floats
    n: Floats
    weighted_n: Floats
    deff: Floats
    counted: Floats

    @classmethod
    def nobody(cls, shape: tuple[int, ...]) -> Figures:
        """Figures of cells without anyone."""
        return cls(*(np.full(shape, np.nan if f.name in _UNKNOWN else 0.0) for f in fields(cls)))

    def put(self, place: int, found: Figures) -> None:
        """Write another's arrays (k, levels), turned, at a place of the first axis: (places, levels, k)."""
        for f in fields(self):
            getattr(self, f.name)[place] = getattr(found, f.name).T


_UNKNOWN = ("est", "se", "deff")


@dataclass(frozen=True, eq=False)
class Shape:
    """What kind of items stand side by side; see cube.Block. Arrays (k, 1) or broadcastable to the cells."""

    is_total: Flags
    shift: Floats
    is_share: bool
    has_population_sizes: bool = False


@dataclass(frozen=True, eq=False)
class Ratio:
    """Estimates before their errors: the ratio, its denominator (1 for totals), n and weighted n."""

    r: Floats
    bottom: Floats
    n: Floats
    weighted_n: Floats


def ratio_of(moments: Moments, shape: Shape) -> Ratio:
    """The ratio of every cell, (k, levels)."""
    k = len(shape.is_total)
    n, bottom = moments.counts[-k:], moments.linear[k : 2 * k]
    bottom = (
        np.where(shape.is_total, np.where(n > 0, 1.0, np.nan), bottom) if shape.is_total.any() else bottom
    )
    with np.errstate(invalid="ignore", divide="ignore"):
        return Ratio(moments.linear[:k] / bottom, bottom, n, moments.linear[-k:])


def figures_of(moments: Moments, shape: Shape, change: Floats | None = None) -> Figures:
    """Figures of every item in every level of one group, (k, levels).

    Args:
        moments: the group's sums.
        shape: what kind of items.
        change: what calibration adds to each variance of a weighted total, (k, levels).

    Source: Särndal, Swensson & Wretman (1992), results 4.3.1 and 5.6.2; ENGINES section 1.
    """
    found, k = ratio_of(moments, shape), len(shape.is_total)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.where(shape.is_total, 0.0, found.r)
        (aa, ab, bb), raw = moments.raw - moments.means, moments.raw
        variance = aa - 2 * slope * ab + slope**2 * bb
        size = raw[0] + slope**2 * raw[2]
        variance = without_dust(variance if change is None else variance + change, size)
        variance = variance / found.bottom**2
        deff = variance / simple_variance(shape, found, moments.plain)
    counted = moments.counts[:k] if shape.is_share else np.full(found.r.shape, np.nan)
    df = moments.psus - moments.strata
    return Figures(found.r + shape.shift, np.sqrt(variance), df, found.n, found.weighted_n, deff, counted)


def without_dust(variance: Floats, size: Floats) -> Floats:
    """Variance with what is only rounding of its terms' size set to 0."""
    return np.where(variance > ROUNDING * size, variance, np.where(np.isnan(variance), np.nan, 0.0))


def simple_variance(shape: Shape, found: Ratio, plain: Floats) -> Floats:
    """Variance of the same figure from a simple random sample of as many answers.

    Args:
        shape: what kind of items.
        found: their ratios.
        plain: weighted sums of aa, ab and bb in each cell (first axis); not read for shares.

    Source: Kish (1965), section 8.2; with n/(n-1) and, given population sizes, 1 - n/N, as R survey.
    """
    r, n = found.r, found.n
    spread = r * (1 - r) if shape.is_share else _spread(shape, found, plain)
    scale = np.where(shape.is_total, found.weighted_n, found.weighted_n / found.bottom)
    left = 1 - n / found.weighted_n if shape.has_population_sizes else 1.0
    return np.where((spread > 0) & (n > 1), spread / (n - 1) * scale**2 * left, np.nan)


def _spread(shape: Shape, found: Ratio, plain: Floats) -> Floats:
    """Weighted variance of a - r b, or of a for a total, in every cell, rounding dust removed."""
    (aa, ab, bb), r = plain, found.r
    left = np.where(shape.is_total, aa - r**2 / found.weighted_n, aa - 2 * r * ab + r**2 * bb)
    size = np.where(shape.is_total, aa, aa + r**2 * bb)
    return np.where(left > ROUNDING * size, left, 0.0) / found.weighted_n
