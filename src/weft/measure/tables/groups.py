"""Ways to split people: the bank's breakdowns, a raw column of the file, areas, waves held in one file."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from weft.measure.tables.columns import NAMED_IN_ERRORS, Rows, Texts, refuse_unplanned
from weft.measure.tables.recipe import Recipe, RecipeError
from weft.registry.definitions import Breakdown
from weft.registry.load import Registry

MOST_LEVELS = 60  # a breakdown with more is almost always an identifier
LONGEST_NAME = 80  # characters of a column's name or of a value; longer is almost always free text


@dataclass(frozen=True)
class Group:
    """One way to split people: level codes with labels in order, each person's level (None: no answer)."""

    id: str
    label: str
    levels: tuple[tuple[str, str], ...]
    values: Texts


def groups_of(survey: Rows, recipe: Recipe, registry: Registry, frame: pl.DataFrame) -> dict[str, Group]:
    """Every breakdown asked for, with the column of waves where the recipe compares two of them."""
    names = [name for name in recipe.by if name != "area"]
    if recipe.compare.column:
        names.append(recipe.compare.column)
    found = {name: _group(name, survey, recipe, registry, frame) for name in dict.fromkeys(names)}
    if recipe.compare.column:
        _check_waves(recipe, found[recipe.compare.column])
    return found


def _check_waves(recipe: Recipe, waves: Group) -> None:
    known = [code for code, _ in waves.levels]
    for name, value in (("first", recipe.compare.first), ("last", recipe.compare.last)):
        if value not in known:
            found = f"{value!r} is not a value of {recipe.compare.column!r} in the rows kept."
            raise RecipeError(f"compare, {name}", found, f"It has: {', '.join(known)}.")
    if recipe.compare.first == recipe.compare.last:
        raise RecipeError("compare, last", "is the same as `first`.", "Name two different values.")


def _group(name: str, survey: Rows, recipe: Recipe, registry: Registry, frame: pl.DataFrame) -> Group:
    path = f"by, {name}" if name in recipe.by else "compare, column"
    if name not in registry.breakdowns:
        return _raw_group(name, survey, path)
    breakdown = registry.breakdown(name)
    if breakdown.question not in recipe.answers:
        if survey.has(name):
            return _raw_group(name, survey, path)
        remedy = f"Say under `answers:` which column holds {breakdown.label.lower()}."
        raise RecipeError(path, f"no column answers {breakdown.question}.", remedy)
    levels = tuple((option.code, option.label) for option in breakdown.levels)
    return Group(breakdown.id, breakdown.label, levels, _level_values(breakdown, frame))


def _level_values(breakdown: Breakdown, frame: pl.DataFrame) -> Texts:
    codes = {option.code for option in breakdown.levels}
    by_reason = {option.missing.value: option.code for option in breakdown.levels if option.missing}
    answer, reason = frame[breakdown.question], frame[f"{breakdown.question}__missing"]
    level = answer.set(~answer.is_in(list(codes)).fill_null(True), None)
    said = reason.clear(len(reason))
    if by_reason:
        said = reason.replace_strict(by_reason, default=None, return_dtype=pl.String)
    return np.array(pl.select(pl.coalesce(level, said)).to_series().to_list(), dtype=object)


def _raw_group(name: str, survey: Rows, path: str) -> Group:
    values, column = survey.known_codes(name, path), survey.column(name, path)
    found = sorted(values.drop_nulls().unique().to_list(), key=_natural)
    if not 2 <= len(found) <= MOST_LEVELS:
        many = "value" if len(found) == 1 else "different values"
        remedy = f"A breakdown has 2 to {MOST_LEVELS}; choose another column or group its values."
        raise RecipeError(path, f"column {name!r} has {len(found):,} {many}.", remedy)
    if any(len(word) > LONGEST_NAME for word in (name, *found)):
        remedy = f"Choose another column, or shorten them to {LONGEST_NAME} characters."
        raise RecipeError(path, "its name or one of its values is too long to name a group.", remedy)
    levels = tuple((code, _label(column.value_labels, code)) for code in found)
    return Group(name, column.label or name, levels, np.array(values.to_list(), dtype=object))


def _label(labels: Mapping[str, str], code: str) -> str:
    return labels.get(code) or code


def _natural(code: str) -> tuple[int, float, str]:
    try:
        return (0, float(code), "")
    except ValueError:
        return (1, 0.0, code)


def area_of(survey: Rows, recipe: Recipe, registry: Registry) -> Group | None:
    """Where people live, as area codes; every area of the place is listed, answered or not."""
    if not recipe.areas.column:
        return None
    codes = survey.known_codes(recipe.areas.column, "areas, column")
    if recipe.areas.codes:
        remedy = "Give each value its area code under `areas, codes:`."
        refuse_unplanned(codes, set(recipe.areas.codes), "areas, codes", remedy)
        codes = codes.replace_strict(recipe.areas.codes, default=None, return_dtype=pl.String)
        codes = codes.set((codes == "").fill_null(False), None)  # "": a place outside the areas
    parent = recipe.survey.area_code
    known = {a.code: a.name for a in registry.areas.values() if not parent or a.parent == parent}
    _refuse_strangers(set(codes.drop_nulls().unique().to_list()) - set(known))
    ordered = sorted(known.items(), key=lambda pair: pair[1])
    return Group("area", "Area", tuple(ordered), np.array(codes.to_list(), dtype=object))


def _refuse_strangers(strangers: set[str]) -> None:
    if strangers:
        named = ", ".join(map(repr, sorted(strangers)[:NAMED_IN_ERRORS]))
        found = f"{len(strangers)} values are not area codes: {named}."
        raise RecipeError("areas, column", found, "Give each value its area code under `areas, codes:`.")
