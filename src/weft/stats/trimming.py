"""Trimming weights: hold them within bounds and let the others carry what was cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.calibration import Calibration
from weft.stats.errors import DesignError

if TYPE_CHECKING:
    from weft.stats.design import Design


def trim_design(design: Design, lowest: float, highest: float) -> Calibration:
    """Trim a design's weights; see Design.trim_weights."""
    weights = design.sampling.weights
    if not 0 <= lowest < highest:
        raise DesignError("bounds", "not a smaller and a larger weight", "Give (smallest, largest).")
    trimmed = trim(weights, lowest, highest)
    if design.calibration is not None:
        return replace(design.calibration, weights=trimmed, report=None)
    return Calibration(np.zeros((len(weights), 1)), weights, trimmed)


def trim(weights: Floats, lowest: float, highest: float) -> Floats:
    """Weights within bounds with the same sum, (n,); weights of 0 stay 0.

    What is cut is spread equally over the weights not at a bound, again and again until none is outside.

    Raises: DesignError: no weights within the bounds have this sum.

    Source: Potter (1990), Proc. ASA Survey Research Methods; strict as R survey trimWeights.
    """
    live, total = weights > 0, weights.sum()
    if not lowest * live.sum() <= total <= highest * live.sum():
        raise DesignError("bounds", "no weights within them add up to the population", "Widen the bounds.")
    trimmed, held = weights.copy(), np.zeros(len(weights), dtype=bool)
    while (outside := live & ((trimmed < lowest) | (trimmed > highest))).any():
        held |= outside
        trimmed = _spread(np.where(live, np.clip(trimmed, lowest, highest), 0.0), total, live & ~held)
    return trimmed


def _spread(weights: Floats, total: float, free: Flags) -> Floats:
    """Bring the sum back to the total by one amount for every free weight."""
    if not free.any():
        return weights
    return np.where(free, weights + (total - weights.sum()) / free.sum(), weights)
