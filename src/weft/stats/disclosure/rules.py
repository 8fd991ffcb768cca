"""The rules of what may be published about small groups: named numbers, and functions of a few lines.

Source of all of them: the project's design for disclosure control, rules 2 to 5, which follows the
Handbook on Statistical Disclosure Control for Outputs (SDAP, 2019: threshold 10, dominance, p %) and the
GSS guidance for tables of administrative data. Every rule is public: an attacker is taken to know them.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from weft.stats._types import Flags, Ints

SMALLEST_COUNT = (
    10  # people; a count below it, zero included, is suppressed (SDAP Handbook, "threshold rule")
)
MOST_HIDDEN = 10  # people; what a small number may be: below ten, or a ten that the audit took out
COUNT_STEP = 5  # counts are rounded to it, totals from their own true value (GSS guidance, rounding)
BASE_STEP = 10  # a base is published once, rounded to it
SMALLEST_BASE = 30  # people; a percentage of fewer is not shown, nor is the base
FULL_BASE = 100  # people; from here whole per cents, below it a low base
LOW_BASE_POINTS = 5  # percentage points a low base is rounded to
FULL_BASE_POINTS = 1  # percentage points from a full base
NARROWEST = 5  # people; what anybody can work out about a small cell must stay this wide
TARGET_WIDTH = 8  # people; when something must be withdrawn, withdraw until the cell is this wide
INSIDER_RECORDS = 5  # people whose every answer an insider knows
MOST_WITHDRAWN = (
    0.03  # of figures with a number, for the guard against insiders; above it they are mended last
)
UNBOUNDED = 10**9  # more people than any city has


class Showing(IntEnum):
    """How a figure appears, or why it does not. EXACT is for controls only: no plan of ours uses it."""

    NOT_PLANNED = 0
    SHOWN = 1
    LOW_BASE = 2
    UNDER = 3
    OVER = 4
    SMALL_COUNT = 5
    SMALL_BASE = 6
    STRUCTURAL_ZERO = 7
    WITHDRAWN = 8
    EARLIER_RELEASE = 9
    EXACT = 10


PLAIN_WORDS = {
    Showing.UNDER: "10 people or fewer, or too small a share to say more exactly",
    Showing.OVER: "All but 10 people or fewer, or too large a share to say more exactly",
    Showing.SMALL_COUNT: "Not shown: a small number of people",
    Showing.SMALL_BASE: "Not shown: fewer than 30 people",
    Showing.STRUCTURAL_ZERO: "Nobody can be in this group",
    Showing.WITHDRAWN: "Not shown: it would give another figure away",
    Showing.EARLIER_RELEASE: "Not shown: together with an earlier release it would give another figure away",
}
VISIBLE = (Showing.SHOWN, Showing.LOW_BASE, Showing.EXACT)  # figures with a number; what can be withdrawn


def round_to(counts: Ints, step: int) -> Ints:
    """Counts to the nearest multiple of step, halves up.

    >>> int(round_to(np.array(35), 10))
    40
    """
    return (counts + step // 2) // step * step


def shown_base(bases: Ints) -> Ints:
    """Bases of at least 30, to the nearest 10. A low base stays low: 95 to 99 are 90, never 100."""
    rounded = round_to(bases, BASE_STEP)
    shown: Ints = np.where(bases < FULL_BASE, np.minimum(rounded, FULL_BASE - BASE_STEP), rounded)
    return shown


def base_bounds(bases: Ints) -> tuple[Ints, Ints]:
    """What a shown base says about the true one: lowest and highest, people."""
    shown = shown_base(bases)
    low, high = shown - BASE_STEP // 2, shown + BASE_STEP // 2 - 1
    low = np.where(shown == FULL_BASE, FULL_BASE, np.maximum(low, SMALLEST_BASE))
    return low, np.where(shown == FULL_BASE - BASE_STEP, FULL_BASE - 1, high)


def count_bounds(counts: Ints) -> tuple[Ints, Ints]:
    """What a count rounded to 5 says: lowest and highest, people; 10 is never lower than 10."""
    shown = round_to(counts, COUNT_STEP)
    return np.maximum(shown - COUNT_STEP // 2, SMALLEST_COUNT), shown + COUNT_STEP // 2


def share_step(bases: Ints) -> Ints:
    """Percentage points a share of each base is rounded to."""
    step: Ints = np.where(bases < FULL_BASE, np.int64(LOW_BASE_POINTS), np.int64(FULL_BASE_POINTS))
    return step


def whole_share(counts: Ints, bases: Ints) -> Ints:
    """Per cent, rounded to the step its base allows, halves up, in whole numbers throughout."""
    step, safe = share_step(bases), np.maximum(bases, 1)
    share: Ints = np.asarray((200 * counts + safe * step) // (2 * safe * step) * step, np.int64)
    return share


def is_small(counts: Ints) -> Flags:
    """Counts nobody may learn."""
    return counts < SMALLEST_COUNT


def end_share(bases: Ints) -> Ints:
    """The x of "under x %": from the shown base alone, so that it says nothing of the count.

    A low base gives a multiple of 5, a full base a whole per cent.
    """
    lowest, _ = base_bounds(bases)
    step = share_step(bases)
    end: Ints = -(-100 * SMALLEST_COUNT // (np.maximum(lowest, 1) * step)) * step
    return end
