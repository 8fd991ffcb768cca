"""Rows in the order the cube reads them: by group, stratum and PSU, in runs that fit the cache.

A run is one PSU with many people, or a stretch of small PSUs (households) of one stratum.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise
from typing import NamedTuple

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.coding import all_same, compress, first_rows, known_order
from weft.stats.stages import Stage

SMALL_PSU = 4
CHUNK_ROWS = 2048


class Chunk(NamedTuple):
    """Consecutive whole PSUs of one group: rows start..stop and runs first..last."""

    group: int
    start: int
    stop: int
    first: int
    last: int


class Sets(NamedTuple):
    """All sets of two or more people who share a small PSU, by chunk and inside it by size.

    Args:
        people: the places of the people of each set, its first repeated when there are fewer, (SMALL_PSU, sets).
        size: how many they are, (sets,).
        bounds: of each chunk, its first set of 2, of 3 and of 4, and its end, (chunks, SMALL_PSU).
    """

    people: Ints
    size: Ints
    bounds: Ints


@dataclass(frozen=True, eq=False)
class Layout:
    """One stage of a design in the cube's order. A unit is the part of a PSU inside one group.

    Args:
        order: the row read at each place, (n,).
        groups: number of groups.
        unit_start: place of each unit's first row, and n at the end, (J + 1,).
        unit_group, unit_stratum: of each unit, (J,).
        stage: scales and centres of the strata.
        is_nested: every PSU and every stratum lies in one group.
    """

    order: Ints
    groups: int
    unit_start: Ints
    unit_group: Ints
    unit_stratum: Ints
    stage: Stage
    is_nested: bool

    @cached_property
    def is_large(self) -> Flags:
        """Units with more than SMALL_PSU rows, (J,)."""
        return np.diff(self.unit_start) > SMALL_PSU

    @cached_property
    def row_scale(self) -> Floats:
        """The stratum's scale for each place in a small unit, 0 in a large one, (n,)."""
        scale = np.where(self.is_large, 0.0, self.stage.scale[self.unit_stratum])
        return np.repeat(scale, np.diff(self.unit_start))

    @cached_property
    def row_is_small(self) -> Flags:
        """Places in a small unit, (n,)."""
        return np.repeat(~self.is_large, np.diff(self.unit_start))

    @cached_property
    def run_is_large(self) -> Flags:
        """Runs that are one large unit."""
        return self.is_large[self.run_first]

    @cached_property
    def run_stratum(self) -> Ints:
        """Stratum of each run."""
        return self.unit_stratum[self.run_first]

    @cached_property
    def run_continues(self) -> Flags:
        """Runs whose stratum goes on in the next run of their group."""
        stratum, group = self.run_stratum, self.unit_group[self.run_first]
        return np.append((stratum[1:] == stratum[:-1]) & (group[1:] == group[:-1]), False)

    @cached_property
    def _chunk_first(self) -> Ints:
        """First unit of each chunk."""
        bounds = np.searchsorted(self.unit_group, np.arange(self.groups + 1))
        cuts = []
        for first, last in pairwise(bounds.tolist()):
            targets = np.arange(self.unit_start[first], self.unit_start[last], CHUNK_ROWS)
            cuts.append(np.searchsorted(self.unit_start[first:last], targets) + first)
        found = np.unique(np.concatenate(cuts))
        return found[found < len(self.unit_group)]

    @cached_property
    def run_first(self) -> Ints:
        """First unit of each run."""
        new = np.zeros(len(self.unit_group), dtype=bool)
        new[self._chunk_first] = True
        new[1:] |= self.is_large[1:] | self.is_large[:-1]
        new[1:] |= self.unit_stratum[1:] != self.unit_stratum[:-1]
        return np.flatnonzero(new)

    @cached_property
    def run_start(self) -> Ints:
        """Place of each run's first row, and n at the end."""
        return np.append(self.unit_start[self.run_first], self.unit_start[-1])

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The chunks in order."""
        starts = self.unit_start[self._chunk_first]
        runs = np.searchsorted(self.run_first, self._chunk_first)
        columns = (
            self.unit_group[self._chunk_first],
            starts,
            np.append(starts[1:], self.unit_start[-1]),
            runs,
            np.append(runs[1:], len(self.run_first)),
        )
        return [Chunk(*map(int, row)) for row in zip(*columns, strict=True)]

    def rows_of(self, group: int) -> slice:
        """The places of a group."""
        first, last = np.searchsorted(self.unit_group, (group, group + 1))
        return slice(int(self.unit_start[first]), int(self.unit_start[last]))

    @cached_property
    def _row_unit(self) -> Ints:
        """The unit of each place, (n,)."""
        return np.repeat(np.arange(len(self.unit_group)), np.diff(self.unit_start))

    def levers(self, values: Floats) -> Floats:
        """What each row is multiplied by in the covariance of its total with these values' (k, n): (k, n).

        For one group, whose units are whole PSUs.
        """
        strata = np.flatnonzero(np.diff(self.unit_stratum, prepend=-1))
        totals = np.add.reduceat(values, self.unit_start[:-1], axis=1)
        mean = np.add.reduceat(totals, strata, axis=1) * self.stage.centre[self.unit_stratum[strata]]
        units = np.diff(np.append(strata, len(self.unit_stratum)))
        off = (totals - np.repeat(mean, units, axis=1)) * self.stage.scale[self.unit_stratum]
        return np.take(off, self._row_unit, axis=1)

    @cached_property
    def sets(self) -> Sets:
        """All sets of two or more people who share a small unit."""
        found, sizes = [np.empty((SMALL_PSU, 0), dtype=np.int64)], [0]
        size = np.diff(self.unit_start)
        place = np.arange(self.unit_start[-1]) - np.repeat(self.unit_start[:-1], size)
        left = np.repeat(np.where(self.is_large, 0, size), size) - place - 1
        for others in (c for k in range(1, SMALL_PSU) for c in combinations(range(1, SMALL_PSU), k)):
            offsets = np.array((0, *others, *[0] * (SMALL_PSU - 1 - len(others))))
            found.append(np.flatnonzero(left >= others[-1]) + offsets[:, None])
            sizes.append(len(others) + 1)
        people = np.hstack(found)
        many = np.repeat(sizes, [x.shape[1] for x in found])
        chunk = np.searchsorted([c.start for c in self.chunks], people[0], side="right") - 1
        key = chunk * (SMALL_PSU - 1) + many - 2
        kinds = len(self.chunks) * (SMALL_PSU - 1)
        order = known_order(key, kinds)
        edges = np.searchsorted(key[order], np.arange(kinds + 1))
        at = np.arange(len(self.chunks))[:, None] * (SMALL_PSU - 1) + np.arange(SMALL_PSU)
        return Sets(np.ascontiguousarray(people[:, order]), many[order], edges[at])


def lay_out(stage: Stage, group: Ints, groups: int) -> Layout:
    """Put rows in order.

    Args:
        stage: the first stage.
        group: group of each row, 0..groups-1, (n,).
        groups: how many there are.
    """
    psus = len(stage.stratum_of)
    is_nested = all_same(group, stage.psu, psus)
    unit = stage.psu if is_nested else compress(stage.psu * groups + group, psus * groups)[1]
    first = first_rows(unit)
    unit_group, unit_stratum = group[first], stage.stratum_of[stage.psu[first]]
    is_nested = is_nested and all_same(unit_group, unit_stratum, len(stage.scale))
    size = np.bincount(unit)
    by_size = known_order((size <= SMALL_PSU).astype(np.int64), 2)
    by_stratum = by_size[known_order(unit_stratum[by_size], len(stage.scale))]
    ordered = by_stratum[known_order(unit_group[by_stratum], groups)]
    rank = np.empty_like(ordered)
    rank[ordered] = np.arange(len(ordered))
    start = np.concatenate([[0], np.cumsum(size[ordered])])
    order = known_order(rank[unit], len(ordered))
    return Layout(order, groups, start, unit_group[ordered], unit_stratum[ordered], stage, is_nested)
