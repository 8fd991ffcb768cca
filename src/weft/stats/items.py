"""What can be estimated: a share, a mean, a total, a ratio. An item is a question, never an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from weft.stats._types import Flags, Floats
from weft.stats.columns import Table
from weft.stats.errors import ItemError, UnknownName, rows_in_words

Kind = Literal["prop", "mean", "total", "ratio"]


@dataclass(frozen=True)
class Item:
    """One quantity to estimate.

    Args:
        kind: what sort of figure.
        columns: the column read, or numerator and denominator of a ratio.
        categories: for a share, the categories counted; None when the column is already 0/1.
        label: words for people; the key when empty.
    """

    kind: Kind
    columns: tuple[str, ...]
    categories: tuple[str, ...] | None = None
    label: str = ""

    @property
    def key(self) -> str:
        """A name unique to this item."""
        counted = "" if self.categories is None else ": " + " + ".join(self.categories)
        return f"{self.kind}({' / '.join(self.columns)}{counted})"


@dataclass(frozen=True, eq=False)
class Answers:
    """An item read from a table: numerator a, denominator b (n,), both 0 where not answered."""

    a: Floats
    b: Floats
    answered: Flags


def prop(column: str, categories: Sequence[str] | str | None = None, *, label: str = "") -> Item:
    """The share of people in the given categories, among those with an answer.

    Args:
        column: a categorical column, or one already 0/1 (missing None or NaN).
        categories: the categories counted; leave out for a 0/1 column.
        label: words for people.

    Source: Cochran (1977), Sampling Techniques, section 3.2.
    """
    wanted = (categories,) if isinstance(categories, str) else categories
    return Item("prop", (column,), None if wanted is None else tuple(wanted), label)


def mean(column: str, *, label: str = "") -> Item:
    """The weighted mean of a numeric column among those with an answer.

    Source: Särndal, Swensson & Wretman (1992), eq. 5.7.1.
    """
    return Item("mean", (column,), None, label)


def total(column: str, *, label: str = "") -> Item:
    """The weighted total of a numeric column; a missing answer adds nothing.

    Source: Särndal, Swensson & Wretman (1992), eq. 2.8.1.
    """
    return Item("total", (column,), None, label)


def ratio(numerator: str, denominator: str, *, label: str = "") -> Item:
    """The ratio of two weighted totals among those with both answers.

    Source: Särndal, Swensson & Wretman (1992), eq. 5.6.1.
    """
    return Item("ratio", (numerator, denominator), None, label)


def read(item: Item, table: Table) -> Answers:
    """Read an item's numerator and denominator from a table.

    Args:
        item: the item.
        table: n rows.

    Returns: Answers with arrays of shape (n,).

    Raises:
        UnknownName: a column or category that is not there.
        ItemError: a share of a column that is not 0/1, or of a category nobody can be in.
    """
    if item.kind == "prop":
        return _share(item, table)
    a = table.numbers(item.columns[0])
    b = table.numbers(item.columns[1]) if item.kind == "ratio" else np.ones_like(a)
    known = np.isfinite(a) & np.isfinite(b)
    return Answers(np.where(known, a, 0.0), np.where(known, b, 0.0), known)


def _share(item: Item, table: Table) -> Answers:
    counted, known = read_share(item, table)
    return Answers(counted.astype(np.float64), known.astype(np.float64), known)


def read_share(item: Item, table: Table) -> tuple[Flags, Flags]:
    """Who is in the categories counted and who answered, each (n,); read once a table. Raises as `read`."""
    if item not in table.shares:
        table.shares[item] = (_already_coded if item.categories is None else _in_categories)(item, table)
    return table.shares[item]


def _in_categories(item: Item, table: Table) -> tuple[Flags, Flags]:
    name, wanted = item.columns[0], item.categories or ()
    coded = table.codes(name)
    for category in wanted:
        if category not in coded.labels:
            raise UnknownName(f"category of '{name}'", category, coded.labels)
    is_counted = np.array([*(label in wanted for label in coded.labels), False])
    return is_counted[coded.codes], coded.codes >= 0


def _already_coded(item: Item, table: Table) -> tuple[Flags, Flags]:
    name = item.columns[0]
    counted, known = table.zeros_and_ones(name)
    if np.count_nonzero(known) + table.missing(name) != table.rows:
        values = table.numbers(name)
        other = np.flatnonzero(~np.isnan(values) & (values != 0.0) & (values != 1.0))
        found = f"values other than 0 and 1 ({rows_in_words(other.tolist())})"
        raise ItemError(name, found, "Name the categories to count, or use mean().")
    return counted, known
