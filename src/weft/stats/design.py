"""The sample design: who was drawn how, and what each respondent stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from weft.stats import checks
from weft.stats._types import Floats, Ints
from weft.stats.columns import Table
from weft.stats.engines.border import native
from weft.stats.errors import DesignError, UnknownName, rows_in_words
from weft.stats.sampling import Sampling
from weft.stats.stages import LONELY, Level, Lonely, build_stages, interact

if TYPE_CHECKING:
    from weft.stats.calibration import Calibration
    from weft.stats.compare import Difference
    from weft.stats.evidence import By, Cell, Evidence
    from weft.stats.greg import Totals
    from weft.stats.items import Item
    from weft.stats.quantiles import QuantileMethod
    from weft.stats.raking import Margins, RakingReport

Names = str | Sequence[str] | None
UNWEIGHTED = "Unweighted: describes the people who answered, not the population"


@dataclass(frozen=True, eq=False)
class Design:
    """A survey sample and how it was drawn. Immutable: raking returns a new design.

    Args:
        frame: one row per respondent; anything narwhals reads, or a dict of arrays.
        weights: the weight column; None leaves the figures unweighted and watermarked.
        strata: the stratum column, or one per stage.
        psu: the primary sampling unit column, or one per stage; ids need only be unique inside their stratum.
            None makes every row its own PSU.
        fpc: population size (or sampling fraction) column, or one per stage; None: with replacement.
        lonely: a stratum with one PSU: "fail", "remove", "adjust" or "average", as in R survey.
        strict_domains: hold to "adjust" or "average" also where only one of a stratum's PSUs answered in a
            cell; exact but slow in large tables, and without effect on calibrated weights.

    Raises:
        UnknownName: a column that does not exist.
        DesignError: an unknown lonely-PSU rule.
    """

    frame: object
    weights: str | None = None
    strata: Names = None
    psu: Names = None
    fpc: Names = None
    lonely: Lonely = "adjust"
    calibration: Calibration | None = None
    strict_domains: bool = False

    def __post_init__(self) -> None:
        if self.lonely not in LONELY:
            raise UnknownName("rule for lonely PSUs", str(self.lonely), LONELY)
        for name in (self.weights, *names(self.strata), *names(self.psu), *names(self.fpc)):
            if name is not None:
                self.table.require(name)

    @cached_property
    def table(self) -> Table:
        """The respondents as named columns."""
        return self.frame if isinstance(self.frame, Table) else Table(native(self.frame))

    @property
    def watermark(self) -> str:
        """What every figure from this design has to carry; empty when weighted."""
        return UNWEIGHTED if self.weights is None and self.calibration is None else ""

    @cached_property
    def base_weights(self) -> Floats:
        """The weights before any calibration, shape (n,); ones when unweighted."""
        if self.weights is None:
            return np.ones(self.table.rows)
        return self.table.numbers(self.weights)

    @property
    def raking(self) -> RakingReport | None:
        """How the raking went; None when the design was not raked."""
        return None if self.calibration is None else self.calibration.report

    @cached_property
    def sampling(self) -> Sampling:
        """The design made ready for estimation.

        Raises: DesignError: weights, strata or PSUs that cannot be used.
        """
        usable = self.usable_weights()
        base = usable if self.calibration is None else self.calibration.weights
        stages = build_stages(self._levels(), self.lonely)
        ready = base, stages, self.calibration, self.fpc is not None
        if not self.strict_domains:
            return Sampling(*ready)
        from weft.stats.lonely_domains import StrictSampling

        return StrictSampling(*ready, self.lonely)

    def check(self) -> list[checks.Finding]:
        """Everything about the design a reader should know before trusting a figure.

        Returns: findings, worst first; column names and row numbers (from 1), never a respondent's values.
        """
        return checks.inspect(self)

    def rake(self, margins: Margins, trim: tuple[float, float] | None = None) -> Design:
        """Fit the weights to known population margins.

        Args:
            margins: {column: {level: population}}; totals that differ are brought to the largest.
            trim: smallest and largest allowed adjustment, as multiples of the average adjustment.

        Returns: a new design whose standard errors know about the raking; `.raking` tells how it went.

        Raises: DesignError: an empty margin cell, a level without a population figure, missing levels.

        Source: Deming & Stephan (1940); variance by residuals, Deville & Särndal (1992), eq. 3.4.
        """
        from weft.stats.calibration import Known
        from weft.stats.raking import rake_design

        fit = replace(rake_design(self, margins, trim), known=Known(margins, "raking", trim))
        return replace(self, frame=self.table, calibration=fit)

    def trim_weights(self, bounds: tuple[float, float]) -> Design:
        """Hold the weights within bounds and spread what is cut equally over the others.

        Args:
            bounds: smallest and largest weight, in people. Margins raked to before are no longer met exactly;
                `rake(margins, trim=...)` trims and rakes together.

        Returns: a new design with weights of the same sum; nobody with a weight of 0 gets one.

        Raises: DesignError: bounds that no weights with this sum keep to.

        Source: Potter (1990); as R survey `trimWeights(strict = TRUE)`.
        """
        from weft.stats.trimming import trim_design

        return replace(self, frame=self.table, calibration=trim_design(self, *bounds))

    def evidence(
        self,
        items: Item | Sequence[Item],
        by: Sequence[By] = (),
        area: str | None = None,
        ci: str | None = None,
    ) -> Evidence:
        """Estimate items for everyone, every breakdown, every area, and every breakdown inside every area.

        Args:
            items: what to estimate.
            by: columns, or tuples of columns to cross.
            area: the column of areas.
            ci: interval of shares, "logit" unless given; see intervals.METHODS. All else has "t".

        Returns: Evidence.
        """
        from weft.stats.evidence import gather

        return gather(self, items, (by, area), ci)

    def contrast(self, item: Item, by: str, coefficients: Mapping[str, float]) -> Difference:
        """A weighted sum of the estimates of several levels of one breakdown, with their covariance.

        Args:
            item: what to estimate.
            by: the breakdown column.
            coefficients: {level: coefficient}, such as {"2018": 1, "2000": -1}.

        Returns: Difference, with t interval and p-value on PSUs minus strata among the levels named.

        Source: Binder (1983); Heeringa, West & Berglund (2017), section 5.6.2.
        """
        from weft.stats.contrasts import contrast

        return contrast(self, item, by, coefficients)

    def calibrate(
        self, totals: Totals, distance: str = "linear", bounds: tuple[float, float] | None = None
    ) -> Design:
        """Fit the weights to known totals exactly.

        Args:
            totals: {column: total} for numbers, {column: {level: population}} for categories.
            distance: "linear" (post-stratification when one column is given), "raking" or "logit".
            bounds: smallest and largest allowed adjustment; needed by "logit".

        Returns: a new design whose standard errors know about the calibration.

        Raises: DesignError: totals that cannot be met, missing values, levels without a total.

        Source: Deville & Särndal (1992), JASA 87.
        """
        from weft.stats.calibration import Known
        from weft.stats.greg import calibrate_design

        fit = replace(calibrate_design(self, totals, distance, bounds), known=Known(totals, distance, bounds))
        return replace(self, frame=self.table, calibration=fit)

    def quantile(
        self,
        column: str,
        probability: float = 0.5,
        where: Mapping[str, str] | None = None,
        method: QuantileMethod | None = None,
    ) -> Cell:
        """A quantile, by default the median, with Woodruff's interval.

        Args:
            column: a numeric column.
            probability: the share at or below the quantile, between 0 and 1.
            where: {column: level} to look at some people only.
            method: how it is read off; see QuantileMethod.

        Returns: Cell; se is the interval's length over 2 t; deff that of the share at or below.

        Source: Woodruff (1952), JASA 47.
        """
        from weft.stats.quantiles import QuantileMethod, quantile

        return quantile(self, column, probability, (method or QuantileMethod(), where or {}))

    def usable_weights(self) -> Floats:
        """The weights before any calibration, (n,). Raises DesignError when they cannot be used."""
        bad = np.flatnonzero(~np.isfinite(self.base_weights) | (self.base_weights < 0))
        if len(bad):
            found = f"missing, infinite or negative weights ({rows_in_words(bad.tolist())})"
            raise DesignError(str(self.weights), found, "Give every respondent a weight of zero or more.")
        if not self.base_weights.any():
            raise DesignError(str(self.weights), "every weight is zero", "Check the weight column.")
        return self.base_weights

    def _levels(self) -> list[Level]:
        strata, psus, sizes = names(self.strata), names(self.psu), names(self.fpc)
        depth = max(len(psus), 1)
        if len(strata) > depth or len(sizes) > depth:
            raise DesignError(
                "psu", "fewer stages of PSUs than of strata or fpc", "Name one PSU column a stage."
            )
        return [
            Level(
                self._known_codes(strata[i] if i < len(strata) else None, 0),
                self._known_codes(psus[i] if i < len(psus) else None, None),
                self.table.numbers(sizes[i]) if i < len(sizes) else None,
                sizes[i] if i < len(sizes) else "fpc",
            )
            for i in range(depth)
        ]

    def _known_codes(self, name: str | None, constant: int | None) -> Ints:
        """Codes of a column without gaps; a constant, or one code a row, when there is no column."""
        if name is None:
            return np.arange(self.table.rows) if constant is None else np.full(self.table.rows, constant)
        codes = self.table.codes(name).codes
        gaps = np.flatnonzero(codes < 0)
        if len(gaps):
            found = f"missing in {rows_in_words(gaps.tolist())}"
            raise DesignError(name, found, "Every respondent needs one; ask who drew the sample.")
        return codes

    def lonely_strata(self) -> list[str]:
        """The strata of the first stage with a single PSU, by name, among rows where both are known."""
        strata, psus = names(self.strata), names(self.psu)
        if not strata:
            return []
        coded = self.table.codes(strata[0])
        psu = self.table.codes(psus[0]).codes if psus else np.arange(self.table.rows)
        known = (coded.codes >= 0) & (psu >= 0)
        stratum = coded.codes[known]
        _, first = np.unique(interact(stratum, psu[known]), return_index=True)
        sizes = np.bincount(stratum[first], minlength=len(coded))
        return [coded.labels[i] for i in np.flatnonzero(sizes == 1)]


def names(given: Names) -> tuple[str, ...]:
    """A name, several names or None as a tuple."""
    if given is None:
        return ()
    return (given,) if isinstance(given, str) else tuple(given)


def unique_items(items: Item | Iterable[Item]) -> tuple[Item, ...]:
    """Items as a tuple. Raises DesignError when none or one twice."""
    from weft.stats.items import Item as One

    listed = (items,) if isinstance(items, One) else tuple(items)
    keys = [item.key for item in listed]
    if not keys or len(set(keys)) < len(keys):
        raise DesignError("items", "no items, or one item twice", "Name each item once.")
    return listed
