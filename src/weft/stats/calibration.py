"""Calibrated weights and the residuals that make standard errors know about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats, Ints

if TYPE_CHECKING:
    from weft.stats.raking import RakingReport


@dataclass(frozen=True)
class Known:
    """What the weights were fitted to, in the caller's words: totals by column, the distance and its bounds."""

    totals: Mapping[str, float | Mapping[str, float]]
    distance: str
    bounds: tuple[float, float] | None


@dataclass(frozen=True, eq=False)
class Indicators:
    """One variable a level of several categorical columns, kept as codes until somebody needs them.

    Args:
        codes: of each column, (n,), none missing.
        sizes: how many levels each has.
    """

    codes: list[Ints]
    sizes: list[int]

    def columns(self) -> Floats:
        """0 and 1, (n, p)."""
        pairs = zip(self.codes, self.sizes, strict=True)
        return np.hstack([np.eye(size)[codes] for codes, size in pairs])


@dataclass(frozen=True, eq=False)
class Calibration:
    """Weights fitted to known totals.

    Args:
        variables: those whose totals are known, (n, p).
        base: weights before, shape (n,).
        weights: weights after, shape (n,).
        report: how the fit went, when it was a raking.
        known: what was asked for.
    """

    variables: Floats | Indicators
    base: Floats
    weights: Floats
    report: RakingReport | None = None
    known: Known | None = None

    @cached_property
    def x(self) -> Floats:
        """The variables whose totals are known, shape (n, p)."""
        return self.variables.columns() if isinstance(self.variables, Indicators) else self.variables

    def inverse_information(self) -> Floats:
        """Generalised inverse of x' diag(base) x, shape (p, p)."""
        information = self.x.T @ (self.base[:, None] * self.x)
        return np.asarray(np.linalg.pinv(information, hermitian=True), dtype=np.float64)

    def residuals(self, influence: Floats) -> Floats:
        """What of each influence value (n, q) the calibration totals do not explain, shape (n, q).

        Source: Deville & Särndal (1992), JASA 87, eq. 3.4, with the original weights in the regression
        (as R survey `calibrate`).
        """
        slopes = self.inverse_information() @ (self.x.T @ (self.base[:, None] * influence))
        return influence - self.x @ slopes
