"""Two published figures against each other, from nothing but what was published of them.

The interval of a difference is put together from the two published intervals (square and add: Newcombe 1998,
Statistics in Medicine 17, 873; Zou and Donner 2008, Statistics in Medicine 27, 1693), with every rounding taken at
its worst, as if the two had been sampled apart. A verdict is exploratory: it is weighed together with every other
pair a reader could choose on the same page (Benjamini and Hochberg).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import weft.stats as ws
from weft.measure.tables.gaps import Gap, as_many_looks, weighed
from weft.measure.tables.protect import LOW_BASE_STEP
from weft.registry.figure import Figure, Interval
from weft.registry.words import Verdict

NORMAL_95 = 1.959964  # standard errors on each side of a 95% interval
WHY_HIDDEN = "one of the two is not shown"
WHY_NO_INTERVAL = "one of the two has no interval"


@dataclass(frozen=True)
class Rounded:
    """A published figure: value and interval, and how far rounding may have moved the value and the ends."""

    est: float
    lo: float
    hi: float
    value_off: float
    end_off: float

    @property
    def least(self) -> float:
        return self.est - self.value_off

    @property
    def most(self) -> float:
        return self.est + self.value_off

    @property
    def down(self) -> float:
        """From the smallest the value may be to the lower end."""
        return max(self.least - (self.lo - self.end_off), 0.0)

    @property
    def up(self) -> float:
        return max(self.hi + self.end_off - self.most, 0.0)


def rounded(figure: Figure) -> Rounded | None:
    """A figure as it was rounded (tables.protect); None where it is hidden or has no interval."""
    if not isinstance(figure.value, float | int) or not isinstance(figure.interval, Interval):
        return None
    ends = (float(figure.value), figure.interval.lo, figure.interval.hi)
    if not figure.is_share:
        return Rounded(*ends, 0.05, 0.05)
    if figure.has_low_base:  # its interval was rounded outwards
        return Rounded(*ends, LOW_BASE_STEP / 200, 0.0)
    return Rounded(*ends, 0.005, 0.005)


def difference(one: Rounded, other: Rounded) -> Gap:
    """One less the other, its interval at its widest, as one look."""
    lo = one.least - other.most - math.hypot(one.down, other.up)
    hi = one.most - other.least + math.hypot(one.up, other.down)
    verdict = Verdict.HIGHER if lo > 0 else Verdict.LOWER if hi < 0 else Verdict.NO_DIFFERENCE
    p = min(_chance(one, other), _chance(other, one))
    return Gap(one.est - other.est, (hi - lo) / (2 * NORMAL_95), lo, hi, p, p, verdict)


def why_not(one: Figure, other: Figure) -> str:
    """Why two figures cannot be compared; "" when they can."""
    if one.is_hidden or other.is_hidden:
        return WHY_HIDDEN
    return "" if rounded(one) and rounded(other) else WHY_NO_INTERVAL


def pair_among(figures: Sequence[Figure], one: Figure, other: Figure) -> Gap:
    """Two of the groups of one split, weighed with every other pair of them. Both have an interval."""
    known = [(figure, found) for figure in figures if (found := rounded(figure))]
    at = {id(figure): i for i, (figure, _) in enumerate(known)}
    first, second = at[id(one)], at[id(other)]
    p = _chances([found for _, found in known])
    upper = np.triu_indices(len(known), 1)
    p[upper] = ws.benjamini_hochberg(p[upper])
    gap = difference(known[first][1], known[second][1])
    return weighed(gap, float(p[min(first, second), max(first, second)]))


def _chances(known: Sequence[Rounded]) -> NDArray[np.float64]:
    """The p of every pair as `difference` has it, all at once."""
    from scipy.special import erfc

    least, most, down, up, off = (
        np.array([getattr(each, name) for each in known])
        for name in ("least", "most", "down", "up", "value_off")
    )
    gap = least[:, None] - most[None, :]
    room = np.maximum(np.hypot(down[:, None], up[None, :]), off[:, None] + off[None, :])
    with np.errstate(divide="ignore", invalid="ignore"):
        one_way = np.where(gap > 0, erfc(NORMAL_95 * gap / room / math.sqrt(2)), 1.0)
    return np.asarray(np.minimum(one_way, one_way.T))


def turned(gap: Gap) -> Gap:
    """The other less the one."""
    way = {Verdict.HIGHER: Verdict.LOWER, Verdict.LOWER: Verdict.HIGHER}
    return Gap(-gap.est, gap.se, -gap.hi, -gap.lo, gap.p, gap.p_adjusted, way.get(gap.verdict, gap.verdict))


def side_by_side(pairs: Sequence[tuple[Figure, Figure]]) -> list[Gap | str]:
    """A later figure less an earlier one for each pair, weighed together; or why a pair cannot be compared."""
    refused = [why_not(later, earlier) for later, earlier in pairs]
    known = [
        (a, b) for later, earlier in pairs if (a := rounded(later)) is not None and (b := rounded(earlier))
    ]
    gaps = iter(as_many_looks([difference(a, b) for a, b in known]))
    return [why or next(gaps) for why in refused]


def _chance(high: Rounded, low: Rounded) -> float:
    """The two-sided p of a difference this way round; 1 where rounding alone could have made it."""
    gap = high.least - low.most
    if gap <= 0:
        return 1.0
    room = max(math.hypot(high.down, low.up), high.value_off + low.value_off)
    return math.erfc(NORMAL_95 * gap / room / math.sqrt(2))
