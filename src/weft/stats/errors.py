"""What weft.stats refuses, and how it says so.

StatsError
├── DesignError      the sample or its description cannot carry the figure asked for
├── ItemError        an item asks for something its column does not hold
└── UnknownName      a name that is not there; carries what is available
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

SHOWN_ROWS = 5
SHOWN_NAMES = 12


class StatsError(ValueError):
    """Any refusal of weft.stats."""


class DesignError(StatsError):
    """The sample design is not usable as described.

    Args:
        column: the column (or argument) at fault.
        found: what was found there, in words; never a respondent's value.
        remedy: what to do.
    """

    def __init__(self, column: str, found: str, remedy: str) -> None:
        super().__init__(f"{column}: {found}. {remedy}")
        self.column, self.found, self.remedy = column, found, remedy


class ItemError(DesignError):
    """An item cannot be worked out from its column."""


class UnknownName(StatsError, KeyError):
    """A column, breakdown, level or item that does not exist."""

    def __init__(self, kind: str, name: str, available: Iterable[str]) -> None:
        self.available = tuple(str(a) for a in available)
        super().__init__(f"No {kind} '{name}'.{_hint(name, self.available)} {_offer(self.available)}")

    def __str__(self) -> str:
        return str(self.args[0])


def _hint(name: str, available: Sequence[str]) -> str:
    folded = {a.casefold(): a for a in available}
    close = get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return f" Did you mean '{folded[close[0]]}'?" if close else ""


def _offer(available: Sequence[str]) -> str:
    if not available:
        return "None are available."
    shown = ", ".join(f"'{a}'" for a in available[:SHOWN_NAMES])
    more = len(available) - SHOWN_NAMES
    return f"Available: {shown}{f' and {more} more' if more > 0 else ''}."


def rows_in_words(rows: Sequence[int]) -> str:
    """Name the first few rows, counted from 1, and how many more there are.

    >>> rows_in_words([0, 4])
    'rows 1, 5'
    """
    shown = ", ".join(str(int(r) + 1) for r in rows[:SHOWN_ROWS])
    more = len(rows) - SHOWN_ROWS
    return f"row{'s' if len(rows) > 1 else ''} {shown}{f' and {more} more' if more > 0 else ''}"
