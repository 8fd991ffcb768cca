"""Survey statistics for city surveys: a design, the items asked of it, and evidence with honest intervals.

>>> d = Design({"answer": [1, 0, 1, 1]})
>>> d.evidence(prop("answer")).at(prop("answer")).est
0.75
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from weft.stats.errors import DesignError, ItemError, StatsError, UnknownName
from weft.stats.evidence import Cell, Evidence
from weft.stats.independence import Test, independence
from weft.stats.items import Item, mean, prop, ratio, total
from weft.stats.quantiles import QuantileMethod
from weft.stats.raking import RakingReport
from weft.stats.replicates import ReplicateDesign, Rule, jackknife
from weft.stats.waves import Change, Stack, stack

if TYPE_CHECKING:
    from weft.stats.models.association import Association, AssociationRow, associate

__all__ = [
    "Association",
    "AssociationRow",
    "Cell",
    "Change",
    "Design",
    "DesignError",
    "Difference",
    "Evidence",
    "Finding",
    "Item",
    "ItemError",
    "QuantileMethod",
    "RakingReport",
    "ReplicateDesign",
    "Rule",
    "Stack",
    "StatsError",
    "Test",
    "UnknownName",
    "Verdict",
    "associate",
    "benjamini_hochberg",
    "difference",
    "holm",
    "independence",
    "independent",
    "jackknife",
    "kish_deff",
    "mean",
    "prop",
    "published",
    "ratio",
    "stack",
    "total",
    "verdict",
]

_MODELS = "weft.stats.models.association"
_ON_DEMAND = {
    "Association": _MODELS,
    "AssociationRow": _MODELS,
    "associate": _MODELS,
}


def __getattr__(name: str) -> object:
    """Models are imported when first named: the evidence table does not wait for them."""
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'weft.stats' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_ON_DEMAND[name]), name)
