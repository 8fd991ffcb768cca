"""From moments to evidence: the algebra of the cube on sums that came from anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.design import UNWEIGHTED
from weft.stats.detached import DetachedEvidence
from weft.stats.engines.moments import SUMS, Moments, Sheet, Stratum
from weft.stats.errors import DesignError, UnknownName
from weft.stats.evidence import Breakdown
from weft.stats.figures import ROUNDING, Figures
from weft.stats.stages import NEGLIGIBLE_FRACTION_LEFT


@dataclass(frozen=True, eq=False)
class Spread:
    """What each stratum's spread counts for, by stratum (H,): as weft.stats.stages.Stage."""

    names: dict[str, int]
    scale: Floats
    centre: Floats
    unknown: Flags


@dataclass(frozen=True, eq=False)
class Shape:
    """What kind each item is (k,), and what was taken off its numerator (k,)."""

    is_total: Flags
    is_share: Flags
    pivot: Floats
    has_population_sizes: bool


def finish(moments: Moments) -> DetachedEvidence:
    """Estimates and standard errors from moments; see Moments.evidence."""
    outline = moments.outline
    _refuse_split_psus(moments)
    _refuse_empty_categories(moments)
    found = moments.centred()
    kinds = [item.kind for item in outline.listed]
    shape = Shape(
        np.array([k == "total" for k in kinds]),
        np.array([k == "prop" for k in kinds]),
        found.pivot,
        outline.drawn.fpc is not None,
    )
    spread = _spread(found)
    breakdowns = []
    for columns, sheet in zip(outline.crossings, found.sheets, strict=True):
        cells = list(product(*(_ordered(moments, name) for name in columns)))
        breakdowns.append(Breakdown(columns, cells, _Cells(sheet, cells, spread).figures(shape)))
    words = "" if outline.drawn.weights is not None else UNWEIGHTED
    return DetachedEvidence.of(outline.listed, outline.methods, tuple(breakdowns), words)


def _refuse_split_psus(moments: Moments) -> None:
    if not moments.psus:
        return
    everyone = np.concatenate(moments.psus)
    twice = len(everyone) - len(np.unique(everyone))
    if twice:
        raise DesignError(
            str(moments.outline.drawn.psu),
            f"{twice} PSUs have people in more than one slice",
            "Cut the data between PSUs: sort by stratum and PSU, or leave out in_order.",
        )


def _refuse_empty_categories(moments: Moments) -> None:
    for item in moments.outline.listed:
        for category in item.categories or ():
            if category not in moments.levels[item.columns[0]]:
                known = _ordered(moments, item.columns[0])
                raise UnknownName(f"category of '{item.columns[0]}'", category, known)


def _ordered(moments: Moments, column: str) -> list[str]:
    """The levels of a column: by number when all are numbers, else by name."""
    levels = moments.levels[column]
    return sorted(levels, key=float) if all(levels.values()) else sorted(levels)


def _spread(moments: Moments) -> Spread:
    """Scale and centre of every stratum, as build_stages works them out from all rows at once."""
    drawn, strata = moments.outline.drawn, moments.strata
    sizes = np.array([s.psus for s in strata.values()], dtype=np.float64)
    left = np.ones_like(sizes)
    if drawn.fpc is not None:
        left = 1.0 - np.array([_fraction(drawn.fpc, s) for s in strata.values()])
        left[left < NEGLIGIBLE_FRACTION_LEFT] = 0.0
    alone = (sizes == 1) & (left > 0)
    if drawn.lonely == "fail" and alone.any():
        raise DesignError(
            "psu",
            f"{int(alone.sum())} strata hold a single PSU",
            'Join the strata, or choose lonely="adjust", "average" or "remove".',
        )
    unknown = alone & (drawn.lonely == "average")
    scale = left * np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    centre = np.where(alone & (drawn.lonely == "adjust"), 0.0, 1.0 / sizes)
    return Spread({n: i for i, n in enumerate(strata)}, np.where(unknown, 0.0, scale), centre, unknown)


def _fraction(column: str, stratum: Stratum) -> float:
    """Sampling fraction from a population size (above 1) or a fraction (up to 1)."""
    if stratum.low <= 0:
        raise DesignError(column, "missing, zero or negative population sizes", "Give one for every row.")
    if stratum.low != stratum.high:
        raise DesignError(column, "different population sizes inside one stratum", "Give one a stratum.")
    fraction = stratum.high if stratum.high <= 1 else stratum.psus / stratum.high
    if fraction > 1 + 1e-12:
        raise DesignError(column, "a population smaller than its sample", "Count PSUs, not people.")
    return fraction


