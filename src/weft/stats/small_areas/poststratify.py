"""Multilevel regression and post-stratification: a share predicted for each kind of person, counted by census."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.columns import Table
from weft.stats.errors import DesignError, ItemError
from weft.stats.items import read
from weft.stats.models.fit import logistic_mean
from weft.stats.small_areas.areas import direct_figures, make_cells
from weft.stats.small_areas.modelled import Modelled, watermark
from weft.stats.small_areas.multilevel import Laplace, Multilevel, Trials, fit_multilevel
from weft.stats.small_areas.population import KnownAreas, Population, align
from weft.stats.small_areas.sparse import ModelMatrix, model_matrix

if TYPE_CHECKING:
    from weft.stats.design import Design
    from weft.stats.evidence import Cell
    from weft.stats.items import Item

METHOD = "multilevel regression and post-stratification"
TAIL = 0.025
SHIFT_STEPS = 60
SHIFT_FOUND = 5e-15
SHIFT_FOUND_IN_SIMULATION = 1e-7
LARGEST_LOG_ODDS = 60.0


@dataclass(frozen=True)
class Simulation:
    """How uncertainty is simulated.

    Args:
        draws: simulated populations.
        spreads: how many values of the spreads between groups they share.
        seed: the same seed gives the same interval.
    """

    draws: int = 500
    spreads: int = 25
    seed: int = 2018

    def __post_init__(self) -> None:
        if not 1 <= self.spreads <= self.draws or self.draws < 100:
            found = f"{self.draws} draws over {self.spreads} spreads"
            raise DesignError("simulation", found, "Use 100 draws or more, and no more spreads than draws.")


@dataclass(frozen=True, eq=False)
class _Frame:
    """The population's cells in the model's terms, sorted by area.

    A cell's odds are its area's times its kind of person's, so exponentials are taken of those only.

    Args:
        areas: covariates and own effect of each area, (m, k).
        kinds: group effects of each distinct combination of groups, (u, k).
        codes: area and kind of each cell, (c,) each.
        people: people in each cell, (c,).
        starts: where each area begins, (m,).
    """

    areas: ModelMatrix
    kinds: ModelMatrix
    codes: tuple[Ints, Ints]
    people: Floats
    starts: Ints

    def odds(self, effects: Floats) -> Floats:
        """Each cell's odds (c, s) for effects (k, s)."""
        area, kind = (
            np.exp(np.clip(part.dot(effects), -LARGEST_LOG_ODDS, LARGEST_LOG_ODDS))
            for part in (self.areas, self.kinds)
        )
        return np.asarray(area[self.codes[0]] * kind[self.codes[1]])

    def shares(self, effects: Floats, target: Floats, start: float | None = None) -> tuple[Floats, Floats]:
        """Area shares (m, s) of effects (k, s) with the city's share held at target (s,), and the shifts (s,).

        The shift is added to all log-odds; Newton's method, kept inside a bracket. With a start, found to
        what a simulation needs; without, to the last digit.
        """
        enough = SHIFT_FOUND if start is None else SHIFT_FOUND_IN_SIMULATION
        odds = self.odds(effects)
        weights, shift = self.people / self.people.sum(), np.full(len(target), start or 0.0)
        low, high = shift - LARGEST_LOG_ODDS, shift + LARGEST_LOG_ODDS
        for _ in range(SHIFT_STEPS):
            raised = odds * np.exp(shift)
            p = raised / (1 + raised)
            share, square = np.einsum("c,cs->s", weights, p), np.einsum("c,cs,cs->s", weights, p, p)
            gap = target - share
            if np.abs(gap).max() <= enough:
                break
            low, high = np.where(gap > 0, shift, low), np.where(gap < 0, shift, high)
            tried = shift + gap / (share - square)
            shift = np.where((tried > low) & (tried < high), tried, (low + high) / 2)
        inside = np.add.reduceat(self.people[:, None] * p, self.starts, axis=0)
        return inside / np.add.reduceat(self.people, self.starts)[:, None], shift


def mrp(design: Design, item: Item, population: Population, simulation: Simulation | None = None) -> Modelled:
    """Model a share for every area from who lives there.

    Args:
        design: the survey. Its weights enter the city's figure, which the areas sum to; the model itself
            takes people as they are, since the groups of the population stand for the weights.
        item: prop(...).
        population: cells of area x groups with people, and covariates of the areas.
        simulation: draws and seed for the intervals.

    Returns: Modelled: population-weighted, the areas sum to the survey's figure for the city.

    Raises:
        ItemError: an item that is no share.
        UnknownName: an area or group level of the sample that the population does not have.
        DesignError: everyone in the categories, or nobody; covariates that say the same.

    Source: Gelman & Little (1997), Survey Methodology 23(2); Park, Gelman & Bafumi (2004), Political
        Analysis 12(4); shift of the log-odds to a known total, Ghitza & Gelman (2013), AJPS 57(3), note 7.
    """
    if item.kind != "prop":
        raise ItemError("item", f"a {item.kind}", "mrp() models shares; fay_herriot() models means too.")
    city, direct, _ = direct_figures(design, item, population)
    if not 0 < city.est < 1:
        raise DesignError(item.columns[0], "everyone gave the same answer", "There is nothing to model.")
    known, used = population.areas, simulation or Simulation()
    fixed = _standardised(known, direct)
    trials, left_out = _trials(design, item, population, fixed)
    model, frame = fit_multilevel(trials), _frame(population, fixed)
    est, shift = frame.shares(model.mode.effects[:, None], np.array([city.est]))
    drawn = _simulate((trials, model), frame, (city, float(shift[0])), used)
    lo, hi = np.quantile(drawn, [TAIL, 1 - TAIL], axis=1)
    columns = np.column_stack([est[:, 0], drawn.std(axis=1, ddof=1), lo, hi, _shrinkage(trials, model)])
    words = watermark(METHOD, design.watermark)
    cells = make_cells(columns, (known, direct), (METHOD, words))
    effects = tuple(zip(known.labels, model.mode.effects[: fixed.shape[1]].tolist(), strict=True))
    between = float(np.exp(model.log_spreads[0]))
    return Modelled(item, METHOD, city, cells, between, effects, float(shift[0]), left_out, words)


