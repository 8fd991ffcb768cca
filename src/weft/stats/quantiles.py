"""Quantiles of a numeric column, with intervals carried back from the share at or below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.errors import DesignError, UnknownName
from weft.stats.intervals import UPPER, Estimates, interval, t_quantile
from weft.stats.items import Answers, Item

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.evidence import Cell

TIE = 1e-12


@dataclass(frozen=True)
class QuantileMethod:
    """How a quantile is read off.

    Args:
        rule: "math", the smallest value with at least that share at or below it; "school", the mean of two
            values where the share is met exactly; "hf7", linear interpolation; "shah-vaish", the largest value
            whose mid-weight share of n + 1 is not above it.
        ci: the interval for the share at or below it: "t", "logit", "korn-graubard" or "arcsine".
    """

    rule: str = "school"
    ci: str = "logit"


def quantile(
    design: Design, column: str, probability: float, how: tuple[QuantileMethod, Mapping[str, str]]
) -> Cell:
    """One quantile among the rows at the given levels; see Design.quantile.

    Source: Woodruff (1952), JASA 47; rules as Hyndman & Fan (1996) types 1, 2 and 7 with weights;
        Shah & Vaish (2006) as R survey's vignette on quantile rules tells it, its weights summing to n.
    """
    from weft.stats.evidence import Cell

    method, levels = how
    if method.rule not in RULES:
        raise UnknownName("quantile rule", method.rule, RULES)
    if not 0 < probability < 1:
        raise DesignError("probability", f"{probability}", "Give a share between 0 and 1.")
    values, weights = design.table.numbers(column), design.sampling.weights
    present = _members(design, levels) & np.isfinite(values) & (weights > 0)
    if not present.any():
        nan = float("nan")
        return Cell(nan, nan, nan, nan, 0, nan, nan, 0.0)
    read = _reader(values[present], weights[present], RULES[method.rule])
    est = read(probability)
    below = _share_below(design, values <= est, present)
    lo, hi = (read(float(bound[0])) for bound in interval(method.ci, below))
    se = (hi - lo) / (2 * float(t_quantile(below.df, UPPER)[0]))
    with np.errstate(invalid="ignore", divide="ignore"):
        simple = below.est * (1 - below.est) / (below.n - 1)
        deff = float((below.se**2 / simple)[0])
    weighted_n = float(weights[present].sum())
    return Cell(est, se, lo, hi, int(below.n[0]), deff, float(below.df[0]), weighted_n)


def _members(design: Design, levels: Mapping[str, str]) -> Flags:
    inside = np.ones(design.table.rows, dtype=bool)
    for column, level in levels.items():
        coded = design.table.codes(column)
        if level not in coded.labels:
            raise UnknownName(f"level of '{column}'", level, coded.labels)
        inside &= coded.codes == coded.labels.index(level)
    return inside


def _share_below(design: Design, below: Flags, present: Flags) -> Estimates:
    """The weighted share of the present rows that are below, with its design-based standard error."""
    w = design.sampling.weights
    size = w[present].sum()
    share = w[present & below].sum() / size
    answers = Answers((present & below).astype(np.float64), present.astype(np.float64), present)
    item, one = Item("prop", ("below",)), np.ones(1)
    variance = design.sampling.contrast_variance(item, answers, present[:, None], one)
    df = design.sampling.degrees_of_freedom(present)
    figures = (share, np.sqrt(max(variance, 0.0)), df, present.sum())
    return Estimates(*(np.array([float(x)]) for x in figures))


Rule = Callable[[Floats, Floats, float], float]


def _reader(values: Floats, weights: Floats, rule: Rule) -> Callable[[float], float]:
    order = np.argsort(values, kind="stable")
    x, cumulated = values[order], np.cumsum(weights[order])

    def read(probability: float) -> float:
        if not 0 <= probability <= 1:
            return float("nan")
        return rule(x, cumulated, probability)

    return read


def _first_at_or_above(x: Floats, cumulated: Floats, p: float) -> float:
    wanted = p * cumulated[-1] - TIE * cumulated[-1]
    return float(x[np.searchsorted(cumulated, wanted)])


def _mean_of_two_at_a_tie(x: Floats, cumulated: Floats, p: float) -> float:
    slack = TIE * cumulated[-1]
    at, above = (np.searchsorted(cumulated, p * cumulated[-1] + s) for s in (-slack, slack))
    return float((x[at] + x[min(above, len(x) - 1)]) / 2)


def _interpolated(x: Floats, cumulated: Floats, p: float) -> float:
    if len(x) == 1:
        return float(x[0])
    before = np.concatenate([[0.0], cumulated[:-1]])
    return float(np.interp(p, before / cumulated[-2], x))


def _middle_of_each_weight(x: Floats, cumulated: Floats, p: float) -> float:
    """Shah & Vaish: value k stands at (C_k + 1/2 - w_k/2) / (n + 1), with weights that sum to n."""
    n = len(x)
    scaled = cumulated * (n / cumulated[-1])
    place = (scaled + 0.5 - np.diff(scaled, prepend=0.0) / 2) / (n + 1)
    return float(x[max(int(np.searchsorted(place, p + TIE, side="right")) - 1, 0)])


RULES: dict[str, Rule] = {
    "math": _first_at_or_above,
    "school": _mean_of_two_at_a_tie,
    "hf7": _interpolated,
    "shah-vaish": _middle_of_each_weight,
}
