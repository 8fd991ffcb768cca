"""A group against the rest, a wave against another: when a difference may be called clear."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

import weft.stats as ws
from weft.registry.words import Verdict

if TYPE_CHECKING:
    from weft.measure.tables.evidence import Row

ALPHA = 0.05


@dataclass(frozen=True)
class Gap:
    """A group minus the rest, or a later wave minus an earlier one, with its own standard error."""

    est: float
    se: float
    lo: float
    hi: float
    p: float
    p_adjusted: float
    verdict: Verdict


def gap_of(difference: ws.Difference, p_adjusted: float | None = None) -> Gap:
    """A difference with its verdict; the adjusted p where it is one of many looks."""
    p_adjusted = difference.p if p_adjusted is None else p_adjusted
    verdict = ws.verdict(difference, p_adjusted=p_adjusted, alpha=ALPHA)
    ends = (difference.est, difference.se, difference.lo, difference.hi)
    return Gap(*ends, difference.p, p_adjusted, Verdict(str(verdict)))


def as_many_looks(gaps: Sequence[Gap]) -> list[Gap]:
    """The gaps as one family of exploratory looks: false-discovery control (Benjamini & Hochberg 1995)."""
    adjusted = ws.benjamini_hochberg([gap.p for gap in gaps])
    return [weighed(gap, float(p)) for gap, p in zip(gaps, adjusted, strict=True)]


def weighed(gap: Gap, p_adjusted: float) -> Gap:
    """A gap as one of many looks."""
    verdict = gap.verdict if p_adjusted < ALPHA else Verdict.NO_DIFFERENCE
    return replace(gap, p_adjusted=p_adjusted, verdict=verdict)


def adjust(rows: Iterable["Row"]) -> tuple["Row", ...]:
    """Rows in their order, their gaps weighed together: all groups as one family, all areas as another."""
    listed = list(rows)
    for of_areas in (False, True):
        family = [
            i for i, row in enumerate(listed) if row.gap is not None and (row.breakdown == "area") is of_areas
        ]
        found = as_many_looks(list(chain.from_iterable((g,) for i in family if (g := listed[i].gap))))
        for i, gap in zip(family, found, strict=True):
            listed[i] = replace(listed[i], gap=gap)
    return tuple(listed)
