"""Crossing people for a table: for everyone, each breakdown alone, and all together, the cell each person is in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np
from scipy import sparse

from weft.inside.tables.asking import Asked
from weft.inside.tables.room import Answer, Room
from weft.stats._types import Flags, Ints


@dataclass(frozen=True, eq=False, repr=False)
class Block:
    """The rows of a table split by the same breakdowns. cells: each person's row, -1 for people in none of them."""

    by: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    cells: Ints

    @property
    def size(self) -> int:
        return len(self.labels)


@dataclass(frozen=True, eq=False, repr=False)
class Crossing:
    """A table before it is counted. columns: everybody with an answer first, then who gave each answer."""

    room: Room
    asked: Asked
    answers: tuple[Answer, ...]
    columns: tuple[Flags, ...]
    blocks: tuple[Block, ...]

    @property
    def labels(self) -> list[tuple[str, ...]]:
        """The groups of each row, one label a breakdown of the table; "" for all of its groups."""
        return [label for block in self.blocks for label in block.labels]

    def counted(self) -> Ints:
        """True counts, (rows, 1 + answers). For checkers only."""
        parts = [
            np.stack([np.bincount(block.cells[inside], minlength=block.size) for inside in self._inside(block)], axis=1)
            for block in self.blocks
        ]  # fmt: skip
        return np.concatenate(parts).astype(np.int64)

    def people(self) -> sparse.csc_matrix:
        """Who is in each cell: lines of the file by cells, row by row of the table."""
        lines, columns, first = [], [], 0
        width = len(self.columns)
        for block in self.blocks:
            for column, inside in enumerate(self._inside(block)):
                lines.append(self.room.rows[inside])
                columns.append((first + block.cells[inside]) * width + column)
            first += block.size
        at = (np.concatenate(lines), np.concatenate(columns))
        ones = np.ones(len(at[0]), np.int64)
        return sparse.csc_matrix((ones, at), shape=(self.room.file_rows, first * width))

    def _inside(self, block: Block) -> Iterator[Flags]:
        return (flags & (block.cells >= 0) for flags in self.columns)


def cross(room: Room, asked: Asked) -> Crossing:
    """Lay a table out: rows for everyone first, then coarse to fine."""
    answers = tuple(room.answers(asked.what))
    population = _population(room, asked.only)
    base = room.answered(asked.what) & population
    columns = (base, *(answer.gave & base for answer in answers))
    subsets = [some for n in range(len(asked.by) + 1) for some in combinations(asked.by, n)]
    return Crossing(
        room, asked, answers, columns, tuple(_block(room, asked.by, some, population) for some in subsets)
    )


def _population(room: Room, only: str) -> Flags:
    if not only:
        return np.ones(room.prepared.rows, bool)
    name, _, level = only.partition("=")
    found: Flags = np.asarray(room.groups[name].values == level, bool)
    return found


def _block(room: Room, every: tuple[str, ...], some: tuple[str, ...], population: Flags) -> Block:
    cells = np.zeros(room.prepared.rows, np.int64)
    for name in some:
        group = room.groups[name]
        number = {code: i for i, (code, _) in enumerate(group.levels)}
        codes = np.array([number.get(value, -1) for value in group.values], np.int64)
        cells = np.where((cells < 0) | (codes < 0), -1, cells * len(number) + codes)
    names = [[label for _, label in room.groups[n].levels] if n in some else [""] for n in every]
    return Block(some, tuple(product(*names)), np.where(population, cells, -1))
