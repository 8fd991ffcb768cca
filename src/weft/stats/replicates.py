"""Replicate weights: the spread of an estimate over many slightly different weightings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.blocks import Block
from weft.stats.cube import Plan
from weft.stats.design import Design
from weft.stats.errors import DesignError, UnknownName
from weft.stats.figures import ROUNDING, Figures, Ratio, simple_variance
from weft.stats.influence import linearise
from weft.stats.sampling import Sampling

if TYPE_CHECKING:
    from weft.stats.items import Answers, Item
    from weft.stats.raking import Margins

METHODS = ("brr", "fay", "jk1", "jkn", "bootstrap", "sdr")


@dataclass(frozen=True)
class Rule:
    """How replicates turn into a variance: scale * sum of each * (replicate - centre)^2.

    Args:
        method: "brr", "fay", "jk1", "jkn", "bootstrap" or "sdr" (successive differences).
        fay: Fay's shrinkage, for "fay".
        each: a factor per replicate, for "jkn": (n-1)/n of its stratum; one number a replicate.
        around_full: centre on the full-sample estimate rather than on the replicates' mean.
        scale: replaces the method's own factor, as when the producer publishes one.
    """

    method: str
    fay: float = 0.0
    each: tuple[float, ...] = ()
    around_full: bool = False
    scale: float | None = None

    def factor(self, count: int) -> float:
        """The overall factor for so many replicates.

        Source: Wolter (2007), Introduction to Variance Estimation, chapters 3-5; Fay in Judkins (1990);
            successive differences, Fay & Train (1995).
        """
        if self.scale is not None:
            return self.scale
        factors = {
            "brr": 1 / count,
            "fay": 1 / (count * (1 - self.fay) ** 2),
            "jk1": (count - 1) / count,
            "jkn": 1.0,
            "bootstrap": 1 / (count - 1),
            "sdr": 4 / count,
        }
        if self.method not in factors:
            raise UnknownName("replicate method", self.method, METHODS)
        return factors[self.method]


@dataclass(frozen=True, eq=False)
class ReplicateSampling(Sampling):
    """A replicate design made ready: `replicates` (n, r) and the factor of each replicate (r,)."""

    replicates: Floats = None  # type: ignore[assignment]
    factors: Floats = None  # type: ignore[assignment]
    around_full: bool = False

    @cached_property
    def _rank(self) -> int:
        return int(np.linalg.matrix_rank(self.replicates.T @ self.replicates, rtol=1e-10))

    def degrees_of_freedom(self, rows: Flags) -> int:  # noqa: ARG002 - the replicates know no rows
        """Rank of the replicate weights minus one (Rao & Wu 1985), whatever the rows."""
        return self._rank - 1

    def variance(self, estimates: Floats, full: Floats) -> Floats:
        """Variance from replicate estimates (..., r) and full ones (...); unknown replicates left out."""
        known = np.isfinite(estimates)
        used = np.where(known, estimates, 0.0)
        weight = known * (self.factors > 0)
        mean = (used * weight).sum(axis=-1) / np.maximum(weight.sum(axis=-1), 1)
        centre = full if self.around_full else mean
        off = np.where(known, used - centre[..., None], 0.0)
        return np.asarray((self.factors * off**2).sum(axis=-1))

    def plan(self, cells: Ints, size: int) -> ReplicatePlan:
        """A breakdown of this design."""
        return ReplicatePlan(self, cells, size)

    def contrast_variance(self, item: Item, answers: Answers, domains: Flags, coefficients: Floats) -> float:
        """Variance of a linear combination of one item's estimates in several domains."""
        found = [linearise(item, answers, w, domains).estimates for w in (self.weights, *self.replicates.T)]
        values = np.array(found) @ coefficients
        return float(self.variance(values[1:], values[0]))

    def covariance(self, influence: Floats, present: Flags) -> Floats:  # noqa: ARG002 - as above
        """Covariance of the weighted totals of influence values (n, q): (q, q)."""
        totals = self.replicates.T @ influence
        centre = self.weights @ influence if self.around_full else totals.mean(axis=0)
        off = totals - centre
        return np.asarray(off.T @ (self.factors[:, None] * off))


