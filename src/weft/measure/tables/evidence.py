"""Every indicator for everyone, by group and area: estimate, interval, base, and the test against the rest.

The estimates are those of weft.stats; this module only says which, and keeps the answers in order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

import weft.stats as ws
from weft.measure.tables.gaps import ALPHA, Gap, adjust, as_many_looks, gap_of
from weft.measure.tables.prepare import Group, Prepared
from weft.measure.tables.protect import Raw, is_too_small
from weft.measure.tables.recipe import Recipe, RecipeError
from weft.measure.tables.sampling import DesignReport, all_groups, design_report, survey_design
from weft.registry.conditions import indicator_values
from weft.registry.definitions import Estimator, Indicator
from weft.registry.load import Registry

__all__ = ["ALPHA", "DesignReport", "Evidence", "Gap", "Missing", "Row", "estimate", "gap_of"]

OUTSIDE = "outside the definition"
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Row:
    """One estimate. breakdown "" is everyone; level is the level's code."""

    indicator: str
    breakdown: str
    level: str
    level_label: str
    est: float
    se: float
    lo: float
    hi: float
    n: int
    counted: int | None
    deff: float
    df: float
    gap: Gap | None = None

    @property
    def raw(self) -> Raw:
        return Raw(self.est, self.lo, self.hi, self.n, self.counted)


@dataclass(frozen=True)
class Missing:
    """Weighted shares of everyone kept who are not in an indicator's denominator, and how many, by reason."""

    indicator: str
    shares: dict[str, float]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Evidence:
    """All rows with what is needed to check them. Internal: full precision, not for publication."""

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    design: DesignReport
    skipped: dict[str, str] = field(default_factory=dict)
    contrasts: tuple[tuple[str, Gap], ...] = ()
    labels: dict[str, str] = field(default_factory=dict)  # of the breakdowns, as the file or the bank says

    @property
    def raws(self) -> list[tuple[str, str, Raw]]:
        """The rows as protection takes them: those of a breakdown are looked at together."""
        return [(row.indicator, row.breakdown, row.raw) for row in self.rows]

    def everyone(self, indicator: str) -> Row:
        return self.at(indicator, "", "")

    def at(self, indicator: str, breakdown: str, level: str) -> Row:
        wanted = (indicator, breakdown, level)
        return next(row for row in self.rows if (row.indicator, row.breakdown, row.level) == wanted)


def chosen_indicators(
    recipe: Recipe, registry: Registry, asked: frozenset[str]
) -> tuple[list[Indicator], dict[str, str]]:
    """The indicators to estimate and, for those that cannot be, why.

    With no list in the recipe: every one whose questions the file answers. A named one that cannot be
    estimated is refused, with the question that is missing.
    """
    if recipe.indicators:
        return [_named(registry, name, asked) for name in dict.fromkeys(recipe.indicators)], {}
    found, skipped = [], {}
    for indicator in registry.indicators.values():
        lacking = _lacking(indicator, asked)
        if lacking:
            skipped[indicator.key] = f"the file has no answer to {', '.join(lacking)}"
        elif indicator.estimator is not Estimator.IMPORTED:
            found.append(indicator)
    if not found:
        remedy = "Say under `answers:` which questions its columns answer."
        raise RecipeError("indicators", "no indicator can be estimated from this file.", remedy)
    return found, skipped


def _lacking(indicator: Indicator, asked: frozenset[str]) -> list[str]:
    return [question for question in indicator.questions if question not in asked]


def _named(registry: Registry, name: str, asked: frozenset[str]) -> Indicator:
    path = f"indicators, {name}"
    try:
        indicator = registry.indicator(name)
    except LookupError as error:
        remedy = "Run `./weft measure indicators` for the list."
        raise RecipeError(path, str(error.args[0]), remedy) from error
    if indicator.estimator is Estimator.IMPORTED:
        found = "takes published values; it is not computed from answers."
        raise RecipeError(path, found, "Leave it out.")
    if lacking := _lacking(indicator, asked):
        remedy = "Say under `answers:` which column holds it, or leave the indicator out."
        raise RecipeError(path, f"needs {', '.join(lacking)}, which no column answers.", remedy)
    return indicator


def estimate(
    prepared: Prepared, recipe: Recipe, registry: Registry, progress: Progress = lambda *_: None
) -> Evidence:
    """Estimate everything the recipe asks for.

    Raises: RecipeError with a remedy; weft.stats.StatsError where the figures themselves cannot be had.
    """
    indicators, skipped = chosen_indicators(recipe, registry, prepared.asked)
    progress(0.1, "Answers to indicators")
    values = {indicator.key: _values(indicator, prepared) for indicator in indicators}
    progress(0.3, "Sample design and weights")
    design = survey_design(prepared, recipe, {f"i:{key}": v for key, v in values.items()})
    items = {indicator.key: _item(indicator) for indicator in indicators}
    groups = list(all_groups(prepared))
    progress(0.5, "Estimates and intervals")
    table = design.evidence(list(items.values()), by=[f"by:{group.id}" for group in groups])
    progress(0.8, "Comparisons with the rest")
    tabled = _tabled(table, groups, recipe)
    found = [row for key, item in items.items() for row in _rows(key, item, tabled)]
    return Evidence(
        rows=adjust(found),
        missing=tuple(_missing(i, values[i.key], prepared, design) for i in indicators),
        design=design_report(prepared, recipe, design),
        skipped=skipped,
        contrasts=tuple(_contrasts(recipe, design, items, registry)),
        labels={group.id: group.label for group in groups},
    )


