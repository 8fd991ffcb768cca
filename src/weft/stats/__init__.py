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

if TYPE_CHECKING:
    from weft.stats.gaps import Gaps
    from weft.stats.models.association import Association, AssociationRow, associate
    from weft.stats.pairwise import letters
    from weft.stats.small_areas.areas import fay_herriot
    from weft.stats.small_areas.fay_herriot import AreaFigures, AreaModel, fit_fay_herriot
    from weft.stats.small_areas.modelled import Modelled, ModelledCell
    from weft.stats.small_areas.population import Population
    from weft.stats.small_areas.poststratify import Simulation, mrp

__all__ = [
    "AreaFigures",
    "AreaModel",
    "Association",
    "AssociationRow",
    "Cell",
    "Change",
    "Design",
    "DesignError",
    "Difference",
    "Drawn",
    "Evidence",
    "Finding",
    "Gaps",
    "Item",
    "ItemError",
    "Modelled",
    "ModelledCell",
    "Moments",
    "Outline",
    "Population",
    "QuantileMethod",
    "RakingReport",
    "ReplicateDesign",
    "Row",
    "Rule",
    "Simulation",
    "Stack",
    "StatsError",
    "Test",
    "UnknownName",
    "Verdict",
    "associate",
    "benjamini_hochberg",
    "difference",
    "fay_herriot",
    "fit_fay_herriot",
    "holm",
    "independence",
    "independent",
    "jackknife",
    "kish_deff",
    "letters",
    "load",
    "mean",
    "mrp",
    "prop",
    "published",
    "ratio",
    "stack",
    "total",
    "verdict",
    "whole_psus",
]

_MODELS = "weft.stats.models.association"
_AREAS = "weft.stats.small_areas"
_ON_DEMAND = {
    "Association": _MODELS,
    "AssociationRow": _MODELS,
    "associate": _MODELS,
    "Gaps": "weft.stats.gaps",
    "letters": "weft.stats.pairwise",
    "AreaFigures": f"{_AREAS}.fay_herriot",
    "AreaModel": f"{_AREAS}.fay_herriot",
    "Modelled": f"{_AREAS}.modelled",
    "ModelledCell": f"{_AREAS}.modelled",
    "Population": f"{_AREAS}.population",
    "Simulation": f"{_AREAS}.poststratify",
    "fay_herriot": f"{_AREAS}.areas",
    "fit_fay_herriot": f"{_AREAS}.fay_herriot",
    "mrp": f"{_AREAS}.poststratify",
}


def __getattr__(name: str) -> object:
    """Models are imported when first named: the evidence table does not wait for them."""
    if name not in _ON_DEMAND:
        raise AttributeError(f"module 'weft.stats' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_ON_DEMAND[name]), name)
