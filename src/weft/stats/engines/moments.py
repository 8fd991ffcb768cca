"""Additive sums of a slice of people: what every estimate and standard error is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError

if TYPE_CHECKING:
    from weft.stats.engines.outline import Outline
    from weft.stats.evidence import Evidence

Key = tuple[str, ...]
# Sums over people: n, weighted n, people counted, w aa, w ab, w bb. Sums over PSUs: totals of wa and wb, their
# squares and product, and how many PSUs hold an answer, and a weighted answer.
OF_PEOPLE = ("n", "weighted_n", "counted", "plain_aa", "plain_ab", "plain_bb")
OF_PSUS = ("a", "b", "aa", "ab", "bb", "psus", "weighted_psus")
SUMS = (*OF_PEOPLE, *OF_PSUS)


@dataclass(frozen=True, eq=False)
class Sheet:
    """Sums by stratum and cell of one breakdown.

    Args:
        keys: (stratum, level, level, ...) of each line; only lines with people.
        sums: shape (lines, 13, k), in the order of SUMS.
    """

    keys: tuple[Key, ...]
    sums: Floats

    def __add__(self, other: Sheet) -> Sheet:
        place = {key: i for i, key in enumerate(dict.fromkeys([*self.keys, *other.keys]))}
        sums = np.zeros((len(place), *self.sums.shape[1:]))
        for sheet in (self, other):
            sums[[place[key] for key in sheet.keys]] += sheet.sums
        return Sheet(tuple(place), sums)

    def recentred(self, step: Floats) -> Sheet:
        """The same sums with a - step b in place of a; step (k,)."""
        if not step.any():
            return self
        s = dict(zip(SUMS, np.moveaxis(self.sums.copy(), 1, 0), strict=True))
        for kind in ("", "plain_"):
            aa, ab, bb = (s[kind + name] for name in ("aa", "ab", "bb"))
            s[kind + "aa"], s[kind + "ab"] = aa - 2 * step * ab + step**2 * bb, ab - step * bb
        s["a"] = s["a"] - step * s["b"]
        return Sheet(self.keys, np.stack([s[name] for name in SUMS], axis=1))


@dataclass(frozen=True)
class Stratum:
    """One stratum: PSUs in it, and the smallest and largest population size its rows give."""

    psus: int
    low: float
    high: float

    def __add__(self, other: Stratum) -> Stratum:
        return Stratum(self.psus + other.psus, min(self.low, other.low), max(self.high, other.high))


@dataclass(frozen=True, eq=False)
class Moments:
    """The sums of some people; those of two sets of people that share no PSU add up with +.

    Args:
        outline: what is asked.
        sheets: one a breakdown, in the outline's order.
        strata: by name.
        levels: {column: {level: whether it came as a number}} for every categorical column met.
        pivot: what was subtracted from each numerator, times the denominator, to keep digits, (k,).
        psus: fingerprints of the PSUs met, to find one that is in two slices.
    """

    outline: Outline
    sheets: tuple[Sheet, ...]
    strata: Mapping[str, Stratum]
    levels: Mapping[str, Mapping[str, bool]]
    pivot: Floats
    psus: tuple[Ints, ...]

    def __add__(self, other: Moments) -> Moments:
        """Sums of both. Raises DesignError when they answer different outlines."""
        if self.outline != other.outline:
            raise DesignError("moments", "they answer different outlines", "Use one Outline for all slices.")
        pivot = np.where(self._weight >= other._weight, self.pivot, other.pivot)
        pairs = zip(self._on(pivot), other._on(pivot), strict=True)
        levels = {c: {**self.levels[c], **other.levels[c]} for c in self.levels}
        shared = {name: s + self.strata[name] for name, s in other.strata.items() if name in self.strata}
        strata = {**self.strata, **other.strata, **shared}
        sheets = tuple(a + b for a, b in pairs)
        return Moments(self.outline, sheets, strata, levels, pivot, self.psus + other.psus)

    @property
    def _weight(self) -> Floats:
        """The weighted denominator of everyone, (k,)."""
        return np.asarray(self.sheets[0].sums[:, SUMS.index("b")].sum(axis=0))

    def _on(self, pivot: Floats) -> list[Sheet]:
        return [sheet.recentred(pivot - self.pivot) for sheet in self.sheets]

    def centred(self) -> Moments:
        """The same with everyone's ratio as the pivot, as Design does it; totals and shares stay as they are."""
        top, bottom = (self.sheets[0].sums[:, SUMS.index(side)].sum(axis=0) for side in "ab")
        moves = np.array([item.kind in ("mean", "ratio") for item in self.outline.listed]) & (bottom != 0)
        step = np.divide(top, bottom, out=np.zeros_like(top), where=moves)
        pivot = self.pivot + step
        return replace(self, sheets=tuple(self._on(pivot)), pivot=pivot)

    def evidence(self) -> Evidence:
        """The estimates, standard errors and intervals of these people.

        Returns: Evidence that has no people behind it.

        Raises: DesignError: a PSU in two slices, population sizes that contradict the sample, a lonely PSU
            under "fail"; UnknownName: a category nobody is in.
        """
        from weft.stats.engines.finishing import finish

        return finish(self)


def added(parts: Iterable[Moments]) -> Moments:
    """The sum of several moments. Raises DesignError when there are none."""
    listed = iter(parts)
    first = next(listed, None)
    if first is None:
        raise DesignError("source", "no rows", "Give one row per respondent.")
    return reduce(add, listed, first)