class _Cells:
    """The sums of one breakdown laid out by cell."""

    def __init__(self, sheet: Sheet, cells: list[tuple[str, ...]], spread: Spread) -> None:
        place = {cell: i for i, cell in enumerate(cells)}
        self.cell: Ints = np.array([place[key[1:]] for key in sheet.keys], dtype=np.int64)
        self.line = dict(zip(SUMS, np.moveaxis(sheet.sums, 1, 0), strict=True))
        self.stratum = np.array([spread.names[key[0]] for key in sheet.keys], dtype=np.int64)
        self.size, self.spread = len(cells), spread

    def add(self, lines: Floats) -> Floats:
        """Lines (m, k) added up to cells (c, k)."""
        into = np.zeros((self.size, lines.shape[1]))
        np.add.at(into, self.cell, lines)
        return into

    @cached_property
    def sums(self) -> dict[str, Floats]:
        """Every sum by cell."""
        return {name: self.add(values) for name, values in self.line.items()}

    def figures(self, shape: Shape) -> Figures:
        """The estimates of every cell; the steps of weft.stats.cube.Plan.estimate."""
        s = self.sums
        blank = np.where(s["n"] > 0, 1.0, np.nan)
        bottom = np.where(shape.is_total, blank, s["b"])
        with np.errstate(invalid="ignore", divide="ignore"):
            r = s["a"] / bottom
            slope = np.where(shape.is_total, 0.0, r)
            variance = self._variance(slope) * self._unknown() / bottom**2
            weighted_n = np.where(shape.is_share, bottom, s["weighted_n"])
            deff = variance / self._simple(shape, (r, bottom, weighted_n))
        counted = np.where(shape.is_share, s["counted"], np.nan)
        return Figures(r + shape.pivot, np.sqrt(variance), self._degrees(), s["n"], weighted_n, deff, counted)

    def _variance(self, r: Floats) -> Floats:
        scale = self.spread.scale[self.stratum, None]
        centre = self.spread.centre[self.stratum, None]
        a, b = self.line["a"], self.line["b"]
        raw = {name: scale * self.line[name] for name in ("aa", "ab", "bb")}
        means = {"aa": a * a, "ab": a * b, "bb": b * b}
        aa, ab, bb = (self.add(raw[name] - scale * centre * means[name]) for name in raw)
        variance = aa - 2 * r * ab + r**2 * bb
        size = self.add(raw["aa"]) + r**2 * self.add(raw["bb"])
        return np.where(variance > ROUNDING * size, variance, np.where(np.isnan(variance), np.nan, 0.0))

    def _unknown(self) -> Floats | float:
        """Enlarges the known strata's sum so that strata of unknown spread count as their average."""
        if not self.spread.unknown.any():
            return 1.0
        present = (self.line["psus"] > 0).astype(np.float64)
        strata = self.add(present)
        return strata / (strata - self.add(present * self.spread.unknown[self.stratum, None]))

    def _degrees(self) -> Floats:
        psus = self.line["weighted_psus"]
        return self.add(psus) - self.add((psus > 0).astype(np.float64))

    def _simple(self, shape: Shape, found: tuple[Floats, Floats, Floats]) -> Floats:
        """Variance from a simple random sample of as many answers; weft.stats.cube.simple_variance."""
        (r, bottom, weighted_n), s = found, self.sums
        n, aa, bb = s["n"], s["plain_aa"], s["plain_bb"]
        of_total = aa - r**2 / weighted_n
        of_ratio = aa - 2 * r * s["plain_ab"] + r**2 * bb
        size = np.where(shape.is_total, aa, aa + r**2 * bb)
        around = np.where(shape.is_total, of_total, of_ratio)
        spread = np.where(around > ROUNDING * size, around, 0.0) / weighted_n
        spread = np.where(shape.is_share, r * (1 - r), spread)
        scale = np.where(shape.is_total, weighted_n, weighted_n / bottom)
        left = 1 - n / weighted_n if shape.has_population_sizes else 1.0
        return np.where((spread > 0) & (n > 1), spread / (n - 1) * scale**2 * left, np.nan)
