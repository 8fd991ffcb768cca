"""The recipe's sample design as a weft.stats design: weights, strata, units, raking, and what they did."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import weft.stats as ws
from weft.measure.tables.prepare import Group, Prepared
from weft.measure.tables.recipe import Recipe, RecipeError

NO_ANSWER = "(no answer)"

Columns = dict[str, NDArray[np.generic]]


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


def all_groups(prepared: Prepared) -> Iterator[Group]:
    """Every way people are split, areas last."""
    yield from prepared.groups.values()
    if prepared.area is not None:
        yield prepared.area


def survey_design(prepared: Prepared, recipe: Recipe, columns: Columns) -> ws.Design:
    """The weft.stats design for the prepared rows, raked when the recipe gives margins.

    Raises: RecipeError naming the part of the recipe and the column of the file.
    """
    try:
        design = _design(prepared, recipe, columns)
        _ = design.sampling
        if not recipe.rake.margins:
            return design
        raked = _rake(design, recipe)
        _ = raked.sampling
        return raked
    except ws.DesignError as error:
        raise _refusal(error, recipe) from error


def _design(prepared: Prepared, recipe: Recipe, columns: Columns) -> ws.Design:
    data = dict(columns)
    if prepared.weight is not None:
        data["weight"] = prepared.weight
    data |= {f"stratum{i}": values for i, values in enumerate(prepared.strata)}
    data |= {f"psu{i}": values for i, values in enumerate(prepared.psu)}
    if prepared.fpc is not None:
        data["fpc"] = prepared.fpc
    data |= {f"by:{group.id}": group.values for group in all_groups(prepared)}
    data |= _raking_columns(prepared, recipe)
    return ws.Design(
        data or {"people": np.ones(prepared.rows)},
        weights="weight" if prepared.weight is not None else None,
        strata=[f"stratum{i}" for i in range(len(prepared.strata))] or None,
        psu=[f"psu{i}" for i in range(len(prepared.psu))] or None,
        fpc="fpc" if prepared.fpc is not None else None,
        lonely=recipe.design.lonely,  # type: ignore[arg-type]
    )


def _raking_columns(prepared: Prepared, recipe: Recipe) -> Columns:
    """The columns to rake on: people without an answer, or with one the margin leaves out, form one level."""
    columns: Columns = {}
    for name, levels in recipe.rake.margins.items():
        group = prepared.area if name == "area" else prepared.groups.get(name)
        if group is None:
            path = f"rake, margins, {name}"
            remedy = "Add it there, or remove the margin."
            raise RecipeError(path, "is not one of the breakdowns in `by`.", remedy)
        known = np.isin(group.values, list(levels))
        columns[f"rake:{name}"] = np.where(known, group.values, NO_ANSWER)
    return columns


def _rake(design: ws.Design, recipe: Recipe) -> ws.Design:
    """Rake: people without an answer keep their weighted share, the known levels divide the rest."""
    weights = design.base_weights
    margins = {}
    for name, levels in recipe.rake.margins.items():
        _refuse_nobody(name, levels)
        unknown = design.table.column(f"rake:{name}") == NO_ANSWER
        share = float(weights[unknown].sum() / weights.sum())
        margin = {code: people * (1 - share) for code, people in levels.items()}
        if unknown.any():
            margin[NO_ANSWER] = sum(levels.values()) * share
        margins[f"rake:{name}"] = margin
    return design.rake(margins, trim=recipe.rake.trim)


def _refuse_nobody(name: str, levels: dict[str, float]) -> None:
    if not sum(levels.values()) > 0:
        remedy = "Give the number of people in each level, or remove the margin."
        raise RecipeError(f"rake, margins, {name}", "adds up to nobody.", remedy)


def _names(recipe: Recipe) -> dict[str, tuple[str, str]]:
    """Inside name -> part of the recipe, column of the file."""
    design = recipe.design
    found = {"weight": ("design, weight", design.weight), "fpc": ("design, fpc", design.fpc)}
    found |= {f"stratum{i}": ("design, strata", name) for i, name in enumerate(design.strata)}
    found |= {f"psu{i}": ("design, psu", name) for i, name in enumerate(design.psu)}
    found |= {f"rake:{name}": (f"rake, margins, {name}", name) for name in recipe.rake.margins}
    return found


def _refusal(error: ws.DesignError, recipe: Recipe) -> RecipeError:
    path, name = _names(recipe).get(error.column, ("design", error.column))
    found = f"column {name!r}: {error.found}."
    if recipe.keep.column:
        found += " (Rows are counted among those kept.)"
    return RecipeError(path, found, error.remedy)


def design_report(prepared: Prepared, recipe: Recipe, design: ws.Design) -> DesignReport:
    """Effective size, weights and everything found about the design, with the file's own column names."""
    weights = design.sampling.weights
    n_effective = float(weights.sum() ** 2 / (weights**2).sum())
    return DesignReport(
        n=prepared.rows,
        n_effective=n_effective,
        deff_kish=prepared.rows / n_effective,
        weight_min=float(weights.min()),
        weight_max=float(weights.max()),
        findings=tuple(_said(finding, recipe) for finding in design.check() if finding.remedy),
        watermark=design.watermark,
        raking=_raking_said(design),
    )


def _said(finding: ws.Finding, recipe: Recipe) -> str:
    where, comma, rest = finding.where.partition(",")
    where = _names(recipe).get(where, ("", where))[1] or where
    return f"{where}{comma}{rest}: {finding.found}. {finding.remedy}".strip()


def _raking_said(design: ws.Design) -> str:
    raking = design.raking
    if raking is None:
        return ""
    low, high = raking.weight_ratio_min, raking.weight_ratio_max
    changed = f"final weights run from {low:.2f} to {high:.2f} times their average"
    rounds = "1 round" if raking.iterations == 1 else f"{raking.iterations} rounds"
    return f"Raked in {rounds}; {changed}; {raking.trimmed:,} trimmed"
