"""Tail of a weighted sum of chi-squared variables, such as a Rao-Scott statistic follows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats

HALVINGS = 200
MIDDLE = 1e-3  # so near the mean the general formula divides rounding by rounding


@dataclass(frozen=True, eq=False)
class _Sum:
    """Independent chi-squared variables with df (k,), each times a weight (k,)."""

    weights: Floats
    df: Floats

    def cumulants(self, zeta: float) -> tuple[float, float, float]:
        """The cumulant generating function at zeta and its first two derivatives."""
        left = 1 - 2 * zeta * self.weights
        pull = self.weights / left
        k0 = -float(self.df @ np.log(left)) / 2
        return k0, float(self.df @ pull), 2 * float(self.df @ pull**2)

    def saddlepoint(self) -> float:
        """Where the first derivative is 0, by halving the range in which the function exists."""
        low, high = 1 / (2 * self.weights.min()), 1 / (2 * self.weights.max())
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            if self.cumulants(middle)[1] < 0:
                low = middle
            else:
                high = middle
        return float((low + high) / 2)

    def shift_at_the_mean(self, w: float) -> float:
        """What the general formula adds to a w near 0: its first two terms in w.

        They are rho3 / 6 and (rho4 / 8 - 7 rho3^2 / 36) w, with rho the standardised cumulants: expand
        log(v / w) / w about a saddlepoint of 0.
        """
        k2, k3, k4 = (c * float(self.df @ self.weights**r) for c, r in ((2, 2), (8, 3), (48, 4)))
        rho3, rho4 = k3 / k2**1.5, k4 / k2**2
        return float(rho3 / 6 + (rho4 / 8 - 7 * rho3**2 / 36) * w)


def positive_tail(weights: Floats, df: Floats) -> float:
    """Probability that a weighted sum of independent chi-squared variables is above 0.

    Args:
        weights: of each variable, at least one above and one below 0, (k,).
        df: degrees of freedom of each, above 0 and not necessarily whole, (k,).

    Returns: a probability, by the saddlepoint approximation.

    Source: Kuonen (1999), Biometrika 86(4); the form of the tail, Barndorff-Nielsen (1990), JRSS B 52.
    """
    from scipy.special import ndtr

    one = _Sum(weights / np.abs(weights).max(), df)
    zeta = one.saddlepoint()
    k0, _, k2 = one.cumulants(zeta)
    w = float(np.sign(zeta) * np.sqrt(max(-2 * k0, 0.0)))
    if abs(w) < MIDDLE:
        return float(ndtr(-w - one.shift_at_the_mean(w)))
    return float(ndtr(-w - np.log(zeta * np.sqrt(k2) / w) / w))


def scaled_f_tail(statistic: float, effects: Floats, df: float) -> float:
    """Probability that sum_i effects_i chi2_1 exceeds the statistic times chi2_df / df.

    Args:
        statistic: what was observed, zero or more.
        effects: weights of the numerator, above 0, (k,).
        df: degrees of freedom of the denominator.

    Returns: a probability; 1 for a statistic of 0, NaN without degrees of freedom.

    Source: Kuonen (1999); the denominator as in the F of Thomas & Rao (1987), JASA 82.
    """
    if not df > 0 or not np.isfinite(statistic):
        return float("nan")
    if statistic <= 0:
        return 1.0
    return positive_tail(np.append(effects, -statistic / df), np.append(np.ones(len(effects)), df))
