"""Additive moments of every item in every level of every breakdown, one group (area) at a time.

Everything is a matrix product of answers (parts, rows) with membership (levels, rows); see ENGINES, section 1.
Small PSUs need no totals: the square of a sum is the sum of squares and of the pairs that share the PSU.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Floats, Ints
from weft.stats.layout import Chunk, Layout, Subset

BATCH_NUMBERS = 130_000  # numbers held at a time: about 1 MB, a core's own cache


@dataclass(frozen=True, eq=False)
class Pack:
    """k items of one shape, in the layout's order.

    Args:
        parts: numerators, denominators and, unless shares, who answered: (2k, n) or (3k, n); shares as bytes.
        is_share: numerators and denominators are 0 or 1.
    """

    parts: NDArray[np.generic]
    is_share: bool

    @property
    def k(self) -> int:
        """Number of items."""
        return len(self.parts) // (2 if self.is_share else 3)

    def answers(self, rows: slice) -> Floats:
        """The parts of some rows as floats."""
        return self.parts[:, rows].astype(np.float64)

    def products(self, answers: Floats) -> Floats:
        """aa, ab and bb, (3k, r); of shares only a and b, (2k, r): a is 0 or 1, and 0 where b is."""
        if self.is_share:
            return answers
        a, b = answers[: self.k], answers[self.k : 2 * self.k]
        return np.concatenate([a * a, a * b, b * b])

    def three(self, products: Floats) -> Floats:
        """Sums of products as (3, k, levels)."""
        split = products.reshape(-1, self.k, products.shape[-1])
        return split[[0, 0, 1]] if self.is_share else split


@dataclass(frozen=True, eq=False)
class Levels:
    """Breakdowns side by side.

    Args:
        codes: level of each row in each breakdown, in the layout's order, (breakdowns, n), unsigned.
        sizes: number of levels of each breakdown; a code beyond its breakdown's is missing.
    """

    codes: NDArray[np.unsignedinteger]
    sizes: tuple[int, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "_of", np.repeat(np.arange(len(self.sizes)), self.sizes))
        ranges = [np.arange(s, dtype=self.codes.dtype) for s in self.sizes]
        object.__setattr__(self, "_code", np.concatenate(ranges)[:, None])

    @property
    def count(self) -> int:
        """Number of levels of all breakdowns."""
        return sum(self.sizes)

    def members(self, codes: NDArray[np.unsignedinteger]) -> Floats:
        """Membership of rows with these codes (breakdowns, r) in every level, (levels, r)."""
        return (codes[self._of] == self._code).astype(np.float64)  # type: ignore[attr-defined]

    @property
    def missing(self) -> int:
        """The code of nobody's level."""
        return int(np.iinfo(self.codes.dtype).max)


@dataclass(eq=False)
class Moments:
    """Sums over one group, each (k, levels) or (3, k, levels) for aa, ab, bb.

    Args:
        linear: weighted sums of the parts, (parts, levels).
        raw: scaled squares and products of PSU totals.
        means: what centring in the strata takes off `raw`.
        plain: weighted squares and products of single answers, for items other than shares.
        counts: unweighted sums of the parts, (parts, levels).
        psus, strata: how many hold a weighted answer.
    """

    linear: Floats
    counts: Floats
    raw: Floats
    means: Floats
    plain: Floats
    psus: Floats
    strata: Floats

    @classmethod
    def zero(cls, pack: Pack, levels: int) -> Moments:
        """Nothing yet."""
        parts, k = (len(pack.parts), levels), (pack.k, levels)
        shapes = (parts, parts, (3, *k), (3, *k), (3, *k), k, k)
        return cls(*(np.zeros(shape) for shape in shapes))

    def add(self, other: Moments) -> None:
        """Add another group's sums."""
        for name in self.__dataclass_fields__:
            getattr(self, name).__iadd__(getattr(other, name))


