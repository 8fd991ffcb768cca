"""What to know about a design before trusting a figure from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.errors import SHOWN_NAMES, rows_in_words

if TYPE_CHECKING:
    from weft.stats.design import Design


@dataclass(frozen=True)
class Finding:
    """One thing found.

    Args:
        kind: a fixed word for it, such as "missing_weight" or "lonely_psu".
        where: the column and the row numbers (from 1) or strata.
        found: what is there.
        remedy: what to do; empty for plain facts.
    """

    kind: str
    where: str
    found: str
    remedy: str = ""


def kish_deff(weights: Floats) -> float:
    """Design effect of unequal weights alone: n times the sum of squares over the square of the sum.

    Args:
        weights: shape (n,), zero weights are left out.

    Source: Kish (1965), Survey Sampling, eq. 11.7.6.
    """
    w = weights[weights > 0]
    return float(len(w) * (w @ w) / w.sum() ** 2)


def inspect(design: Design) -> list[Finding]:
    """All findings about a design: faults first, then facts."""
    return [*_weight_faults(design), *_label_faults(design), *_lonely(design), *_facts(design)]


def _weight_faults(design: Design) -> Iterator[Finding]:
    if design.weights is None:
        yield Finding("unweighted", "weights", "no weight column", "Figures will carry a watermark.")
        return
    w = design.base_weights
    known = np.isfinite(w)
    faults: tuple[tuple[str, Flags, str, str], ...] = (
        ("missing_weight", np.isnan(w), "missing", "Give every respondent a weight."),
        ("non_finite_weight", np.isinf(w), "infinite", "Give every respondent a finite weight."),
        ("negative_weight", known & (w < 0), "below zero", "Weights are zero or more."),
        ("zero_weight", w == 0, "zero", "These respondents count in n but not in the estimate."),
    )
    for kind, rows, found, remedy in faults:
        if rows.any():
            yield Finding(kind, _place(design.weights, rows), f"{int(rows.sum())} {found}", remedy)


def _label_faults(design: Design) -> Iterator[Finding]:
    from weft.stats.design import names

    for kind, columns in (("missing_stratum", design.strata), ("missing_psu", design.psu)):
        for column in names(columns):
            gaps = design.table.codes(column).codes < 0
            if gaps.any():
                yield Finding(
                    kind, _place(column, gaps), f"{int(gaps.sum())} missing", "Ask who drew the sample."
                )


def _place(column: str, rows: Flags) -> str:
    return f"{column}, {rows_in_words(np.flatnonzero(rows).tolist())}"


def _lonely(design: Design) -> Iterator[Finding]:
    lonely = design.lonely_strata()
    if lonely:
        shown = ", ".join(lonely[:SHOWN_NAMES])
        more = f" and {len(lonely) - SHOWN_NAMES} more" if len(lonely) > SHOWN_NAMES else ""
        remedy = f'Join strata, or accept lonely="{design.lonely}".'
        yield Finding("lonely_psu", f"strata {shown}{more}", f"{len(lonely)} with a single PSU", remedy)


def _facts(design: Design) -> Iterator[Finding]:
    w = design.base_weights if design.calibration is None else design.calibration.weights
    w = w[np.isfinite(w) & (w > 0)]
    if not len(w):
        return
    deff, where = kish_deff(w), design.weights or "weights"
    yield Finding("effective_n", where, f"{len(w) / deff:.0f} of {len(w)} weighted respondents")
    yield Finding("kish_deff", where, f"{deff:.3f}")
    yield Finding(
        "weight_range", where, f"{w.min() / w.mean():.3g} to {w.max() / w.mean():.3g} times the average"
    )
