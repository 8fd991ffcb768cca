"""Survey statistics for city surveys: a design, the items asked of it, and evidence with honest intervals.

>>> d = Design({"answer": [1, 0, 1, 1]})
>>> d.evidence(prop("answer")).at(prop("answer")).est
0.75
"""

from weft.stats.checks import Finding, kish_deff
from weft.stats.compare import (
    Difference,
    Verdict,
    benjamini_hochberg,
    difference,
    holm,
    independent,
    published,
    verdict,
)
from weft.stats.design import Design
from weft.stats.engines.moments import Moments
from weft.stats.engines.outline import Drawn, Outline
from weft.stats.engines.sources import whole_psus
from weft.stats.errors import DesignError, ItemError, StatsError, UnknownName
from weft.stats.evidence import Cell, Evidence
from weft.stats.exports.rows import Row
from weft.stats.exports.saving import load
from weft.stats.independence import Test, independence
from weft.stats.items import Item, mean, prop, ratio, total
from weft.stats.quantiles import QuantileMethod
from weft.stats.raking import RakingReport
from weft.stats.replicates import ReplicateDesign, Rule, jackknife
from weft.stats.waves import Change, Stack, stack

__all__ = [
    "Cell",
    "Change",
    "Design",
    "DesignError",
    "Difference",
    "Drawn",
    "Evidence",
    "Finding",
    "Item",
    "ItemError",
    "Moments",
    "Outline",
    "QuantileMethod",
    "RakingReport",
    "ReplicateDesign",
    "Row",
    "Rule",
    "Stack",
    "StatsError",
    "Test",
    "UnknownName",
    "Verdict",
    "benjamini_hochberg",
    "difference",
    "holm",
    "independence",
    "independent",
    "jackknife",
    "kish_deff",
    "load",
    "mean",
    "prop",
    "published",
    "ratio",
    "stack",
    "total",
    "verdict",
    "whole_psus",
]
