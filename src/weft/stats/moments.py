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

from weft.stats._types import Floats, Ints
from weft.stats.layout import Chunk, Layout
from weft.stats.membership import Levels, Places, Spots
from weft.stats.moments_pack import Pack
from weft.stats.space import SINGLE, Space

BATCH_NUMBERS = 130_000  # numbers held at a time: about 1 MB, a core's own cache
ONE = np.ones((), dtype=SINGLE)
FLAG = 2**12  # two counts below this in one number of 24 bits: n + FLAG m


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
        parts, k = (pack.rows.shape[1], levels), (pack.k, levels)
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
            self._add(moments, chunk, self.layout.sets.bounds[i] if self._has_small else None)
            if i + 1 == len(chunks) or chunks[i + 1].group != chunk.group:
                yield chunk.group, moments
                moments = Moments.zero(self.pack, self.levels.count)

    @cached_property
    def _has_small(self) -> bool:
        return not self.layout.is_large.all()

    def _add(self, moments: Moments, chunk: Chunk, sets: Ints | None) -> None:
        rows = slice(chunk.start, chunk.stop)
        answers = self._space.copy("answers", self.pack.parts[:, rows])
        spots = self.levels.spots(self.levels.places[rows], self._space, "spots")
        self._add_counts(moments, spots, rows)
        if sets is not None:
            self._add_small(moments, spots, rows, answers)
            if sets[0] < sets[-1]:
                self._add_sets(moments, rows, sets)
        weighted = spots.spread(self.weights[rows], self._space, "members")
        if not self.pack.is_share:
            moments.plain += self.pack.three(self.pack.products(answers) @ weighted)
        self._add_runs(moments, chunk, answers, weighted)

    def _add_counts(self, moments: Moments, spots: Spots, rows: slice) -> None:
        """Unweighted sums; and the people in small PSUs, each counted as a PSU until subsets put it right."""
        counts = self._count_in(spots, self.pack.rows[rows], ONE)
        moments.counts += counts
        single = (self.weights[rows] > 0) & self.layout.row_is_small[rows]
        if single.all():
            moments.psus += counts[-self.pack.k :]
        elif single.any():
            moments.psus += self._count_in(spots, self.pack.rows[rows], single.astype(SINGLE))[-self.pack.k :]

    def _count_in(self, spots: Spots, rows: NDArray[Any], each: NDArray[Any]) -> NDArray[Any]:
        """Sums of the parts of rows (r, parts) in every level, each row taken 0 times or once: (parts, levels).

        Of shares, two 0/1 parts make one number: single floats hold whole ones to 2**24 exactly.
        """
        members = spots.spread(each, self._space, "counting members")
        if not self.pack.is_share or len(rows) >= FLAG:
            return np.asarray(self._space.copy("counting", rows, SINGLE).T @ members)
        counted, answered = np.split(rows, 2, axis=1)
        both = self._space.copy("counting", answered, SINGLE)
        both *= FLAG
        both += counted
        sums = both.T @ members
        many = np.floor(sums / FLAG)
        return np.concatenate([sums - FLAG * many, many])

    def _add_small(self, moments: Moments, spots: Spots, rows: slice, answers: Floats) -> None:
        """Squares of single answers in small PSUs, and products within them."""
        factor = self.weights[rows] ** 2 * self.layout.row_scale[rows]
        squared = spots.spread(factor, self._space, "members")
        moments.raw += self.pack.three(self.pack.products(answers) @ squared)

    def _add_sets(self, moments: Moments, rows: slice, bounds: Ints) -> None:
        """People who share a small PSU and a level: their PSU counted once, and the products of pairs."""
        first, pairs, _, last = bounds.tolist()
        people, k = self.layout.sets.people[:, first:last] - rows.start, self.pack.k
        beyond = (bounds[1:3] - first).tolist()
        shared = self._shared_levels(self.levels.places[rows], people, beyond)
        held = self.pack.rows[rows]
        i, j = held.take(people[0], axis=0), held.take(people[1], axis=0)
        answered = i[:, -k:] * j[:, -k:]
        for more, start in zip(people[2:], beyond, strict=True):
            answered[start:] *= held.take(more[start:], axis=0)[:, -k:]
        spots = self.levels.spots(shared, self._space, "shared spots")
        counting = spots.spread(self._sign[first:last], self._space, "counting members")
        moments.psus += self._space.copy("counting", answered, SINGLE).T @ counting
        n = pairs - first
        members = spots._replace(at=spots.at[:n]).spread(
            self._pair_factor[first:pairs], self._space, "members"
        )
        cross = self._space.copy("cross", self.pack.shared_products(i[:n], j[:n]))
        moments.raw += (cross.T @ members).reshape(3, k, -1)

    @cached_property
    def _sign(self) -> NDArray[np.float32]:
        """What each set adds to the count of PSUs (inclusion and exclusion); 0 with a weight of zero in it."""
        sets = self.layout.sets
        present = (self.weights > 0)[sets.people].all(axis=0)
        return np.asarray(np.where(sets.size % 2 == 0, -1.0, 1.0) * present, dtype=np.float32)

    @cached_property
    def _pair_factor(self) -> Floats:
        """What the product of each set's first two people is multiplied by."""
        i, j = self.layout.sets.people[:2]
        return np.asarray(self.layout.row_scale[i] * self.weights[i] * self.weights[j])

    def _shared_levels(self, places: Places, people: Ints, beyond: list[int]) -> Places:
        """The level people have in common in each breakdown, or nobody's, (sets, breakdowns)."""
        shared: Places = places.take(people[0], axis=0)
        for more, start in zip(people[1:], (0, *beyond), strict=True):
            some = shared[start:]
            np.copyto(some, self.levels.missing, where=places.take(more[start:], axis=0) != some)
        return shared

    def _add_runs(self, moments: Moments, chunk: Chunk, answers: Floats, weighted: Floats) -> None:
        """Totals of each run: squared when it is a PSU, and added up to strata."""
        levels = weighted.shape[1]
        width = max(1, BATCH_NUMBERS // (len(answers) * levels))
        bounds = [*range(chunk.first, chunk.last, width), chunk.last]
        for first, last in pairwise(bounds):
            places = self.layout.run_start[first : last + 1] - chunk.start
            totals = self._space.take("totals", (last - first, len(answers), levels))
            for run, (start, stop) in enumerate(pairwise(places.tolist())):
                np.dot(answers[:, start:stop], weighted[start:stop], out=totals[run])
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
        if factor.min() == factor.max():  # mostly: one stratum
            for i, (x, y) in enumerate(((a, a), (a, b), (b, b))):
                into[i] += factor[0] * np.einsum("rkl,rkl->kl", x, y)
            return
        product = self._space.take("product", a.shape)
        for i, (x, y) in enumerate(((a, a), (a, b), (b, b))):
            np.multiply(x, y, out=product)
            into[i] += (factor @ product.reshape(len(totals), -1)).reshape(into[i].shape)


def _count(totals: Floats, k: int) -> NDArray[Any]:
    """How many totals of the last part are above zero, (k, levels)."""
    above = (totals[:, -k:] > 0).view(np.uint8)
    return np.asarray(np.add.reduce(above, axis=0, dtype=np.min_scalar_type(len(above))))