@dataclass(eq=False)
class Sweep:
    """One pass over the rows of a layout.

    Args:
        layout: the order of rows.
        weights: in that order, (n,).
        pack: the items.
        levels: the breakdowns.
    """

    layout: Layout
    weights: Floats
    pack: Pack
    levels: Levels
    _carried: Floats | None = field(default=None, init=False)

    def groups(self) -> Iterator[tuple[int, Moments]]:
        """Each group with people in it, and its moments."""
        chunks = self.layout.chunks
        moments = Moments.zero(self.pack, self.levels.count)
        for i, chunk in enumerate(chunks):
            self._add(moments, chunk)
            if i + 1 == len(chunks) or chunks[i + 1].group != chunk.group:
                yield chunk.group, moments
                moments = Moments.zero(self.pack, self.levels.count)

    def _add(self, moments: Moments, chunk: Chunk) -> None:
        rows = slice(chunk.start, chunk.stop)
        answers, members = self.pack.answers(rows), self.levels.members(self.levels.codes[:, rows])
        weighted = members * self.weights[rows]
        moments.counts += answers @ members.T
        if not self.pack.is_share:
            moments.plain += self.pack.three(self.pack.products(answers) @ weighted.T)
        self._add_small(moments, rows, answers, members)
        self._add_runs(moments, chunk, answers, weighted)

    def _add_small(self, moments: Moments, rows: slice, answers: Floats, members: Floats) -> None:
        """Squares of single answers in small PSUs, and products within them."""
        scale = self.layout.row_scale[rows]
        if self.layout.is_large.all():
            return
        k, w = self.pack.k, self.weights[rows]
        squared = members * (w * w * scale)
        moments.raw += self.pack.three(self.pack.products(answers) @ squared.T)
        single = (w > 0) & self.layout.row_is_small[rows]
        moments.psus += (answers[-k:] > 0) @ (members * single).T
        for subset in self.layout.subsets:
            self._add_subset(moments, rows, answers, subset)

    def _add_subset(self, moments: Moments, rows: slice, answers: Floats, subset: Subset) -> None:
        """People who share a small PSU and a level: their products, and the PSU counted once."""
        at = slice(*np.searchsorted(subset.rows, (rows.start, rows.stop)))
        first = subset.rows[at]
        if not len(first):
            return
        everyone = [first, *(first + d for d in subset.offsets)]
        members = self.levels.members(self._shared_codes(everyone))
        k, present = self.pack.k, np.ones((self.pack.k, len(first)))
        for person in everyone:
            present *= (answers[-k:, person - rows.start] > 0) * (self.weights[person] > 0)
        sign = -1.0 if len(everyone) % 2 == 0 else 1.0
        moments.psus += sign * (present @ members.T)
        if len(everyone) == 2:
            i, j = (answers[: 2 * k, person - rows.start] for person in everyone)
            scale = self.layout.row_scale[first] * self.weights[everyone[0]] * self.weights[everyone[1]]
            cross = np.concatenate([2 * i[:k] * j[:k], i[:k] * j[k:] + i[k:] * j[:k], 2 * i[k:] * j[k:]])
            moments.raw += (cross @ (members * scale).T).reshape(3, k, -1)

    def _shared_codes(self, everyone: list[Ints]) -> NDArray[np.unsignedinteger]:
        """The level people have in common in each breakdown, or the code of a missing one."""
        codes = self.levels.codes[:, everyone[0]]
        same = np.ones(codes.shape, dtype=bool)
        for person in everyone[1:]:
            same &= self.levels.codes[:, person] == codes
        return np.where(same, codes, codes.dtype.type(self.levels.missing))

    def _add_runs(self, moments: Moments, chunk: Chunk, answers: Floats, weighted: Floats) -> None:
        """Totals of each run: squared when it is a PSU, and added up to strata."""
        width = max(1, BATCH_NUMBERS // (len(answers) * len(weighted)))
        bounds = [*range(chunk.first, chunk.last, width), chunk.last]
        for first, last in pairwise(bounds):
            places = self.layout.run_start[first : last + 1] - chunk.start
            totals = np.empty((last - first, len(answers), len(weighted)))
            for run, (start, stop) in enumerate(pairwise(places.tolist())):
                np.dot(answers[:, start:stop], weighted[:, start:stop].T, out=totals[run])
            self._add_psus(moments, slice(first, last), totals)
            self._add_strata(moments, slice(first, last), totals)

    def _add_psus(self, moments: Moments, runs: slice, totals: Floats) -> None:
        large = self.layout.run_is_large[runs]
        if large.any():
            strata = self.layout.run_stratum[runs]
            _add_products(moments.raw, totals, np.where(large, self.layout.stage.scale[strata], 0.0))
            moments.psus += _count(totals[large] if not large.all() else totals, self.pack.k)

    def _add_strata(self, moments: Moments, runs: slice, totals: Floats) -> None:
        """Complete strata: centring and how many there are. An unfinished one waits for its next run."""
        strata = self.layout.run_stratum[runs]
        starts = np.flatnonzero(np.append(True, strata[1:] != strata[:-1]))
        if len(starts) < len(strata):
            of = np.cumsum(np.append(False, strata[1:] != strata[:-1]))
            mark = (np.arange(len(starts))[:, None] == of).astype(np.float64)
            totals = (mark @ totals.reshape(len(strata), -1)).reshape(-1, *totals.shape[1:])
        if self._carried is not None:
            totals[0] += self._carried
        self._carried = None
        if self.layout.run_continues[runs.stop - 1]:
            self._carried, totals = totals[-1].copy(), totals[:-1]
        if not len(totals):
            return
        done = strata[starts][: len(totals)]
        moments.linear += totals.sum(axis=0)
        stage = self.layout.stage
        _add_products(moments.means, totals, stage.scale[done] * stage.centre[done])
        moments.strata += _count(totals, self.pack.k)


def _add_products(into: Floats, totals: Floats, factor: Floats) -> None:
    """Add factor-weighted squares and products of totals (runs, parts, levels) to `into` (3, k, levels)."""
    k = into.shape[1]
    a, b = totals[:, :k], totals[:, k : 2 * k]
    for i, (x, y) in enumerate(((a, a), (a, b), (b, b))):
        into[i] += (factor @ (x * y).reshape(len(totals), -1)).reshape(into[i].shape)


def _count(totals: Floats, k: int) -> Floats:
    """How many totals of the last part are above zero, (k, levels)."""
    return np.add.reduce(totals[:, -k:] > 0, axis=0, dtype=np.float64)
