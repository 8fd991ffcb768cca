"""Trimming weights: hold them within bounds and let the others carry what was cut."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats
from weft.stats.calibration import Calibration
from weft.stats.errors import DesignError

if TYPE_CHECKING:
    from weft.stats.design import Design

HALVINGS = 60


def trim_design(design: Design, lowest: float, highest: float) -> Calibration:
    """Trim a design's weights; see Design.trim_weights."""
    from weft.stats.replicates import ReplicateDesign

    if isinstance(design, ReplicateDesign):
        raise DesignError("replicates", "they would keep the old weights", "Trim the design first.")
    weights = design.sampling.weights
    if not 0 <= lowest < highest:
        raise DesignError("bounds", "not a smaller and a larger weight", "Give (smallest, largest).")
    trimmed = trim(weights, lowest, highest)
    if design.calibration is not None:
        return replace(design.calibration, weights=trimmed, report=None, known=None)
    return Calibration(np.zeros((len(weights), 1)), weights, trimmed)


def trim(weights: Floats, lowest: float, highest: float) -> Floats:
    """The nearest weights within bounds that have the same sum, (n,); weights of 0 stay 0.

    Nearest by least squares: one amount is added to all, and those who reach a bound stop there.

    Raises: DesignError: no weights within the bounds have this sum.

    Source: Potter (1990), Proc. ASA Survey Research Methods. Equal to R survey's trimWeights with strict = TRUE
        when one bound binds; when both do, R's depends on the order of its passes.
    """
    live = weights > 0
    wanted, total = weights[live], float(weights.sum())
    if not lowest * len(wanted) <= total <= highest * len(wanted):
        raise DesignError("bounds", "no weights within them add up to the population", "Widen the bounds.")
    if wanted.min() >= lowest and wanted.max() <= highest:
        return weights
    trimmed = np.zeros_like(weights)
    trimmed[live] = np.clip(wanted + _amount(wanted, lowest, highest), lowest, highest)
    return trimmed


def _amount(weights: Floats, lowest: float, highest: float) -> float:
    """What to add to every weight so that the sum stays: halving, then exact among those at no bound."""
    total = float(weights.sum())
    low, high = lowest - float(weights.max()), min(highest, total) - float(weights.min())
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if np.clip(weights + middle, lowest, highest).sum() < total:
            low = middle
        else:
            high = middle
    moved = weights + (low + high) / 2
    free = (moved > lowest) & (moved < highest)
    held = float(np.clip(moved, lowest, highest)[~free].sum())
    return (total - held - float(weights[free].sum())) / int(free.sum()) if free.any() else high
