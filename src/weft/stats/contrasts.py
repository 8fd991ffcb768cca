"""Differences inside one design, where groups share PSUs and therefore covary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.compare import Difference, difference
from weft.stats.errors import UnknownName
from weft.stats.influence import linearise
from weft.stats.items import read

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item


def contrast(design: Design, item: Item, by: str, coefficients: Mapping[str, float]) -> Difference:
    """A weighted sum of level estimates; see Design.contrast."""
    coded = design.table.codes(by)
    for level in map(str, coefficients):
        if level not in coded.labels:
            raise UnknownName(f"level of '{by}'", level, coded.labels)
    codes = [coded.labels.index(str(level)) for level in coefficients]
    domains = np.column_stack([coded.codes == code for code in codes])
    return combine(design, item, domains, np.array(list(coefficients.values()), dtype=np.float64))


def against_rest(design: Design, item: Item, by: str, level: str) -> Difference:
    """One level against everyone else whose level is known; see Evidence.gap."""
    coded = design.table.codes(by)
    if str(level) not in coded.labels:
        raise UnknownName(f"level of '{by}'", str(level), coded.labels)
    inside = coded.codes == coded.labels.index(str(level))
    rest = (coded.codes >= 0) & ~inside
    return combine(design, item, np.column_stack([inside, rest]), np.array([1.0, -1.0]))


def combine(design: Design, item: Item, domains: Flags, coefficients: Floats) -> Difference:
    """A linear combination of one item's estimates in several domains.

    Args:
        design: the design.
        item: the item.
        domains: membership, (n, q).
        coefficients: (q,).

    Returns: Difference; t on PSUs minus strata among PSUs with an answer in a domain.

    Source: Binder (1983), International Statistical Review 51(3).
    """
    sampling, answers = design.sampling, read(item, design.table)
    found = linearise(item, answers, sampling.weights, domains & answers.answered[:, None])
    est = float(found.estimates @ coefficients)
    if not np.isfinite(est):
        return Difference(est, *[float("nan")] * 5)
    present = domains.any(axis=1) & answers.answered
    variance = sampling.contrast_variance(item, answers, domains & answers.answered[:, None], coefficients)
    df = sampling.degrees_of_freedom(present)
    return difference(est, float(np.sqrt(max(variance, 0.0))), df)
