"""Every indicator for everyone, by every group and area: estimate, interval, base, and the test against the rest.

The estimates are those of weft.stats; this module only says which, and keeps the answers in order.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

import weft.stats as ws
from weft.measure.tables.prepare import Group, Prepared
from weft.measure.tables.protect import Raw
from weft.measure.tables.recipe import Raking, Recipe, RecipeError
from weft.registry.conditions import indicator_values
from weft.registry.definitions import Estimator, Indicator
from weft.registry.figure import SMALLEST_BASE
from weft.registry.load import Registry
from weft.registry.words import Verdict

ALPHA = 0.05
NO_ANSWER = "(no answer)"
Progress = Callable[[float, str], None]


@dataclass(frozen=True)
class Gap:
    """A group minus the rest, or a later wave minus an earlier one, with its own standard error."""

    est: float
    se: float
    lo: float
    hi: float
    p: float
    p_adjusted: float
    verdict: Verdict


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
    """Weighted shares of everyone asked who are not in an indicator's denominator, by reason."""

    indicator: str
    shares: dict[str, float]


@dataclass(frozen=True)
class DesignReport:
    """What the sample design and the weights did."""

    n: int
    n_effective: float
    deff_kish: float
    weight_min: float
    weight_max: float
    findings: tuple[str, ...] = ()
    watermark: str = ""
    raking: str = ""


@dataclass(frozen=True)
class Evidence:
    """All rows with what is needed to check them. Internal: full precision, not for publication."""

    rows: tuple[Row, ...]
    missing: tuple[Missing, ...]
    design: DesignReport
    skipped: dict[str, str] = field(default_factory=dict)
    contrasts: tuple[tuple[str, Gap], ...] = ()

    def everyone(self, indicator: str) -> Row:
        return next(row for row in self.rows if row.indicator == indicator and row.breakdown == "")


def chosen_indicators(
    recipe: Recipe, registry: Registry, asked: frozenset[str]
) -> tuple[list[Indicator], dict[str, str]]:
    """The indicators to estimate and, for those that cannot be, why.

    With no list in the recipe: every one whose questions the file answers. A named one that cannot be
    estimated is refused, with the question that is missing.
    """
    named = [_indicator(registry, name) for name in recipe.indicators]
    found, skipped = [], {}
    for indicator in named or [
        i for i in registry.indicators.values() if i.estimator is not Estimator.IMPORTED
    ]:
        lacking = [question for question in indicator.questions if question not in asked]
        if lacking and named:
            raise RecipeError(
                f"indicators, {indicator.id}",
                f"needs {', '.join(lacking)}, which no column answers.",
                "Say under `answers:` which column holds it, or leave the indicator out.",
            )
        if lacking:
            skipped[indicator.key] = f"the file has no answer to {', '.join(lacking)}"
        else:
            found.append(indicator)
    if not found:
        raise RecipeError(
            "indicators",
            "no indicator can be estimated from this file.",
            "Say under `answers:` which questions its columns answer.",
        )
    return found, skipped


def _indicator(registry: Registry, name: str) -> Indicator:
    try:
        return registry.indicator(name)
    except LookupError as error:
        raise RecipeError(
            f"indicators, {name}", str(error.args[0]), "Run `./weft measure indicators` for the list."
        ) from error


def survey_design(prepared: Prepared, recipe: Recipe, columns: dict[str, NDArray[np.generic]]) -> ws.Design:
    """The weft.stats design for the prepared rows, raked when the recipe gives margins."""
    data: dict[str, NDArray[np.generic]] = dict(columns)
    if prepared.weight is not None:
        data["weight"] = prepared.weight
    data |= {f"stratum{i}": values for i, values in enumerate(prepared.strata)}
    data |= {f"psu{i}": values for i, values in enumerate(prepared.psu)}
    if prepared.fpc is not None:
        data["fpc"] = prepared.fpc
    data |= {f"by:{group.id}": group.values for group in _all_groups(prepared)}
    margins = _raking(prepared, recipe.rake, data)
    design = ws.Design(
        data,
        weights="weight" if prepared.weight is not None else None,
        strata=[f"stratum{i}" for i in range(len(prepared.strata))] or None,
        psu=[f"psu{i}" for i in range(len(prepared.psu))] or None,
        fpc="fpc" if prepared.fpc is not None else None,
        lonely=recipe.design.lonely,  # type: ignore[arg-type]
    )
    return design.rake(margins, trim=recipe.rake.trim) if margins else design


