"""Which levels of a breakdown may be told apart, as letters: two that share a letter are not clearly different."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from weft.stats.compare import Verdict, holm, verdict
from weft.stats.errors import UnknownName

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.items import Item

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
Pair = tuple[str, str]


def letters(design: Design, item: Item, by: str, levels: Sequence[str] = ()) -> dict[str, str]:
    """Compare every two levels of a breakdown, with their covariance, and give each its letters.

    Args:
        design: the sample.
        item: what to estimate.
        by: the breakdown column.
        levels: the levels to compare, in the order wanted; all of them when empty.

    Returns: {level: letters}. Levels without a letter in common differ clearly: their 95 % interval excludes 0 and
        the p-value of all pairs together (Holm) is below 0.05.

    Raises: UnknownName: no such column or level.

    Source: Piepho (2004), Journal of Computational and Graphical Statistics 13(2), insert-and-absorb; Holm (1979).
    """
    known = list(design.table.codes(by).labels)
    for level in levels:
        if level not in known:
            raise UnknownName(f"level of '{by}'", level, known)
    wanted = list(levels) or known
    pairs = list(combinations(wanted, 2))
    found = [design.contrast(item, by, {a: 1.0, b: -1.0}) for a, b in pairs]
    adjusted = holm([difference.p for difference in found])
    clear = {
        pair
        for pair, difference, p in zip(pairs, found, adjusted, strict=True)
        if verdict(difference, p_adjusted=float(p)) is not Verdict.NO_CLEAR_DIFFERENCE
    }
    return letter_display(wanted, clear)


def letter_display(levels: Sequence[str], clear: Collection[Pair]) -> dict[str, str]:
    """Letters such that two levels share one exactly when their pair is not clear.

    Args:
        levels: the levels, in order; the first letters go to the first levels.
        clear: pairs that differ clearly, in any order.

    Returns: {level: letters}.
    """
    groups = [frozenset(levels)]
    for a, b in clear:
        split = [part for group in groups for part in _apart(group, a, b)]
        groups = _absorbed(split)
    ordered = sorted(groups, key=lambda group: [levels.index(level) for level in levels if level in group])
    return {
        level: "".join(_letter(i) for i, group in enumerate(ordered) if level in group) for level in levels
    }


def _apart(group: frozenset[str], a: str, b: str) -> list[frozenset[str]]:
    """A group that holds both becomes two, each without one of them."""
    return [group - {b}, group - {a}] if {a, b} <= group else [group]


def _absorbed(groups: list[frozenset[str]]) -> list[frozenset[str]]:
    """Groups inside another say nothing and go."""
    distinct = list(dict.fromkeys(groups))
    return [group for group in distinct if not any(group < other for other in distinct)]


def _letter(number: int) -> str:
    """a to z, then a2, b2 and so on."""
    turn, place = divmod(number, len(ALPHABET))
    return ALPHABET[place] + (str(turn + 1) if turn else "")
