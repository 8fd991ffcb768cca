"""Sums and means of money, and what may be shown of them.

Source: SDAP Handbook (2019): at least 10 contributors; dominance (2, 90 %); p % (10). Minima and maxima are
somebody's own figure and are never shown: there is no function for them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Floats
from weft.stats.disclosure.rules import SMALLEST_COUNT

DOMINANT = 2  # contributors
DOMINANCE = 0.90  # share of a sum that so many may make up, at most
P_RATIO = 0.10  # the rest must hide the largest by at least this share of it
FEWEST_FOR_A_MEAN = SMALLEST_COUNT
CODED_SHARE = 0.01  # of people at each end whose amounts are coded to the amount of the next


@dataclass(frozen=True)
class MoneyFigure:
    """A sum as it may be shown. amount: None where hidden, and `why` says so."""

    amount: float | None
    why: str = ""


def protect_sum(amounts: Floats, *, is_exempt: bool = False) -> MoneyFigure:
    """Apply the three rules to one cell.

    Args:
        amounts: one a contributor, none below zero, (n,).
        is_exempt: public awards to organisations, declared so in the plan.
    """
    total = float(amounts.sum())
    if is_exempt:
        return MoneyFigure(total)
    if len(amounts) < SMALLEST_COUNT:
        return MoneyFigure(None, "Not shown: fewer than 10 contributors")
    largest = np.sort(amounts)[::-1]
    if total > 0 and largest[:DOMINANT].sum() > DOMINANCE * total:
        return MoneyFigure(None, "Not shown: two contributors make up most of it")
    if total > 0 and largest[DOMINANT:].sum() < P_RATIO * largest[0]:
        return MoneyFigure(None, "Not shown: it would come too close to one contributor's amount")
    return MoneyFigure(total)


def protect_mean(values: Floats) -> MoneyFigure:
    """A mean of at least 10, its ends coded."""
    if len(values) < FEWEST_FOR_A_MEAN:
        return MoneyFigure(None, "Not shown: fewer than 10 people")
    return MoneyFigure(float(code_ends(values).mean()))


def code_ends(values: Floats) -> Floats:
    """Top and bottom coding: the outermost 1 %, and always one at each end, take the next value."""
    if len(values) < DOMINANT + 1:
        return values
    beyond = max(1, int(np.ceil(CODED_SHARE * len(values))))
    ordered = np.sort(values)
    return np.clip(values, ordered[min(beyond, len(values) - 1)], ordered[max(-1 - beyond, -len(values))])
