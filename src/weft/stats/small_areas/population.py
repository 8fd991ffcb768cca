"""What is known of every area without the survey: how many people, of which groups, with which covariates."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.columns import Table
from weft.stats.errors import DesignError, UnknownName, rows_in_words

CONSTANT = "(constant)"


@dataclass(frozen=True, eq=False)
class KnownAreas:
    """The areas of a population, sorted by name.

    Args:
        names: (m,).
        counts: people in each, (m,).
        x: covariates of each with the constant first, (m, p).
        labels: a name for each column of x.
    """

    names: tuple[str, ...]
    counts: Floats
    x: Floats
    labels: tuple[str, ...]

    @property
    def shares(self) -> Floats:
        """Each area's share of the population, (m,), adding to 1."""
        return np.asarray(self.counts / self.counts.sum())

    def codes(self, table: Table, column: str) -> Ints:
        """The area of each row of a sample, (n,), -1 where missing.

        Raises: UnknownName: an area of the sample that the population does not have.
        """
        return align(table, column, self.names)


@dataclass(frozen=True, eq=False)
class Population:
    """A population by area, or by area and group.

    Args:
        frame: one row an area, or one a cell of area x groups; anything narwhals reads, or a dict of arrays.
        area: the column of areas, named as in the sample.
        count: the column of people in each row.
        groups: columns of groups, named as in the sample; for mrp().
        covariates: what is known of each area: numbers, or text as categories; the same in all its rows.

    Raises:
        UnknownName: a column that does not exist.
        DesignError: counts or covariates that cannot be used.
    """

    frame: object
    area: str
    count: str
    groups: tuple[str, ...] = ()
    covariates: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in (self.area, self.count, *self.groups, *self.covariates):
            self.table.column(name)
        for name in (self.area, *self.groups):
            _refuse_gaps(name, self.table.codes(name).codes < 0)
        counts = self.people
        _refuse_gaps(self.count, ~np.isfinite(counts) | (counts < 0))

    @cached_property
    def table(self) -> Table:
        """The rows as named columns."""
        return self.frame if isinstance(self.frame, Table) else Table(self.frame)

    @cached_property
    def people(self) -> Floats:
        """People in each row."""
        return self.table.numbers(self.count)

    @cached_property
    def areas(self) -> KnownAreas:
        """The areas with their people and covariates.

        Raises: DesignError: an area of nobody; a covariate that is missing or varies inside an area.
        """
        coded = self.table.codes(self.area)
        counts = np.bincount(coded.codes, self.people, minlength=len(coded)).astype(np.float64)
        empty = [name for name, n in zip(coded.labels, counts, strict=True) if n <= 0]
        if empty:
            raise DesignError(self.count, f"nobody in '{empty[0]}'", "Give every area its population.")
        _, first = np.unique(coded.codes, return_index=True)
        parts = [_covariate(self, name, first) for name in self.covariates]
        x = np.column_stack([np.ones(len(coded)), *(values for values, _ in parts)])
        labels = (CONSTANT, *(label for _, listed in parts for label in listed))
        return KnownAreas(coded.labels, counts, x, labels)


def align(table: Table, column: str, names: tuple[str, ...]) -> Ints:
    """A column's codes among given names, (n,), -1 where missing. Raises UnknownName."""
    coded = table.codes(column)
    place = {name: i for i, name in enumerate(names)}
    for label in coded.labels:
        if label not in place:
            raise UnknownName(f"'{column}' in the population", label, names)
    lookup = np.array([*(place[label] for label in coded.labels), -1], dtype=np.int64)
    return lookup[coded.codes]


def _covariate(population: Population, name: str, first: Ints) -> tuple[Floats, list[str]]:
    """Columns of one covariate by area, (m, k), and their labels; text against its first level."""
    table = population.table
    area = table.codes(population.area).codes
    if table.column(name).dtype.kind in "iuf":
        values, labels = table.numbers(name)[:, None], [name]
        _refuse_gaps(name, ~np.isfinite(values[:, 0]))
    else:
        coded = table.codes(name)
        _refuse_gaps(name, coded.codes < 0)
        values = (coded.codes[:, None] == np.arange(1, len(coded))).astype(np.float64)
        labels = [f"{name} '{level}'" for level in coded.labels[1:]]
    by_area = values[first]
    varies = np.flatnonzero((values != by_area[area]).any(axis=1))
    if len(varies):
        found = f"differs inside one area ({rows_in_words(varies.tolist())})"
        raise DesignError(name, found, "Give each area one value; people's own columns belong in groups.")
    return by_area, labels


def _refuse_gaps(name: str, gaps: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> None:
    if gaps.any():
        found = f"missing or negative ({rows_in_words(np.flatnonzero(gaps).tolist())})"
        raise DesignError(name, found, "Every row of the population needs one.")