def _standardised(known: KnownAreas, direct: tuple[Cell | None, ...]) -> Floats:
    """Covariates with mean 0 and standard deviation 1 over areas, (m, p); refuses those that say the same."""
    centred = known.x[:, 1:] - known.x[:, 1:].mean(axis=0)
    spread = centred.std(axis=0)
    x = np.column_stack([np.ones(len(centred)), centred / np.where(spread > 0, spread, 1.0)])
    sampled = np.array([c is not None for c in direct])
    if np.linalg.matrix_rank(x[sampled]) < x.shape[1]:
        raise DesignError("covariates", "one says what the others say", "Leave one out.")
    return x


def _codes(population: Population, table: Table) -> Ints:
    """Area and groups of each row of a table, (n, 1 + g), -1 where missing."""
    areas = population.areas.codes(table, population.area)
    groups = [align(table, g, population.table.codes(g).labels) for g in population.groups]
    return np.column_stack([areas, *groups])


def _sizes(population: Population) -> tuple[int, ...]:
    return (len(population.areas.names), *(len(population.table.codes(g)) for g in population.groups))


def _trials(design: Design, item: Item, population: Population, fixed: Floats) -> tuple[Trials, int]:
    """People with an answer, area and groups, counted by cell; and how many lack an area or group."""
    answers, codes = read(item, design.table), _codes(population, design.table)
    placed: Flags = np.asarray((codes >= 0).all(axis=1))
    used = placed & answers.answered & (design.sampling.weights > 0)
    cells, number = np.unique(codes[used], axis=0, return_inverse=True)
    trials = np.bincount(number).astype(np.float64)
    successes = np.bincount(number, answers.a[used]).astype(np.float64)
    left_out = int((answers.answered & ~placed).sum())
    return Trials(fixed[cells[:, 0]], cells, _sizes(population), successes, trials), left_out


def _frame(population: Population, fixed: Floats) -> _Frame:
    codes, people, sizes = _codes(population, population.table), population.people, _sizes(population)
    order = np.argsort(codes[:, 0], kind="stable")
    codes, people = codes[order], people[order]
    starts = np.flatnonzero(np.diff(codes[:, 0], prepend=-1))
    whole = model_matrix(fixed, np.arange(len(fixed))[:, None], sizes[:1])
    areas = ModelMatrix(whole.columns, whole.values, fixed.shape[1] + sum(sizes))
    groups, kind = np.unique(codes[:, 1:], axis=0, return_inverse=True)
    offsets = fixed.shape[1] + np.cumsum(sizes)[:-1]
    kinds = ModelMatrix(groups + offsets, np.ones(groups.shape), areas.size)
    return _Frame(areas, kinds, (codes[:, 0], kind), people, starts)


def _simulate(
    fitted: tuple[Trials, Multilevel], frame: _Frame, held: tuple[Cell, float], simulation: Simulation
) -> Floats:
    """Simulated area shares, (m, draws): spreads, then effects, then the city's figure itself.

    Source: Gelman & Hill (2007), section 7.2, with the spreads drawn from their own approximate posterior.
    """
    (city, shift), rng = held, np.random.default_rng(simulation.seed)
    error = city.se / (city.est * (1 - city.est))
    drawn = []
    for effects in _effects(fitted, simulation, rng):
        centre = np.log(city.est) - np.log1p(-city.est)
        target = logistic_mean(centre + error * rng.standard_normal(effects.shape[1]))
        drawn.append(frame.shares(effects, target, shift)[0])
    return np.hstack(drawn)


def _effects(
    fitted: tuple[Trials, Multilevel], simulation: Simulation, rng: np.random.Generator
) -> Iterator[Floats]:
    """Blocks of simulated effects (k, s), one block a value of the spreads."""
    trials, model = fitted
    laplace = Laplace(trials)
    blocks = np.array_split(np.arange(simulation.draws), simulation.spreads)
    for block in blocks:
        moved = model.spread_root @ rng.standard_normal(len(model.log_spreads))
        mode = laplace.near(model.log_spreads + moved)
        root = np.linalg.cholesky(mode.covariance)
        yield mode.effects[:, None] + root @ rng.standard_normal((len(root), len(block)))


def _shrinkage(trials: Trials, model: Multilevel) -> Floats:
    """What is left of the prior variance of each area's own effect, (m,): 1 without sample, 0 when certain."""
    first, areas = trials.x.shape[1], trials.sizes[0]
    left = np.diag(model.mode.covariance)[first : first + areas] / np.exp(2 * model.log_spreads[0])
    return np.asarray(np.clip(left, 0.0, 1.0))