@dataclass(frozen=True, eq=False)
class ReplicatePlan(Plan):
    """One breakdown of a replicate design."""

    def estimate(self, block: Block) -> Figures:
        """Estimate all items of a block; see Plan.estimate."""
        sampling = self.sampling
        assert isinstance(sampling, ReplicateSampling)
        found = self.ratio(block)
        with np.errstate(invalid="ignore", divide="ignore"):
            se = self._errors(block, found)
            deff = se**2 / simple_variance(self.shape(block), found, self.plain(block))
        df = np.where(found.n > 0, float(sampling.degrees_of_freedom(block.answered[:, 0] > 0)), np.nan)
        return Figures(found.r + block.shift, se, df, found.n, found.weighted_n, deff, self.counted(block))

    def _errors(self, block: Block, found: Ratio) -> Floats:
        """Standard errors, (cells, k): each cell's people times all replicates in one product."""
        sampling, se = cast("ReplicateSampling", self.sampling), np.full(found.n.shape, np.nan)
        both, order = np.hstack([block.a, block.b]), np.argsort(self.cells, kind="stable")
        bounds = np.searchsorted(self.cells[order], np.arange(self.size + 1))
        for cell in np.flatnonzero(np.diff(bounds)):
            people = order[bounds[cell] : bounds[cell + 1]]
            top, low = np.split(both[people].T @ sampling.replicates[people], 2)
            low[block.is_total] = 1.0
            se[cell] = np.sqrt(sampling.variance(top / low, found.r[cell]))
        blank = np.where(found.n > 0, 1.0, np.nan)
        return np.where(se > np.sqrt(ROUNDING) * 1e-4 * np.abs(found.r + block.shift), se, 0.0) * blank


@dataclass(frozen=True, eq=False)
class ReplicateDesign(Design):
    """A sample that comes with replicate weights instead of strata and PSUs.

    Args:
        frame, weights: as Design.
        replicates: names of the replicate weight columns, or their values (n, r).
        rule: how they turn into a variance.

    Raises: DesignError: replicate weights that are missing, too few or of the wrong shape.
    """

    replicates: Sequence[str] | Floats = ()
    rule: Rule = Rule("bootstrap")

    @cached_property
    def replicate_weights(self) -> Floats:
        """The replicate weights, shape (n, r)."""
        if isinstance(self.replicates, np.ndarray):
            values = np.asarray(self.replicates, dtype=np.float64)
        elif not len(self.replicates):
            raise DesignError("replicates", "none given", "Name the replicate weight columns.")
        else:
            values = np.column_stack([self.table.numbers(c) for c in self.replicates])
        if values.ndim != 2 or values.shape[0] != self.table.rows or values.shape[1] < 2:
            raise DesignError(
                "replicates", f"shape {values.shape}", "Give one row a respondent, two or more columns."
            )
        if not np.isfinite(values).all():
            raise DesignError(
                "replicates", "missing or infinite weights", "Ask who made the replicate weights."
            )
        return values

    @cached_property
    def sampling(self) -> ReplicateSampling:
        """The design made ready for estimation."""
        usable = self.usable_weights()
        weights = usable if self.calibration is None else self.calibration.weights
        values, count = self.replicate_weights, self.replicate_weights.shape[1]
        each = np.array(self.rule.each) if self.rule.each else np.ones(count)
        if len(each) != count:
            raise DesignError(
                "rule", f"{len(each)} factors for {count} replicates", "Give one factor a replicate."
            )
        factors = self.rule.factor(count) * each
        return ReplicateSampling(weights, (), None, False, values, factors, self.rule.around_full)

    def rake(self, margins: Margins, trim: tuple[float, float] | None = None) -> ReplicateDesign:
        """Rake the weights and every replicate to the same margins; see Design.rake."""
        from weft.stats.raking import rake_design, rake_together

        full = rake_design(self, margins, trim)
        if trim is None:
            raked = rake_together(self, margins, self.replicate_weights)
        else:
            plain = [Design({**_columns(self), "w": w}, weights="w") for w in self.replicate_weights.T]
            raked = np.column_stack([rake_design(d, margins, trim).weights for d in plain])
        return replace(self, frame=self.table, calibration=full, replicates=raked)


def _columns(design: Design) -> dict[str, object]:
    return {name: design.table.column(name) for name in design.table.names if name != "w"}


def jackknife(design: Design, around_full: bool = False) -> ReplicateDesign:
    """Turn a design into a jackknife: each replicate leaves one PSU out.

    Args:
        design: an uncalibrated design; without strata the result is JK1, with strata JKn.
        around_full: as Rule.

    Returns: ReplicateDesign with one replicate a PSU; population sizes shrink each stratum's factor.

    Raises: DesignError: a calibrated design, or a stratum with one PSU.

    Source: Wolter (2007), section 4.5.
    """
    if design.calibration is not None:
        raise DesignError("jackknife", "the weights are calibrated already", "Rake the jackknife instead.")
    stage, weights = design.sampling.stages[0], design.sampling.weights
    sizes = np.bincount(stage.stratum_of)
    if sizes.min() < 2:
        raise DesignError("jackknife", "a stratum with a single PSU", "Join strata first.")
    grow = (sizes / (sizes - 1))[stage.stratum_of]
    same = stage.stratum_of[stage.psu][:, None] == stage.stratum_of
    out = stage.psu[:, None] == np.arange(len(stage.stratum_of))
    values = weights[:, None] * np.where(out, 0.0, np.where(same, grow, 1.0))
    left = stage.scale / (sizes / (sizes - 1))
    each = ((sizes - 1) / sizes * left)[stage.stratum_of]
    rule = Rule("jkn", each=tuple(each.tolist()), around_full=around_full)
    return ReplicateDesign(design.table, design.weights, replicates=values, rule=rule)
