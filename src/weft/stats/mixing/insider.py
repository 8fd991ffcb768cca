"""What a pooled figure leaves to somebody who knows every session but one: how many splits of that one fit the page.

A page shows the figure and the range of chance to a step of so many points. Whoever knows all other sessions can try
each split of the last one and see which give the same page. Where too few do, the page would tell who was there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.mixing.opportunity import chance_two_differ

NORMAL = 1.959963984540054  # half of the middle 95 % of the normal distribution, in standard deviations
HAIR = 1e-9  # a share that is a multiple but for its last bits is taken for one


@dataclass(frozen=True, eq=False)
class Beside:
    """A figure published with a page that counts people by the same answers. levels (n_groups,): the answers that may
    count in it; part: people it counts; base: of so many, None where it is no share; step: points or people it is
    rounded to."""

    levels: Flags
    part: int
    base: int | None
    step: int

    def shown(self, part: Ints) -> Ints:
        """What it would show of so many people."""
        if self.base is None:
            return np.asarray((part + self.step // 2) // self.step * self.step, np.int64)
        return shown_points(np.clip(part, 0, self.base) / self.base, self.step)

    def same(self, moved: Ints) -> Flags:
        """(n,) whether it would show the same with so many more people of each answer (n, n_groups): all of them
        counting in it is the most they can move it."""
        would = self.shown(self.part + moved[:, self.levels].sum(axis=1))
        return np.asarray(would == self.shown(np.array(self.part)), np.bool_)


@dataclass(frozen=True, eq=False)
class Page:
    """One published figure. names: of its sessions; counts (n_sessions, n_groups) of the people known in each, two or
    more; step: points that figure and range are rounded to, 0 where it only says that a group was small; smallest:
    people, where a group with fewer of all who came, but some, hides it; beside: what else was published with it."""

    names: tuple[str, ...]
    counts: Ints
    step: int
    smallest: int = 0
    beside: tuple[Beside, ...] = ()

    @cached_property
    def pool(self) -> Ints:
        return np.asarray(self.counts.sum(axis=0), np.int64)

    @cached_property
    def weighted(self) -> float:
        """Sum over sessions of people times opportunity."""
        return float((self.counts.sum(axis=1) * _opportunities(self.counts)).sum())

    @cached_property
    def value(self) -> float:
        """How likely two people of one session differ, each person weighing the same."""
        return self.weighted / float(self.pool.sum())

    @cached_property
    def chance(self) -> tuple[float, float]:
        """The middle 95 % of what sessions of these sizes would have, drawn at random from all who came."""
        low, high = self.ranges(self.pool[np.newaxis])
        return float(low[0]), float(high[0])

    def ranges(self, pools: Ints) -> tuple[Floats, Floats]:
        """The same for other pools (n, n_groups): low and high, each (n,)."""
        sizes, many = np.unique(self.counts.sum(axis=1), return_counts=True)
        total = float(self.pool.sum())
        spread = sum(
            m * (size / total) ** 2 * _spread(int(size), pools) for size, m in zip(sizes, many, strict=True)
        )
        middle, half = _opportunities(pools), NORMAL * np.sqrt(np.maximum(spread, 0.0))
        return np.asarray(middle - half), np.asarray(middle + half)

    def hides(self, pools: Ints) -> Flags:
        """(n,) whether these pools (n, n_groups) would be hidden: a small group, or one alone."""
        small = ((pools > 0) & (pools < self.smallest)).any(axis=1)
        return np.asarray(small | ((pools > 0).sum(axis=1) < 2), np.bool_)

    def shown(
        self, value: Floats | float, low: Floats | float, high: Floats | float
    ) -> tuple[Ints, Ints, Ints]:
        """As the page shows them: the range wider, so that no verdict said from it is bolder than the exact one."""
        return shown_points(value, self.step), shown_down(low, self.step), shown_up(high, self.step)

    @cached_property
    def told(self) -> tuple[Ints, Ints, Ints]:
        return self.shown(self.value, *self.chance)

    @cached_property
    def place(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.names)}


@dataclass(frozen=True)
class Doubt:
    """What somebody who knows every other session still has to guess about one.

    fit: splits that fit all pages; tried: splits there are; largest: share of the largest group in the most one-sided
    split that fits; evenest: in the most even one.
    """

    fit: int
    tried: int
    largest: float
    evenest: float


def shown_points(shares: Floats | float, step: int) -> Ints:
    """Shares as a page shows them: per cents to the nearest multiple of step, never 0 or 100.

    Args: shares, 0-1; step, points. Returns: whole points. Source: SAFETY, disclosure control, rule 3.
    """
    return _inside(np.floor(np.asarray(shares) * 100 / step + 0.5 + HAIR), step)


def shown_down(shares: Floats | float, step: int) -> Ints:
    """The same to the next multiple below: the low end of a range."""
    return _inside(np.floor(np.asarray(shares) * 100 / step + HAIR), step)


def shown_up(shares: Floats | float, step: int) -> Ints:
    """The same to the next multiple above: the high end of a range."""
    return _inside(np.ceil(np.asarray(shares) * 100 / step - HAIR), step)


def _inside(multiples: Floats, step: int) -> Ints:
    return np.asarray(np.clip(multiples * step, step, 100 - step), np.int64)


def splits_left(name: str, pages: Sequence[Page]) -> Doubt:
    """Which splits of one session fit all pages it is in.

    Args: name: of a session of the last page; pages: all that were published, the last one as it would be. A page in
    which the session was not yet the same is left out: it is another unknown.
    Returns: Doubt; the same numbers in another order are one split. Tried are all that shift people between two
    groups: no more than there are, so that it errs to the careful side.
    """
    last = pages[-1]
    own = last.counts[last.place[name]]
    tried = _tried(own)
    fits = np.ones(len(tried), bool)
    for page in pages:
        at = page.place.get(name)
        if at is not None and (page.counts[at] == own).all():
            fits &= _same_page(page, own, tried)
    largest = tried[fits].max(axis=1) / float(own.sum())  # the true split always fits
    return Doubt(
        len(_unordered(tried[fits])), len(_unordered(tried)), float(largest.max()), float(largest.min())
    )


def _same_page(page: Page, own: Ints, tried: Ints) -> Flags:
    """(n_tried,) whether the page would be the same."""
    pools = page.pool - own + tried
    same = page.hides(pools) == page.hides(page.pool[np.newaxis])
    for each in page.beside:
        same &= each.same(tried - own)
    if page.step:
        gain = int(own.sum()) * (_opportunities(tried) - chance_two_differ(own)) / int(page.pool.sum())
        for would, stands in zip(page.shown(page.value + gain, *page.ranges(pools)), page.told, strict=True):
            same &= would == stands
    return np.asarray(same, np.bool_)


def _spread(size: int, pools: Ints) -> Floats:
    """(n,) variance of the opportunity of a session of so many drawn without replacement from each pool.

    Source: factorial moments of the multivariate hypergeometric distribution (Johnson, Kotz and Balakrishnan 1997,
    chapter 39): E[x(x-1) y(y-1)] = (size)_4 (X)_2 (Y)_2 / (N)_4, and (x)_2 squared = (x)_4 + 4 (x)_3 + 2 (x)_2.
    """
    whole = pools.sum(axis=1).astype(float)

    def chosen(k: int) -> Floats:
        return np.asarray(_falling(float(size), k) / _falling(whole, k))

    pairs, of = _falling(pools.astype(float), 2), pools.astype(float)
    mean = chosen(2) * pairs.sum(axis=1)
    square = chosen(4) * (pairs.sum(axis=1) ** 2 - (pairs**2).sum(axis=1) + _falling(of, 4).sum(axis=1))
    square += 4 * chosen(3) * _falling(of, 3).sum(axis=1) + 2 * mean
    return np.asarray((square - mean**2) / float(size * (size - 1)) ** 2)


def _falling(of: Floats | float, k: int) -> Floats:
    """x (x - 1) ... of k factors."""
    return np.asarray(np.prod([np.asarray(of) - each for each in range(k)], axis=0))


def _tried(own: Ints) -> Ints:
    """(n, n_groups) every way to share two groups' people between them."""
    found = [own[np.newaxis]]
    for one, other in combinations(range(len(own)), 2):
        both = int(own[one] + own[other])
        moved = np.repeat(own[np.newaxis], both + 1, axis=0)
        moved[:, one] = np.arange(both + 1)
        moved[:, other] = both - moved[:, one]
        found.append(moved)
    return np.concatenate(found)


def _unordered(splits: Ints) -> Ints:
    return np.asarray(np.unique(np.sort(splits, axis=1), axis=0), np.int64)


def _opportunities(counts: Ints) -> Floats:
    """(n,) chance_two_differ of each row."""
    total = counts.sum(axis=-1)
    return np.asarray(1 - (counts * (counts - 1)).sum(axis=-1) / (total * (total - 1)))
