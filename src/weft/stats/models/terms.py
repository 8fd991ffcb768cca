"""The terms of a model: a number is one column, a category one column a level beside its reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.columns import Table
from weft.stats.errors import DesignError, UnknownName


@dataclass(frozen=True, eq=False)
class Term:
    """One term of a model.

    Args:
        name: the column it was read from.
        columns: its columns in the model matrix, (n, k), NaN where missing.
        levels: the level behind each column; empty for a number.
        reference: the level every other is compared with; None for a number.
    """

    name: str
    columns: Floats
    levels: tuple[str, ...] = ()
    reference: str | None = None

    @property
    def labels(self) -> tuple[str, ...]:
        """A name for each column, as (level); empty text for a number."""
        return self.levels or ("",)

    @property
    def known(self) -> Flags:
        """Rows with a value, (n,)."""
        return np.asarray(np.isfinite(self.columns).all(axis=1))


def read_terms(table: Table, names: Sequence[str], reference: Mapping[str, str]) -> tuple[Term, ...]:
    """Read the terms of a model.

    Args:
        table: n rows.
        names: their columns. Text and true/false are categories; numbers are numbers, or categories when
            they have a reference.
        reference: {column: level}; otherwise the level with most rows.

    Raises:
        UnknownName: a column or reference level that is not there, or a reference for no term.
        DesignError: a term named twice, or that does not vary.
    """
    if len(set(names)) < len(names):
        raise DesignError("terms", "one column named twice", "Name each column once.")
    for name in reference:
        if name not in names:
            raise UnknownName("term with a reference", name, names)
    return tuple(_read(table, name, reference.get(name)) for name in names)


def _read(table: Table, name: str, reference: str | None) -> Term:
    is_number = table.column(name).dtype.kind in "iuf" and reference is None
    term = Term(name, table.numbers(name)[:, None]) if is_number else _category(table, name, reference)
    values = term.columns[term.known]
    if values.shape[1] == 0 or not len(values) or (is_number and np.ptp(values) == 0):
        raise DesignError(name, "everyone has the same value, or none", "Leave it out of the model.")
    return term


def _category(table: Table, name: str, reference: str | None) -> Term:
    coded = table.codes(name)
    known = coded.codes >= 0
    if reference is None:
        base = int(np.argmax(np.bincount(coded.codes[known], minlength=len(coded)))) if known.any() else 0
    elif str(reference) in coded.labels:
        base = coded.labels.index(str(reference))
    else:
        raise UnknownName(f"level of '{name}'", str(reference), coded.labels)
    others = [i for i in range(len(coded)) if i != base]
    columns = (coded.codes[:, None] == np.array(others, dtype=np.int64)).astype(np.float64)
    columns[~known] = np.nan
    levels = tuple(coded.labels[i] for i in others)
    return Term(name, columns, levels, coded.labels[base] if len(coded) else None)
