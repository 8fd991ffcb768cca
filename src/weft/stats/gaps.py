"""Every group against the rest of one breakdown, all items and levels at once.

With l a level, K everyone whose level is known and R = K - l, the gap's influence is
alpha l_a - beta l_b - gamma K_a + delta K_b in weighted totals, so its variance is a form in the covariances of
those: within l (the cube's moments), between l and K (answers times the PSU's leverage) and within K.

Source: Binder (1983), International Statistical Review 51(3); Heeringa, West & Berglund (2017), section 5.6.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.blocks import chunks_of
from weft.stats.coding import Coded
from weft.stats.compare import Difference, difference
from weft.stats.errors import UnknownName
from weft.stats.figures import Shape, without_dust
from weft.stats.layout import Layout
from weft.stats.levers import levers_of
from weft.stats.membership import Levels, levels_of_codes
from weft.stats.moments import Moments, Sweep
from weft.stats.moments_pack import Pack
from weft.stats.tabulate import MOST_LEVELS, layout_of, pack_of

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item


Factors = tuple[Floats, Floats, Floats, Floats]
TOGETHER = 8  # items at a time: their rows stay in the core's own cache


@dataclass(frozen=True, eq=False)
class Gaps:
    """Each level of one breakdown against everyone else whose level is known.

    Args:
        by: the breakdown.
        levels: its levels, in order.
        items: keys of the items, in order.
        est: level minus rest, (levels, items); of shares, in units of 1.
        se: standard error, covariance included, (levels, items).
        df: PSUs minus strata among those with an answer and a known level, (levels, items).
    """

    by: str
    levels: tuple[str, ...]
    items: tuple[str, ...]
    est: Floats
    se: Floats
    df: Floats

    def at(self, item: Item | str, level: str) -> Difference:
        """The gap of one item at one level, with its t interval. Raises UnknownName."""
        key = item if isinstance(item, str) else item.key
        for kind, name, known in (
            ("item", key, self.items),
            (f"level of '{self.by}'", str(level), self.levels),
        ):
            if name not in known:
                raise UnknownName(kind, name, known)
        at = self.levels.index(str(level)), self.items.index(key)
        est, se, df = (float(x[at]) for x in (self.est, self.se, self.df))
        return difference(est, se, df) if np.isfinite(est) else Difference(est, *[float("nan")] * 5)


def gaps(design: Design, items: Sequence[Item], by: str) -> Gaps:
    """All gaps of one breakdown; see Evidence.gaps."""
    coded, keys = design.table.codes(by), tuple(item.key for item in items)
    est, se, df = (np.full((len(coded), len(items)), np.nan) for _ in range(3))
    if not can_sweep(design, coded):
        for place, one in _one_by_one(design, items, by, coded):
            est[place], se[place], df[place] = one.est, one.se, one.df
        return Gaps(by, coded.labels, keys, est, se, df)
    for chunk in chunks_of(items, design.table.rows):
        found = _swept(design, [items[i] for i in chunk], coded)
        for whole, part in zip((est, se, df), found, strict=True):
            whole[:, chunk] = part.T
    return Gaps(by, coded.labels, keys, est, se, df)


def can_sweep(design: Design, coded: Coded) -> bool:
    """Whether the moments of one sweep hold what the gaps need."""
    sampling = design.sampling
    return bool(sampling.stages) and sampling.is_one_stage and len(coded) <= MOST_LEVELS


def _one_by_one(
    design: Design, items: Sequence[Item], by: str, coded: Coded
) -> Iterator[tuple[tuple[int, int], Difference]]:
    from weft.stats.contrasts import against_rest

    for i, item in enumerate(items):
        for j, level in enumerate(coded.labels):
            yield (j, i), against_rest(design, item, by, level)


@dataclass(frozen=True, eq=False)
class _Sides:
    """Factors of the four totals in a gap's influence, each (k, levels), and the gap itself."""

    est: Floats
    factors: Factors