def _all_groups(prepared: Prepared) -> Iterator[Group]:
    yield from prepared.groups.values()
    if prepared.area is not None:
        yield prepared.area


def _raking(
    prepared: Prepared, rake: Raking, data: dict[str, NDArray[np.generic]]
) -> dict[str, dict[str, float]]:
    """Add the columns to rake on to the data; return their margins.

    People without an answer form a level of their own that keeps its weighted share; the known levels divide
    the rest in the population's proportions.
    """
    weight = prepared.weight if prepared.weight is not None else np.ones(prepared.rows)
    margins = {}
    for name, levels in rake.margins.items():
        group = prepared.area if name == "area" else prepared.groups.get(name)
        if group is None:
            raise RecipeError(
                f"rake, margins, {name}",
                "is not one of the breakdowns in `by`.",
                "Add it there, or remove the margin.",
            )
        known = np.isin(group.values, list(levels))
        share_unknown = float(weight[~known].sum() / weight.sum())
        total = sum(levels.values())
        data[f"rake:{name}"] = np.where(known, group.values, NO_ANSWER)
        margins[f"rake:{name}"] = {code: people * (1 - share_unknown) for code, people in levels.items()}
        if share_unknown > 0:
            margins[f"rake:{name}"][NO_ANSWER] = total * share_unknown
    return margins


def estimate(
    prepared: Prepared, recipe: Recipe, registry: Registry, progress: Progress = lambda *_: None
) -> Evidence:
    """Estimate everything the recipe asks for. Raises RecipeError or weft.stats.DesignError, both with a remedy."""
    indicators, skipped = chosen_indicators(recipe, registry, prepared.asked)
    progress(0.1, "Answers to indicators")
    values = {indicator.key: _values(indicator, prepared) for indicator in indicators}
    progress(0.3, "Sample design and weights")
    design = survey_design(prepared, recipe, {f"i:{key}": v for key, v in values.items()})
    items = {indicator.key: _item(indicator) for indicator in indicators}
    groups = list(_all_groups(prepared))
    progress(0.5, "Estimates and intervals")
    table = design.evidence(list(items.values()), by=[f"by:{group.id}" for group in groups])
    progress(0.8, "Comparisons with the rest")
    rows = [row for key, item in items.items() for row in _rows(key, item, table, groups)]
    return Evidence(
        rows=tuple(_adjust(rows)),
        missing=tuple(
            _missing(indicator, values[indicator.key], prepared, design) for indicator in indicators
        ),
        design=_design_report(prepared, design),
        skipped=skipped,
        contrasts=tuple(_contrasts(recipe, prepared, design, items)),
    )


def _values(indicator: Indicator, prepared: Prepared) -> NDArray[np.float64]:
    if indicator.estimator is Estimator.MEAN:
        return prepared.answers.numbers(indicator.value)
    assert indicator.numerator is not None
    return indicator_values(indicator.numerator, indicator.denominator, prepared.answers)


def _item(indicator: Indicator) -> ws.Item:
    column = f"i:{indicator.key}"
    return ws.mean(column) if indicator.estimator is Estimator.MEAN else ws.prop(column)


def _rows(key: str, item: ws.Item, table: ws.Evidence, groups: list[Group]) -> Iterator[Row]:
    cells = {tuple(levels.items()): cell for levels, cell in table.cells(item)}
    if () not in cells:
        raise RecipeError(
            f"indicators, {key}", "nobody in the file has an answer.", "Check how its columns are coded."
        )
    yield _row(key, "", "", "Everyone", cells[()], None)
    for group in groups:
        column = f"by:{group.id}"
        for code, label in group.levels:
            cell = cells.get(((column, code),))
            if cell is not None:
                yield _row(key, group.id, code, label, cell, _gap(table, item, column, code, cell))
            elif group.id == "area":
                yield _row(key, group.id, code, label, None, None)


