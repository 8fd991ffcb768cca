"""What may be shown of an estimate. The first line of disclosure control; a release adds its audit (measure.cube).

Rules (SAFETY, disclosure control 2-3): a base under 30 is not shown; a numerator or its complement under 10
is hidden, zero included; 30 to 99 is flagged and rounded to 5 per cent; from 100 whole per cents; bases
are rounded to 10. A share that rounds to 0 or 100 is said "under" and "over" (weft.registry.words.at_the_end).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from weft.registry.figure import LOW_BASE, SMALLEST_BASE, WHY_EARLIER, WHY_WITHDRAWN
from weft.registry.words import whole_percent

SMALLEST_COUNT = 10
BASE_ROUNDING = 10
LOW_BASE_STEP = 5  # per cent
LEAST_BLUR = 10  # people by which rounding must hide what subtracting shown groups from everyone leaves


class Showing(StrEnum):
    """How a figure may appear."""

    SHOWN = "shown"
    LOW_BASE = "low_base"
    HIDDEN = "hidden"


WHY_SMALL_BASE = "Fewer than 30 people answered"
WHY_SMALL_COUNT = (
    "10 people or fewer gave this answer, or gave any other answer"  # a ten where the audit took it out
)
WHY_GIVES_AWAY = "Shown, it would give away a hidden group beside it"
WHY_TOO_NEAR_AN_END = "Too small or too large a share to say more exactly"
GIVES_AWAY = (WHY_GIVES_AWAY, WHY_WITHDRAWN, WHY_EARLIER)
WHY_NO_INTERVAL = "The sample design gives no interval for this group"


@dataclass(frozen=True)
class Raw:
    """An estimate as computed, unrounded. `counted` is the unweighted numerator of a share."""

    est: float
    lo: float
    hi: float
    n: int
    counted: int | None  # None for a mean

    @property
    def is_share(self) -> bool:
        return self.counted is not None


@dataclass(frozen=True)
class Protected:
    """What may leave the analyst's room: rounded, or hidden with the reason. `base` is rounded to 10."""

    showing: Showing
    est: float | None = None
    lo: float | None = None
    hi: float | None = None
    base: int | None = None
    reason: str = ""


def is_too_small(n: int, counted: int | None) -> bool:
    """True where nothing may be shown: base under 30, numerator or its complement under 10."""
    if n < SMALLEST_BASE:
        return True
    return counted is not None and min(counted, n - counted) < SMALLEST_COUNT


def protect(raw: Raw) -> Protected:
    """Apply the rules to one estimate."""
    if raw.n < SMALLEST_BASE:
        return Protected(Showing.HIDDEN, reason=WHY_SMALL_BASE)
    base = shown_base(raw.n)
    if is_too_small(raw.n, raw.counted):
        return Protected(Showing.HIDDEN, base=base, reason=WHY_SMALL_COUNT)
    if not all(map(math.isfinite, (raw.est, raw.lo, raw.hi))):
        return Protected(Showing.HIDDEN, base=base, reason=WHY_NO_INTERVAL)
    showing = Showing.LOW_BASE if raw.n < LOW_BASE else Showing.SHOWN
    if not raw.is_share:
        return Protected(showing, round(raw.est, 1), round(raw.lo, 1), round(raw.hi, 1), base)
    return _protect_share(raw, showing, base)


def protect_together(cells: Sequence[tuple[str, str, Raw]]) -> list[Protected]:
    """Protect estimates that stand beside each other; a cell is (indicator, breakdown, estimate).

    What is hidden in a breakdown is everyone less what is shown. Where that is too small to show, and rounding
    does not blur it, the smallest groups shown are hidden as well.
    """
    shown = [protect(raw) for _, _, raw in cells]
    sections: dict[tuple[str, str], list[int]] = {}
    for i, (indicator, breakdown, _) in enumerate(cells):
        sections.setdefault((indicator, breakdown), []).append(i)
    for (indicator, breakdown), members in sections.items():
        everyone = sections.get((indicator, ""), [])
        if breakdown and everyone:
            _hide_what_gives_away(cells, shown, members, everyone[0])
    return shown


def _hide_what_gives_away(
    cells: Sequence[tuple[str, str, Raw]], shown: list[Protected], members: list[int], everyone: int
) -> None:
    raws = {i: cells[i][2] for i in (*members, everyone)}
    left = sorted((i for i in members if shown[i].showing is not Showing.HIDDEN), key=lambda i: raws[i].n)
    hidden = [i for i in members if shown[i].showing is Showing.HIDDEN and raws[i].n]
    if not hidden or not raws[everyone].is_share or shown[everyone].showing is Showing.HIDDEN:
        return
    while left:
        together = sum(raws[i].n for i in hidden), sum(raws[i].counted or 0 for i in hidden)
        if not is_too_small(*together) or sum(_blur(raws[i].n) for i in (everyone, *left)) >= LEAST_BLUR:
            return
        smallest = left.pop(0)
        hidden.append(smallest)
        shown[smallest] = Protected(Showing.HIDDEN, base=shown[smallest].base, reason=WHY_GIVES_AWAY)


def _blur(n: int) -> float:
    """People that rounding a share leaves open."""
    return n * (LOW_BASE_STEP if n < LOW_BASE else 1) / 100


def _protect_share(raw: Raw, showing: Showing, base: int) -> Protected:
    """A share rounded to 5 per cent on a low base, else to 1. At 0 and 1 the words say "under" and "over"."""
    is_low = showing is Showing.LOW_BASE
    step = LOW_BASE_STEP if is_low else 1
    nearest = (whole_percent(raw.lo), whole_percent(raw.hi))
    lo, hi = _outward(raw.lo, raw.hi, step) if is_low else nearest
    return Protected(showing, _nearest(raw.est, step) / 100, lo / 100, hi / 100, base)


def shown_base(n: int) -> int:
    """A base as published, to the nearest 10. A low base stays low: 95 to 99 are 90, never 100."""
    rounded = round_to(n, BASE_ROUNDING)
    return min(rounded, LOW_BASE - BASE_ROUNDING) if n < LOW_BASE else rounded


def round_to(count: int, step: int) -> int:
    """The nearest multiple of step, halves up: 35 to the nearest 10 is 40."""
    return (count + step // 2) // step * step


def _nearest(share: float, step: int) -> int:
    return int(share * 100 / step + 0.5 + 1e-9) * step


def _outward(lo: float, hi: float, step: int) -> tuple[int, int]:
    """Round an interval outwards, so that rounding never makes it look surer."""
    return math.floor(lo * 100 / step + 1e-9) * step, min(100, math.ceil(hi * 100 / step - 1e-9) * step)