def _values(indicator: Indicator, prepared: Prepared) -> NDArray[np.float64]:
    if indicator.estimator is Estimator.MEAN:
        return _averaged(indicator, prepared)
    assert indicator.numerator is not None
    return indicator_values(indicator.numerator, indicator.denominator, prepared.answers)


def _averaged(indicator: Indicator, prepared: Prepared) -> NDArray[np.float64]:
    """The numbers to average, of people in the denominator where the definition has one."""
    numbers = prepared.answers.numbers(indicator.value)
    if indicator.denominator is None:
        return numbers
    inside = indicator.denominator.evaluate(prepared.answers)
    return np.where(inside.true & inside.known, numbers, np.nan)


def _item(indicator: Indicator) -> ws.Item:
    column = f"i:{indicator.key}"
    return ws.mean(column) if indicator.estimator is Estimator.MEAN else ws.prop(column)


@dataclass(frozen=True)
class _Tabled:
    """The figures of all items, the groups they are split by, and each group against the rest."""

    table: ws.Evidence
    groups: list[Group]
    gaps: dict[str, ws.Gaps]


def _tabled(table: ws.Evidence, groups: list[Group], recipe: Recipe) -> _Tabled:
    compared = [group.id for group in groups if group.id != recipe.compare.column]
    return _Tabled(table, groups, {name: table.gaps(f"by:{name}") for name in compared})


def _rows(key: str, item: ws.Item, tabled: _Tabled) -> Iterator[Row]:
    cells = {tuple(levels.items()): cell for levels, cell in tabled.table.cells(item)}
    if () not in cells:
        raise RecipeError(
            f"indicators, {key}", "nobody in the file has an answer.", "Check how its columns are coded."
        )
    yield _row(key, "", ("", "Everyone"), cells[()])
    for group in tabled.groups:
        column = f"by:{group.id}"
        here = {code: cells.get(((column, code),)) for code, _ in group.levels}
        known = [cell for cell in here.values() if cell is not None]
        for code, label in group.levels:
            cell = here[code]
            gap = None
            if cell is not None and group.id in tabled.gaps and _may_compare(cell, known):
                gap = gap_of(tabled.gaps[group.id].at(item, code))
            if cell is not None or group.id == "area":
                yield _row(key, group.id, (code, label), cell, gap)


def _row(
    key: str, breakdown: str, level: tuple[str, str], cell: ws.Cell | None, gap: Gap | None = None
) -> Row:
    if cell is None:
        nan = float("nan")
        return Row(key, breakdown, *level, nan, nan, nan, nan, 0, None, nan, nan)
    ends = (cell.est, cell.se, cell.lo, cell.hi)
    return Row(key, breakdown, *level, *ends, cell.n, cell.n_counted, cell.deff, cell.df, gap)


def _may_compare(cell: ws.Cell, known: list[ws.Cell]) -> bool:
    """Neither the group nor the rest may be too small to show: the gap would tell what is hidden."""
    rest = sum(other.n for other in known) - cell.n
    if cell.n_counted is None:
        return not (is_too_small(cell.n, None) or is_too_small(rest, None))
    counted = sum(other.n_counted or 0 for other in known) - cell.n_counted
    return not (is_too_small(cell.n, cell.n_counted) or is_too_small(rest, counted))


def _missing(
    indicator: Indicator, values: NDArray[np.float64], prepared: Prepared, design: ws.Design
) -> Missing:
    """Why people are outside the denominator: the indicator's first question without an answer says."""
    weights, outside = design.sampling.weights, np.isnan(values)
    reason = np.full(prepared.rows, OUTSIDE, dtype=object)
    for question in reversed(indicator.questions):
        found = np.array(prepared.answers.reasons(question).to_list(), dtype=object)
        reason = np.where(found != None, found, reason)  # noqa: E711 - an array of objects
    chosen = {name: outside & (reason == name) for name in sorted(set(reason[outside].tolist()))}
    shares = {name: float(weights[rows].sum() / weights.sum()) for name, rows in chosen.items()}
    return Missing(indicator.key, shares, {name: int(rows.sum()) for name, rows in chosen.items()})


def _contrasts(
    recipe: Recipe, design: ws.Design, items: dict[str, ws.Item], registry: Registry
) -> Iterator[tuple[str, Gap]]:
    """Last minus first wave; a headline measure is tested as declared, the others as many looks."""
    compare = recipe.compare
    if not compare.column:
        return
    found = {
        key: gap_of(design.contrast(item, f"by:{compare.column}", {compare.last: 1.0, compare.first: -1.0}))
        for key, item in items.items()
    }
    exploratory = [key for key in found if not registry.indicator(key).headline]
    found |= dict(zip(exploratory, as_many_looks([found[key] for key in exploratory]), strict=True))
    yield from found.items()