def _row(key: str, breakdown: str, level: str, label: str, cell: ws.Cell | None, gap: Gap | None) -> Row:
    if cell is None:
        nan = float("nan")
        return Row(key, breakdown, level, label, nan, nan, nan, nan, 0, None, nan, nan)
    return Row(
        key,
        breakdown,
        level,
        label,
        cell.est,
        cell.se,
        cell.lo,
        cell.hi,
        cell.n,
        cell.n_counted,
        cell.deff,
        cell.df,
        gap,
    )


def _gap(table: ws.Evidence, item: ws.Item, column: str, code: str, cell: ws.Cell) -> Gap | None:
    """The group against the rest; None where either side is too small to say anything."""
    if cell.n < SMALLEST_BASE or table.at(item).n - cell.n < SMALLEST_BASE:
        return None
    return gap_of(table.gap(item, column, code))


def gap_of(difference: ws.Difference, p_adjusted: float | None = None) -> Gap:
    """A difference with its verdict; the adjusted p where it is one of many looks."""
    p_adjusted = difference.p if p_adjusted is None else p_adjusted
    verdict = ws.verdict(difference, p_adjusted=p_adjusted, alpha=ALPHA)
    return Gap(
        difference.est,
        difference.se,
        difference.lo,
        difference.hi,
        difference.p,
        p_adjusted,
        Verdict(str(verdict)),
    )


def _adjust(rows: list[Row]) -> list[Row]:
    """False-discovery control (Benjamini-Hochberg) over all groups, and separately over all areas."""
    from dataclasses import replace

    adjusted = list(rows)
    for in_family in (lambda row: row.breakdown != "area", lambda row: row.breakdown == "area"):
        family = [i for i, row in enumerate(rows) if row.gap is not None and in_family(row)]
        p_values = ws.benjamini_hochberg(np.array([rows[i].gap.p for i in family]))  # type: ignore[union-attr]
        for i, p in zip(family, p_values, strict=True):
            gap = rows[i].gap
            assert gap is not None
            verdict = gap.verdict if p < ALPHA else Verdict.NO_DIFFERENCE
            adjusted[i] = replace(rows[i], gap=replace(gap, p_adjusted=float(p), verdict=verdict))
    return adjusted


def _missing(
    indicator: Indicator, values: NDArray[np.float64], prepared: Prepared, design: ws.Design
) -> Missing:
    """Why people are outside the denominator: the first of the indicator's questions without an answer says."""
    weights = design.sampling.weights
    outside = np.isnan(values)
    reason = np.full(prepared.rows, "outside the definition", dtype=object)
    for question in reversed(indicator.questions):
        found = prepared.frame[f"{question}__missing"].to_numpy()
        reason = np.where(found != None, found, reason)  # noqa: E711 - an array of objects
    shares = {}
    for name in sorted(set(reason[outside].tolist())):
        shares[name] = float(weights[outside & (reason == name)].sum() / weights.sum())
    return Missing(indicator.key, shares)


def _design_report(prepared: Prepared, design: ws.Design) -> DesignReport:
    weights = design.sampling.weights
    n_effective = float(weights.sum() ** 2 / (weights**2).sum())
    raking = design.raking
    said = ""
    if raking is not None:
        said = (
            f"Raked in {raking.iterations} rounds; final weights run from {raking.weight_ratio_min:.2f} to "
            f"{raking.weight_ratio_max:.2f} times their average; {raking.trimmed:,} trimmed"
        )
    return DesignReport(
        n=prepared.rows,
        n_effective=n_effective,
        deff_kish=prepared.rows / n_effective,
        weight_min=float(weights.min()),
        weight_max=float(weights.max()),
        findings=tuple(f"{f.where}: {f.found} {f.remedy}" for f in design.check()),
        watermark=design.watermark,
        raking=said,
    )


def _contrasts(
    recipe: Recipe, prepared: Prepared, design: ws.Design, items: dict[str, ws.Item]
) -> Iterator[tuple[str, Gap]]:
    compare = recipe.compare
    if not compare.column:
        return
    group = prepared.groups.get(compare.column)
    if group is None:
        raise RecipeError(
            "compare, column", f"{compare.column!r} is not one of the breakdowns in `by`.", "Add it there."
        )
    for key, item in items.items():
        yield key, gap_of(design.contrast(item, f"by:{group.id}", {compare.last: 1.0, compare.first: -1.0}))
