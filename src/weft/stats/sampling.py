"""A design made ready for estimation: weights, stages and the variance they imply."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.stages import Stage

if TYPE_CHECKING:
    from weft.stats.calibration import Calibration
    from weft.stats.cube import Plan
    from weft.stats.figures import Shape
    from weft.stats.items import Answers, Item
    from weft.stats.layout import Layout
    from weft.stats.membership import Levels
    from weft.stats.moments_pack import Pack
    from weft.stats.space import Kept


@dataclass(frozen=True, eq=False)
class Sampling:
    """A design made ready for estimation.

    Args:
        weights: weight of each row, shape (n,).
        stages: the sampling stages.
        calibration: what the weights were fitted to, if anything.
        has_population_sizes: whether the fraction of the population sampled is known.
    """

    weights: Floats
    stages: tuple[Stage, ...]
    calibration: Calibration | None = None
    has_population_sizes: bool = False

    @cached_property
    def layouts(self) -> dict[str | None, Layout]:
        """The orders of rows worked out so far, by the column of groups."""
        return {}

    @cached_property
    def packs(self) -> Kept[tuple[Pack, Shape]]:
        """Items in the order of a layout, by the column of groups and the items."""
        from weft.stats.space import Kept

        return Kept(lambda made: made[0].rows.nbytes)

    @cached_property
    def levels(self) -> Kept[Levels]:
        """Breakdowns in the order of a layout, by the column of groups and the breakdowns."""
        from weft.stats.space import Kept

        return Kept(lambda made: made.places.nbytes)

    @property
    def is_one_stage(self) -> bool:
        """One stage whose strata all have a spread of their own: what the sweep over rows can add up."""
        return len(self.stages) == 1 and not self.stages[0].unknown.any()

    def degrees_of_freedom(self, rows: Flags) -> int:
        """PSUs minus strata, counting those with at least one weighted row in `rows` (shape (n,))."""
        stage = self.stages[0]
        psus = np.unique(stage.psu[rows & (self.weights > 0)])
        return len(psus) - len(np.unique(stage.stratum_of[psus]))

    def plan(self, cells: Ints, size: int) -> Plan:
        """A breakdown of this design: cell of each row (n,), -1 for none, and the number of cells."""
        from weft.stats.cube import Plan

        return Plan(self, cells, size)

    def covariance(self, influence: Floats, present: Flags) -> Floats:
        """Covariance of the weighted totals of influence values; see influence.covariance."""
        from weft.stats.influence import covariance

        return covariance(self, influence, present)

    def contrast_variance(self, item: Item, answers: Answers, domains: Flags, coefficients: Floats) -> float:
        """Variance of a linear combination of one item's estimates in several domains (n, q)."""
        from weft.stats.influence import linearise

        influence = linearise(item, answers, self.weights, domains).influence @ coefficients
        present = np.asarray(domains.any(axis=1))
        return float(self.covariance(influence[:, None], present)[0, 0])
