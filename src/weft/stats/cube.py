"""The survey cube: every item in every cell of a breakdown from additive moments, without a loop over items.

For the sum z of one variable over PSU j inside a cell, stratum h of a stage adds
scale_h (S_zz - centre_h S_z^2). A ratio r = A/B has influence (a - r b)/B, so its variance is
(V_aa - 2 r V_ab + r^2 V_bb) / B^2 in the moments of a and b.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.blocks import Block
from weft.stats.figures import Figures, Ratio, Shape, simple_variance, without_dust
from weft.stats.levers import leverage_of
from weft.stats.sums import Sums

if TYPE_CHECKING:
    from weft.stats.calibration import Calibration
    from weft.stats.sampling import Sampling
    from weft.stats.stages import Stage


@dataclass(frozen=True, eq=False)
class StagePlan:
    """Where each row's contribution goes at one stage, for one breakdown."""

    stage: Stage
    cells: int
    rows_to_pairs: Sums
    pair_psu: Ints
    pair_cell: Ints

    @cached_property
    def strata(self) -> tuple[Ints, Ints, Ints]:
        """Of each pair its stratum-cell number; of each stratum-cell its stratum and its cell."""
        keys, number = np.unique(
            self.stage.stratum_of[self.pair_psu] * self.cells + self.pair_cell, return_inverse=True
        )
        return number, keys // self.cells, keys % self.cells

    @cached_property
    def pairs_to_strata(self) -> Sums:
        """Adds PSU totals up to strata inside cells."""
        number, stratum, _ = self.strata
        return Sums(number, len(stratum))

    @cached_property
    def strata_to_cells(self) -> Sums:
        """Adds stratum figures up to cells."""
        return Sums(self.strata[2], self.cells)

    def spread(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Covariance of PSU totals x and y (pairs, k), and its uncentred size; both (cells, k)."""
        _, stratum, _ = self.strata
        scale, centre = self.stage.scale[stratum, None], self.stage.centre[stratum, None]
        products = scale * self.pairs_to_strata(x * y)
        means = scale * centre * self.pairs_to_strata(x) * self.pairs_to_strata(y)
        return self.strata_to_cells(products - means), self.strata_to_cells(products)

    def active(self, answered: Floats) -> tuple[Floats, Floats, Floats]:
        """PSUs, strata and strata of unknown spread with a respondent, each (cells, k)."""
        add = self.strata_to_cells
        pairs = (self.rows_to_pairs(answered) > 0).astype(np.float64)
        strata = (self.pairs_to_strata(pairs) > 0).astype(np.float64)
        unknown = strata * self.stage.unknown[self.strata[1], None]
        return add(self.pairs_to_strata(pairs)), add(strata), add(unknown)


@dataclass(frozen=True, eq=False)
class Plan:
    """One breakdown of one design, ready for any items.

    Args:
        sampling: the design.
        cells: cell of each row, -1 for none, shape (n,).
        size: number of cells.
    """

    sampling: Sampling
    cells: Ints
    size: int

    @cached_property
    def rows_to_cells(self) -> Sums:
        """Adds rows up to cells."""
        return Sums(self.cells, self.size)

    @cached_property
    def stages(self) -> tuple[StagePlan, ...]:
        """One plan a stage."""
        return tuple(self._stage(stage) for stage in self.sampling.stages)

    def _stage(self, stage: Stage) -> StagePlan:
        inside = self.cells >= 0
        keys, number = np.unique(stage.psu[inside] * self.size + self.cells[inside], return_inverse=True)
        pair = np.full(len(self.cells), -1, dtype=np.int64)
        pair[inside] = number
        return StagePlan(stage, self.size, Sums(pair, len(keys)), keys // self.size, keys % self.size)

    def estimate(self, block: Block) -> Figures:
        """Estimate all items of a block in every cell.

        Args:
            block: k items.

        Returns: Figures with arrays (cells, k); NaN where a cell holds no answer.

        Source: Särndal, Swensson & Wretman (1992), results 4.3.1 and 5.6.2; ENGINES section 1.
        """
        w = self.sampling.weights[:, None]
        a, b = w * block.a, w * block.b
        found, shape = self.ratio(block), self.shape(block)
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(block.is_total, 0.0, found.r)
            variance = _variance(self, (a, b), slope) * _unknown(self, block) / found.bottom**2
            deff = variance / simple_variance(shape, found, self.plain(block))
        df = _degrees(self, block)
        return Figures(
            found.r + block.shift, np.sqrt(variance), df, found.n, found.weighted_n, deff, self.counted(block)
        )

    def ratio(self, block: Block) -> Ratio:
        """The ratio of every cell."""
        w, add = self.sampling.weights[:, None], self.rows_to_cells
        n, weighted_n, bottom = add(block.answered), add(w * block.answered), add(w * block.b)
        bottom = np.where(block.is_total, np.where(n > 0, 1.0, np.nan), bottom)
        with np.errstate(invalid="ignore", divide="ignore"):
            return Ratio(add(w * block.a) / bottom, bottom, n, weighted_n)

    def shape(self, block: Block) -> Shape:
        """What kind of items the block holds."""
        return Shape(block.is_total, block.shift, block.is_share, self.sampling.has_population_sizes)

    def counted(self, block: Block) -> Floats:
        """How many people are in the categories counted; NaN unless shares."""
        counted = self.rows_to_cells(block.answered * (block.a != 0))
        return counted if block.is_share else np.full(counted.shape, np.nan)

    def plain(self, block: Block) -> Floats:
        """Weighted sums of aa, ab and bb in every cell, (3, cells, k)."""
        w = self.sampling.weights[:, None]
        pairs = ((block.a, block.a), (block.a, block.b), (block.b, block.b))
        return np.stack([self.rows_to_cells(w * x * y) for x, y in pairs])


def _variance(plan: Plan, weighted: tuple[Floats, Floats], r: Floats) -> Floats:
    """Variance of the weighted total of a - r b in every cell, rounding dust removed."""
    variance, size = np.zeros_like(r), np.zeros_like(r)
    for stage in plan.stages:
        a, b = (stage.rows_to_pairs(x) for x in weighted)
        (aa, raw_aa), (ab, _), (bb, raw_bb) = stage.spread(a, a), stage.spread(a, b), stage.spread(b, b)
        variance += aa - 2 * r * ab + r**2 * bb
        size += raw_aa + r**2 * raw_bb
    if plan.sampling.calibration is not None:
        variance += _calibration_change(plan, plan.sampling.calibration, weighted, r)
    return without_dust(variance, size)


def _unknown(plan: Plan, block: Block) -> Floats | float:
    """Enlarges the known strata's sum so that strata of unknown spread count as their average."""
    if not any(stage.stage.unknown.any() for stage in plan.stages):
        return 1.0
    if plan.sampling.calibration is not None:  # people outside the cell have residuals too
        from weft.stats.influence import unknown_factor

        return unknown_factor(plan.stages[0].stage, np.ones(len(plan.cells), dtype=bool))
    _, strata, unknown = plan.stages[0].active(block.answered)
    return strata / (strata - unknown)


def _degrees(plan: Plan, block: Block) -> Floats:
    """PSUs minus strata among those with a weighted answer in the cell."""
    psus, strata, _ = plan.stages[0].active(block.answered * (plan.sampling.weights[:, None] > 0))
    return psus - strata


def _calibration_change(
    plan: Plan, calibration: Calibration, weighted: tuple[Floats, Floats], r: Floats
) -> Floats:
    """What calibration adds to each variance (mostly takes away), (cells, k).

    With u the influence, z its PSU totals, x those of the calibration variables and beta the regression of
    u on them, V(z - x beta) - V(z) = beta' V_xx beta - 2 beta' V_xz.
    """
    x, w = calibration.x, plan.sampling.weights
    with np.errstate(invalid="ignore", divide="ignore"):
        back = np.where(w > 0, calibration.base / w, 0.0)
    shape = (plan.size, x.shape[1], r.shape[1])
    gather = _by_cell_and_variable(plan, x * back[:, None])
    u = [gather(part).reshape(shape) for part in weighted]
    beta = np.einsum("pq,cqk->cpk", calibration.inverse_information(), u[0] - r[:, None, :] * u[1])
    change = np.zeros_like(r)
    for stage in plan.sampling.stages:
        leverage, v_xx = leverage_of(stage, x * w[:, None])
        gather = _by_cell_and_variable(plan, leverage[stage.psu])
        v = [gather(part).reshape(shape) for part in weighted]
        change += np.einsum("cpk,pq,cqk->ck", beta, v_xx, beta, optimize=True)
        change -= 2 * np.einsum("cpk,cpk->ck", beta, v[0] - r[:, None, :] * v[1])
    return change


def _by_cell_and_variable(plan: Plan, x: Floats) -> Sums:
    """Sums over rows of x_ip times a value, for every cell and variable p."""
    rows, columns = np.nonzero(x * (plan.cells >= 0)[:, None])
    codes = plan.cells[rows] * x.shape[1] + columns
    return Sums(codes, plan.size * x.shape[1], x[rows, columns], (rows, len(x)))
