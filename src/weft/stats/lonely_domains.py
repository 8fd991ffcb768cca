"""Strata that are lonely only inside a domain: one PSU of several has a respondent there.

Such a PSU's distance from its stratum's mean counts the silent PSUs as zero. That is unbiased but leans on few
PSUs, so a cautious reader may treat the stratum as if it had one PSU only. Calibrated weights are left alone:
every PSU then has a residual in every domain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.blocks import Block
from weft.stats.cube import Plan
from weft.stats.figures import Figures, simple_variance
from weft.stats.influence import covariance
from weft.stats.sampling import Sampling
from weft.stats.stages import Lonely, Stage


def stage_in_domain(stage: Stage, present: Flags, lonely: Lonely) -> Stage:
    """A stage as a domain sees it, with the rule for lonely PSUs applied to strata that are lonely there.

    Args:
        stage: the whole sample's stage.
        present: rows of the domain with an answer, (n,).
        lonely: the rule; "remove" and "fail" change nothing.

    Returns: a stage with other centres ("adjust") or more strata of unknown spread ("average").

    Source: R survey 4.1.1, option survey.adjust.domain.lonely.
    """
    sizes = np.bincount(stage.stratum_of, minlength=len(stage.scale))
    active = np.bincount(stage.stratum_of[np.unique(stage.psu[present])], minlength=len(stage.scale))
    alone = (active == 1) & (sizes > 1) & (stage.scale > 0)
    if lonely == "adjust":
        return replace(stage, centre=np.where(alone, 0.0, stage.centre))
    if lonely == "average":
        return replace(stage, scale=np.where(alone, 0.0, stage.scale), unknown=stage.unknown | alone)
    return stage


@dataclass(frozen=True, eq=False)
class StrictSampling(Sampling):
    """A design whose rule for lonely PSUs also holds inside domains."""

    lonely: Lonely = "adjust"

    @property
    def is_one_stage(self) -> bool:
        """Never: what a stratum counts for depends on the cell, so no sweep over rows can add it up."""
        return False

    def covariance(self, influence: Floats, present: Flags) -> Floats:
        """Covariance of weighted totals of influence values (n, q) that are 0 outside `present` (n,)."""
        if self.calibration is not None:
            return covariance(self, influence, present)
        stages = tuple(stage_in_domain(stage, present, self.lonely) for stage in self.stages)
        return covariance(replace(self, stages=stages), influence, present)

    def plan(self, cells: Ints, size: int) -> Plan:
        """A breakdown of this design."""
        return StrictPlan(self, cells, size)


@dataclass(frozen=True, eq=False)
class StrictPlan(Plan):
    """One breakdown, with a variance of its own for every cell and item."""

    def estimate(self, block: Block) -> Figures:
        """Estimate all items of a block; see Plan.estimate."""
        usual = super().estimate(block)
        if self.sampling.calibration is not None:
            return usual
        found, variance = self.ratio(block), np.full(usual.se.shape, np.nan)
        for cell, item in np.argwhere(usual.n > 0):
            variance[cell, item] = self._variance(block, (cell, item), found.r[cell, item])
        with np.errstate(invalid="ignore", divide="ignore"):
            variance = np.where(usual.se > 0, variance / found.bottom**2, usual.se)
            deff = variance / simple_variance(self.shape(block), found, self.plain(block))
        return replace(usual, se=np.sqrt(variance), deff=deff)

    def _variance(self, block: Block, place: tuple[int, int], ratio: float) -> float:
        """Variance of the weighted total of a - r b in one cell."""
        cell, item = place
        present = (self.cells == cell) & (block.answered[:, item] > 0)
        slope = 0.0 if block.is_total[item] else ratio
        gap = np.where(present, block.a[:, item] - slope * block.b[:, item], 0.0)
        return float(self.sampling.covariance(gap[:, None], present)[0, 0])
