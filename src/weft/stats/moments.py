"""Additive moments of every item in every level of every breakdown, one group (area) at a time.

Everything is a matrix product of answers (parts, rows) with membership (levels, rows); see ENGINES, section 1.
Small PSUs need no totals: the square of a sum is the sum of squares and of the pairs that share the PSU.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Flags, Floats, Ints
from weft.stats.layout import Chunk, Layout
from weft.stats.space import SINGLE, Space

BATCH_NUMBERS = 130_000  # numbers held at a time: about 1 MB, a core's own cache


@dataclass(frozen=True, eq=False)
class Pack:
    """k items of one shape, in the layout's order.

    Args:
        parts: numerators, denominators and, unless shares, who answered: (2k, n) or (3k, n); shares as bytes.
        is_share: numerators and denominators are 0 or 1.
    """

    parts: NDArray[Any]
    is_share: bool

    @property
    def k(self) -> int:
        """Number of items."""
        return len(self.parts) // (2 if self.is_share else 3)

    def products(self, answers: Floats) -> Floats:
        """aa, ab and bb, (3k, r); of shares only a and b, (2k, r): a is 0 or 1, and 0 where b is."""
        if self.is_share:
            return answers
        a, b = answers[: self.k], answers[self.k : 2 * self.k]
        return np.concatenate([a * a, a * b, b * b])

    def shared_products(self, i: NDArray[Any], j: NDArray[Any]) -> NDArray[Any]:
        """aa, ab and bb of two people who share a PSU, both ways round: from their parts (parts, r), (3k, r)."""
        k = self.k
        (ai, bi), (aj, bj) = (x[: 2 * k].reshape(2, k, -1) for x in (i, j))
        return np.concatenate([ai * aj * 2, ai * bj + bi * aj, bi * bj * 2], dtype=self.parts.dtype)

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

    codes: NDArray[np.uint8]
    sizes: tuple[int, ...]

    @cached_property
    def _of(self) -> Ints:
        """The breakdown of each level."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def _code(self) -> NDArray[np.uint8]:
        """The code of each level in its breakdown, (levels, 1)."""
        return np.concatenate([np.arange(size, dtype=np.uint8) for size in self.sizes])[:, None]

    @property
    def count(self) -> int:
        """Number of levels of all breakdowns."""
        return sum(self.sizes)

    def members(self, codes: NDArray[np.uint8], space: Space) -> Flags:
        """Membership of rows with these codes (breakdowns, r) in every level, (levels, r)."""
        shape = (self.count, codes.shape[1])
        spread = space.take("spread", shape, np.dtype(np.uint8))
        np.take(codes, self._of, axis=0, out=spread, mode="clip")
        same: Flags = space.take("members", shape, np.dtype(bool))
        np.equal(spread, self._code, out=same)
        return same

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
    _space: Space = field(default_factory=Space, init=False)
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
        parts = self.pack.parts[:, rows]
        flags = self.levels.members(self.levels.codes[:, rows], self._space)
        members = self._space.copy("float members", flags)
        answers = self._space.copy("answers", parts)
        self._add_counts(moments, parts, flags, rows)
        if not self.layout.is_large.all():
            self._add_small(moments, rows, answers, members)
        weighted = np.multiply(members, self.weights[rows], out=members)
        if not self.pack.is_share:
            moments.plain += self.pack.three(self.pack.products(answers) @ weighted.T)
        self._add_runs(moments, chunk, answers, weighted)

    def _add_counts(self, moments: Moments, parts: NDArray[Any], flags: Flags, rows: slice) -> None:
        """Unweighted sums; and the people in small PSUs, each counted as a PSU until subsets put it right."""
        members = self._space.copy("counting members", flags, SINGLE)
        counts = self._space.copy("counting", parts, SINGLE) @ members.T
        moments.counts += counts
        single = (self.weights[rows] > 0) & self.layout.row_is_small[rows]
        if single.all():
            moments.psus += counts[-self.pack.k :]
        elif single.any():
            moments.psus += self._space.copy("counting", parts[-self.pack.k :], SINGLE) @ (members * single).T

    def _add_small(self, moments: Moments, rows: slice, answers: Floats, members: Floats) -> None:
        """Squares of single answers in small PSUs, and products within them."""
        factor = self.weights[rows] ** 2 * self.layout.row_scale[rows]
        squared = np.multiply(members, factor, out=self._space.take("squared", members.shape))
        moments.raw += self.pack.three(self.pack.products(answers) @ squared.T)
        sets = []
        for subset in self.layout.subsets:
            at = slice(*np.searchsorted(subset.rows, (rows.start, rows.stop)))
            if at.start < at.stop:
                sets.append([subset.rows[at] + d for d in (0, *subset.offsets)])
        if sets:
            self._add_sets(moments, rows, sets)

    def _add_sets(self, moments: Moments, rows: slice, sets: list[list[Ints]]) -> None:
        """People who share a small PSU and a level: their PSU counted once, and the products of pairs."""
        codes = np.concatenate([self._shared_codes(rows, people) for people in sets], axis=1)
        flags, k = self.levels.members(codes, self._space), self.pack.k
        parts = [[self.pack.parts[:, rows].take(p - rows.start, axis=1) for p in people] for people in sets]
        answered = np.concatenate([np.logical_and.reduce([x[-k:] for x in each]) for each in parts], axis=1)
        counting = self._space.copy("counting members", flags, SINGLE)
        counting *= np.concatenate([self._sign(people) for people in sets])
        moments.psus += self._space.copy("counting", answered, SINGLE) @ counting.T
        pairs = [people for people in sets if len(people) == 2]
        w, scale = self.weights, self.layout.row_scale
        factor = np.concatenate([scale[i] * w[i] * w[j] for i, j in pairs])
        members = self._space.copy("squared", flags[:, : len(factor)])
        members *= factor
        products = [self.pack.shared_products(*each) for each in parts[: len(pairs)]]
        cross = self._space.copy("cross", np.concatenate(products, axis=1))
        moments.raw += (cross @ members.T).reshape(3, k, -1)

    def _sign(self, people: list[Ints]) -> NDArray[np.float32]:
        """What each set adds to the count of PSUs (inclusion and exclusion); 0 with a weight of zero in it."""
        present = np.all([self.weights[person] > 0 for person in people], axis=0)
        return np.asarray(present * (-1.0 if len(people) % 2 == 0 else 1.0), dtype=np.float32)

    def _shared_codes(self, rows: slice, everyone: list[Ints]) -> NDArray[np.uint8]:
        """The level people have in common in each breakdown, or the code of a missing one."""
        codes = [self.levels.codes[:, rows].take(person - rows.start, axis=1) for person in everyone]
        differ = np.logical_or.reduce([other != codes[0] for other in codes[1:]])
        codes[0][differ] = self.levels.missing
        return np.asarray(codes[0])

    def _add_runs(self, moments: Moments, chunk: Chunk, answers: Floats, weighted: Floats) -> None:
        """Totals of each run: squared when it is a PSU, and added up to strata."""
        width = max(1, BATCH_NUMBERS // (len(answers) * len(weighted)))
        bounds = [*range(chunk.first, chunk.last, width), chunk.last]
        for first, last in pairwise(bounds):
            places = self.layout.run_start[first : last + 1] - chunk.start
            totals = self._space.take("totals", (last - first, len(answers), len(weighted)))
            for run, (start, stop) in enumerate(pairwise(places.tolist())):
                np.dot(answers[:, start:stop], weighted[:, start:stop].T, out=totals[run])
            self._add_psus(moments, slice(first, last), totals)
            self._add_strata(moments, slice(first, last), totals)

    def _add_psus(self, moments: Moments, runs: slice, totals: Floats) -> None:
        large = self.layout.run_is_large[runs]
        if large.any():
            scale = self.layout.stage.scale[self.layout.run_stratum[runs]]
            self._add_products(moments.raw, totals, np.where(large, scale, 0.0))
            moments.psus += _count(totals if large.all() else totals[large], self.pack.k)

    def _add_strata(self, moments: Moments, runs: slice, totals: Floats) -> None:
        """Complete strata: centring and how many there are. An unfinished one waits for its next run."""
        strata = self.layout.run_stratum[runs]
        is_first = np.concatenate([[True], strata[1:] != strata[:-1]])
        starts = np.flatnonzero(is_first)
        if len(starts) < len(strata):
            mark = (np.arange(len(starts))[:, None] == np.cumsum(is_first) - 1).astype(np.float64)
            into = self._space.take("strata", (len(starts), totals[0].size))
            totals = np.dot(mark, totals.reshape(len(strata), -1), out=into).reshape(-1, *totals.shape[1:])
        if self._carried is not None:
            totals[0] += self._carried
        self._carried = None
        if self.layout.run_continues[runs.stop - 1]:
            self._carried, totals = totals[-1].copy(), totals[:-1]
        if not len(totals):
            return
        done, stage = strata[starts][: len(totals)], self.layout.stage
        moments.linear += totals.sum(axis=0)
        self._add_products(moments.means, totals, stage.scale[done] * stage.centre[done])
        moments.strata += _count(totals, self.pack.k)

    def _add_products(self, into: Floats, totals: Floats, factor: Floats) -> None:
        """Add factor-weighted squares and products of totals (runs, parts, levels) to `into` (3, k, levels)."""
        k = into.shape[1]
        a, b = totals[:, :k], totals[:, k : 2 * k]
        product = self._space.take("product", a.shape)
        for i, (x, y) in enumerate(((a, a), (a, b), (b, b))):
            np.multiply(x, y, out=product)
            into[i] += (factor @ product.reshape(len(totals), -1)).reshape(into[i].shape)


def _count(totals: Floats, k: int) -> Floats:
    """How many totals of the last part are above zero, (k, levels)."""
    return np.asarray(np.add.reduce(totals[:, -k:] > 0, axis=0, dtype=np.float64))