def _swept(design: Design, items: list[Item], coded: Coded) -> tuple[Floats, Floats, Floats]:
    """Estimates, standard errors and degrees of freedom, each (k, levels)."""
    layout = layout_of(design, None)
    known = np.where(coded.codes >= 0, 0, -1)
    levels = levels_of_codes([coded.codes, known], [len(coded), 1], layout.order)
    pack, shape = pack_of(design, items, None)
    weights = design.sampling.weights[layout.order]
    [(_, m)] = Sweep(layout, weights, pack, levels).groups()
    sides = _sides(m, shape)
    between = _between(layout, weights, pack, levels)
    variance, size = _variance(m, between, sides.factors)
    levers = levers_of(design.sampling, layout.order)
    if levers is not None:
        sums = levers.sums(pack, levels, slice(0, len(weights)))
        variance = variance + levers.change(_influence(sums, pack.k, sides.factors))
    se = np.sqrt(without_dust(variance, size))
    df = np.broadcast_to((m.psus - m.strata)[:, -1:], se.shape)
    return sides.est, se, df


def _sides(m: Moments, shape: Shape) -> _Sides:
    """The two ratios and what each total weighs in their difference."""
    k = len(shape.is_total)
    n, top, bottom = m.counts[-k:], m.linear[:k], m.linear[k : 2 * k]
    rest = [x[:, -1:] - x[:, :-1] for x in (n, top, bottom)]
    with np.errstate(invalid="ignore", divide="ignore"):
        low, low_rest = (
            np.where(shape.is_total, np.where(size > 0, 1.0, np.nan), x)
            for size, x in ((n[:, :-1], bottom[:, :-1]), (rest[0], rest[2]))
        )
        low, low_rest = (np.where(x > 0, x, np.nan) if shape.is_share else x for x in (low, low_rest))
        r, r_rest = top[:, :-1] / low, rest[1] / low_rest
        slope, slope_rest = (np.where(shape.is_total, 0.0, x) for x in (r, r_rest))
        alpha, beta = 1 / low + 1 / low_rest, slope / low + slope_rest / low_rest
        return _Sides(r - r_rest, (alpha, beta, 1 / low_rest, slope_rest / low_rest))


def _between(layout: Layout, weights: Floats, pack: Pack, levels: Levels) -> Floats:
    """Covariances of each level's totals with those of everyone known: (aa, ab, ba, bb), (4, k, levels)."""
    k, size = pack.k, levels.sizes[0]
    known: Flags = levels.places[:, 1] == size
    members = (levels.places[:, 0] == np.arange(size)[:, None]).astype(np.float64)
    found = np.empty((4, k, size))
    for first in range(0, k, TOGETHER):
        here = slice(first, min(first + TOGETHER, k))
        a, b = (np.ascontiguousarray(pack.parts[i * k :][here]) * (weights * known) for i in range(2))
        for i, other in enumerate((a, b)):
            lever = layout.levers(other)
            found[i, here], found[2 + i, here] = ((x * lever) @ members.T for x in (a, b))
    return found


def _variance(m: Moments, between: Floats, factors: Factors) -> tuple[Floats, Floats]:
    """Variance of every gap and the size of its terms, (k, levels)."""
    alpha, beta, gamma, delta = factors
    spread = m.raw - m.means
    (aa, ab, bb), (kaa, kab, kbb) = spread[:, :, :-1], spread[:, :, -1:]
    within = alpha**2 * aa - 2 * alpha * beta * ab + beta**2 * bb
    known = gamma**2 * kaa - 2 * gamma * delta * kab + delta**2 * kbb
    ac, ad, bc, bd = between
    shared = alpha * gamma * ac - alpha * delta * ad - beta * gamma * bc + beta * delta * bd
    raw = m.raw[:, :, :-1], m.raw[:, :, -1:]
    size = alpha**2 * raw[0][0] + beta**2 * raw[0][2] + gamma**2 * raw[1][0] + delta**2 * raw[1][2]
    return within + known - 2 * shared, size


def _influence(sums: Floats, k: int, factors: Factors) -> Floats:
    """Sums of the gaps' influence times the levers, (k, levels, 2p), from those of each side."""
    alpha, beta, gamma, delta = (x[:, :, None] for x in factors)
    (la, lb), (ka, kb) = ((x[:k], x[k:]) for x in (sums[:, :-1], sums[:, -1:]))
    return alpha * la - beta * lb - gamma * ka + delta * kb
