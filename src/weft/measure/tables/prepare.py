"""The survey file and the recipe become the analysis frame: answers, groups, design columns.

Every value of every column used is either turned into an answer, given a reason for missing, or refused by
name: nothing is dropped silently.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weft.measure.tables.recipe import Answering, Keep, Recipe, RecipeError
from weft.reading import Column, SurveyFile
from weft.registry.answers import FrameAnswers
from weft.registry.definitions import Breakdown, MissingReason, Question
from weft.registry.load import Registry

MOST_LEVELS = 60  # a breakdown with more is almost always an identifier
NAMED_IN_ERRORS = 5

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Group:
    """One way to split people: level codes with labels in order, and each person's level (None: no answer)."""

    id: str
    label: str
    levels: tuple[tuple[str, str], ...]
    values: Texts


@dataclass(frozen=True)
class Prepared:
    """Everything the estimates need, one entry a person."""

    rows: int
    answers: FrameAnswers
    frame: pl.DataFrame
    weight: NDArray[np.float64] | None
    strata: tuple[Texts, ...]
    psu: tuple[Texts, ...]
    fpc: NDArray[np.float64] | None
    groups: dict[str, Group]
    area: Group | None
    asked: frozenset[str] = field(default_factory=frozenset)


def codes_of(values: pl.Series) -> pl.Series:
    """Values as text codes: 1.0 and 1 are both "1"; blanks and empty text are null."""
    if values.dtype.is_float():
        whole = values.is_finite() & (values == values.round(0)) & (values.abs() < 1e15)
        text = pl.select(
            pl.when(whole).then(values.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(values.cast(pl.String))
        ).to_series()
        return text.set(values.is_nan().fill_null(False), None)
    text = values.cast(pl.String)
    return text.set((text.str.strip_chars() == "").fill_null(False), None)


@dataclass(frozen=True)
class Rows:
    """The rows of a file that the recipe keeps, column by column."""

    survey: SurveyFile
    kept: pl.Series | None = None

    @property
    def rows(self) -> int:
        return self.survey.rows if self.kept is None else int(self.kept.sum())

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.survey.columns

    def values(self, column: str) -> pl.Series:
        values = self.survey.values(column)
        return values if self.kept is None else values.filter(self.kept)


def keep_rows(survey: SurveyFile, keep: Keep) -> Rows:
    """Leave out rows the recipe does not want; refuses when none are left."""
    if not keep.column:
        return Rows(survey)
    kept = codes_of(column_values(Rows(survey), keep.column, "keep, column")).is_in(list(keep.values)).fill_null(False)
    if not kept.any():
        raise RecipeError("keep, values", f"no row has these values in {keep.column!r}.", "Check the values; write them as they stand in the file.")
    return Rows(survey, kept)


def prepare(file: SurveyFile, recipe: Recipe, registry: Registry) -> Prepared:
    """Apply a recipe to a file.

    Raises RecipeError naming the column, what was found and what to do.
    """
    survey = keep_rows(file, recipe.keep)
    columns: dict[str, pl.Series] = {}
    for question_id, answering in recipe.answers.items():
        columns |= _answer_columns(survey, _question(registry, question_id), answering)
    frame = pl.DataFrame(columns) if columns else pl.DataFrame({"_": np.zeros(survey.rows, dtype=np.int8)})
    questions = {question_id: _question(registry, question_id) for question_id in recipe.answers}
    return Prepared(
        rows=survey.rows,
        answers=FrameAnswers(frame, questions),
        frame=frame,
        weight=_numbers(survey, recipe.design.weight, "design, weight"),
        strata=tuple(_texts(survey, name, "design, strata") for name in recipe.design.strata),
        psu=tuple(_texts(survey, name, "design, psu") for name in recipe.design.psu),
        fpc=_numbers(survey, recipe.design.fpc, "design, fpc"),
        groups={name: _group(name, survey, recipe, registry, frame) for name in recipe.by if name != "area"},
        area=_area(survey, recipe, registry),
        asked=frozenset(recipe.answers),
    )


def _question(registry: Registry, question_id: str) -> Question:
    try:
        return registry.question(question_id)
    except LookupError as error:
        raise RecipeError(f"answers, {question_id}", str(error.args[0]), "Use a question of the bank or define it under `definitions`.") from error


def column_values(survey: Rows, name: str, path: str) -> pl.Series:
    """One column as read; refuses a name the file does not have, with the nearest names it has."""
    names = [column.name for column in survey.columns]
    if name not in names:
        raise RecipeError(path, f"the file has no column {name!r}.", _did_you_mean(name, names))
    return survey.values(name)


def _did_you_mean(name: str, names: list[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name.lower(), [n.lower() for n in names], n=3, cutoff=0.5)
    found = [n for n in names if n.lower() in near]
    return f"Did you mean {', '.join(found)}?" if found else f"It has {len(names)} columns; the first are {', '.join(names[:8])}."


def _answer_columns(survey: Rows, question: Question, answering: Answering) -> dict[str, pl.Series]:
    path = f"answers, {question.id}"
    if question.kind == "many":
        return _ticked_columns(survey, question, answering, path)
    codes = _first_answer(survey, answering, path)
    if question.kind == "number":
        return _number_columns(question, codes, answering, path)
    return _chosen_columns(question, codes, answering, path)


def _first_answer(survey: Rows, answering: Answering, path: str) -> pl.Series:
    """Combine columns: the first that holds an answer (not blank, not a missing code), else the first filled."""
    found = [codes_of(column_values(survey, name, f"{path}, column")) for name in answering.column]
    if not found:
        raise RecipeError(path, "names no column.", "Add `column:` with the column that holds the answer.")
    gone = list(answering.missing)
    answered = [values.set(values.is_in(gone).fill_null(False), None) for values in found]
    return pl.select(pl.coalesce(*answered, *found)).to_series()


def _chosen_columns(question: Question, codes: pl.Series, answering: Answering, path: str) -> dict[str, pl.Series]:
    recode = answering.codes or {option.code: option.code for option in question.options}
    valid = {option.code for option in question.options}
    for value, code in recode.items():
        if code not in valid:
            raise RecipeError(f"{path}, codes, {value}", f"{code!r} is not an option of {question.id}.", f"Its options are: {', '.join(sorted(valid))}.")
    _refuse_unplanned(codes, set(recode) | set(answering.missing), path)
    reasons = {option.code: option.missing.value for option in question.options if option.missing}
    chosen = codes.replace_strict(recode, default=None, return_dtype=pl.String)
    missing = codes.replace_strict(answering.missing, default=None, return_dtype=pl.String)
    if reasons:
        missing = pl.select(pl.coalesce(missing, chosen.replace_strict(reasons, default=None, return_dtype=pl.String))).to_series()
    return _with_reason(question.id, chosen.set(missing.is_not_null(), None), missing)


def _number_columns(question: Question, codes: pl.Series, answering: Answering, path: str) -> dict[str, pl.Series]:
    missing = codes.replace_strict(answering.missing, default=None, return_dtype=pl.String)
    numbers = codes.set(missing.is_not_null(), None).cast(pl.Float64, strict=False)
    wrong = codes.filter(numbers.is_null() & codes.is_not_null() & missing.is_null())
    if len(wrong):
        raise RecipeError(path, f"{len(wrong):,} values are not numbers.", "Say under `missing:` which values mean no answer, or choose another column.")
    return _with_reason(question.id, numbers, missing)


def _ticked_columns(survey: Rows, question: Question, answering: Answering, path: str) -> dict[str, pl.Series]:
    valid = {option.code for option in question.options}
    for option in answering.options:
        if option not in valid:
            raise RecipeError(f"{path}, options, {option}", f"is not an option of {question.id}.", f"Its options are: {', '.join(sorted(valid))}.")
    if not answering.options:
        raise RecipeError(path, "is tick-all-that-apply and names no options.", "Write `options:` with a column for each option.")
    found = {o: codes_of(column_values(survey, c, f"{path}, options, {o}")) for o, c in answering.options.items()}
    ticked = {o: values.is_in(list(answering.ticked)).fill_null(False) for o, values in found.items()}
    columns = {f"{question.id}__{o.code}": ticked.get(o.code, pl.repeat(False, survey.rows, eager=True)) for o in question.options}
    reasons = [values.replace_strict(answering.missing, default=None, return_dtype=pl.String) for values in found.values()]
    filled = [v.is_not_null() & r.is_null() for v, r in zip(found.values(), reasons, strict=True)]
    any_filled = pl.select(pl.any_horizontal(*filled)).to_series()
    reason = pl.select(pl.coalesce(*reasons, pl.lit(MissingReason.NOT_ANSWERED.value))).to_series()
    nothing = next((o.code for o in question.options if o.code.startswith("none")), "")
    if nothing and nothing not in answering.options:
        any_ticked = pl.select(pl.any_horizontal(*ticked.values())).to_series()
        columns[f"{question.id}__{nothing}"] = any_filled & ~any_ticked
    return {**columns, f"{question.id}__missing": reason.set(any_filled, None)}


def _with_reason(question_id: str, answer: pl.Series, missing: pl.Series) -> dict[str, pl.Series]:
    blank = answer.is_null() & missing.is_null()
    return {question_id: answer, f"{question_id}__missing": missing.set(blank, MissingReason.NOT_ANSWERED.value)}


def _refuse_unplanned(codes: pl.Series, planned: set[str], path: str) -> None:
    left = codes.drop_nulls().unique().sort()
    unplanned = [code for code in left.to_list() if code not in planned]
    if unplanned:
        count = int(codes.is_in(unplanned).sum())
        named = ", ".join(repr(code) for code in unplanned[:NAMED_IN_ERRORS]) + (" …" if len(unplanned) > NAMED_IN_ERRORS else "")
        raise RecipeError(path, f"{len(unplanned)} values in {count:,} rows have no meaning yet: {named}.", "Give each an option under `codes:` or a reason under `missing:`.")


def _numbers(survey: Rows, name: str, path: str) -> NDArray[np.float64] | None:
    if not name:
        return None
    values = column_values(survey, name, path)
    if not values.dtype.is_numeric():
        raise RecipeError(path, f"column {name!r} holds text, not numbers.", "Choose the numeric column.")
    return values.cast(pl.Float64).fill_null(np.nan).to_numpy()


def _texts(survey: Rows, name: str, path: str) -> Texts:
    return np.array(codes_of(column_values(survey, name, path)).to_list(), dtype=object)


def _group(name: str, survey: Rows, recipe: Recipe, registry: Registry, frame: pl.DataFrame) -> Group:
    try:
        breakdown = registry.breakdown(name)
    except LookupError:
        return _raw_group(name, survey)
    if breakdown.question not in recipe.answers:
        raise RecipeError(f"by, {name}", f"no column answers {breakdown.question}.", f"Say under `answers:` which column holds {breakdown.label.lower()}.")
    return Group(breakdown.id, breakdown.label, tuple((o.code, o.label) for o in breakdown.levels), _level_values(breakdown, frame))


def _level_values(breakdown: Breakdown, frame: pl.DataFrame) -> Texts:
    codes = {option.code for option in breakdown.levels}
    by_reason = {option.missing.value: option.code for option in breakdown.levels if option.missing}
    answer, reason = frame[breakdown.question], frame[f"{breakdown.question}__missing"]
    level = answer.set(~answer.is_in(list(codes)).fill_null(True), None)
    said = reason.replace_strict(by_reason, default=None, return_dtype=pl.String) if by_reason else reason.clear(len(reason))
    return np.array(pl.select(pl.coalesce(level, said)).to_series().to_list(), dtype=object)


def _raw_group(name: str, survey: Rows) -> Group:
    values = codes_of(column_values(survey, name, f"by, {name}"))
    column = next(column for column in survey.columns if column.name == name)
    values = values.set(values.is_in(list(column.user_missing)).fill_null(False), None)
    found = sorted(values.drop_nulls().unique().to_list(), key=_natural)
    if not 2 <= len(found) <= MOST_LEVELS:
        raise RecipeError(f"by, {name}", f"column {name!r} has {len(found):,} different values.", f"A breakdown has 2 to {MOST_LEVELS}; choose another column or group its values.")
    return Group(name, column.label or name, tuple((code, _label(column.value_labels, code)) for code in found), np.array(values.to_list(), dtype=object))


def _label(labels: Mapping[str, str], code: str) -> str:
    return labels.get(code) or code


def _natural(code: str) -> tuple[int, float, str]:
    try:
        return (0, float(code), "")
    except ValueError:
        return (1, 0.0, code)


def _area(survey: Rows, recipe: Recipe, registry: Registry) -> Group | None:
    if not recipe.areas.column:
        return None
    path = "areas, column"
    codes = codes_of(column_values(survey, recipe.areas.column, path))
    if recipe.areas.codes:
        _refuse_unplanned(codes, set(recipe.areas.codes), "areas, codes")
        codes = codes.replace_strict(recipe.areas.codes, default=None, return_dtype=pl.String)
        codes = codes.set((codes == "").fill_null(False), None)  # "": a place outside the areas
    used = set(codes.drop_nulls().unique().to_list())
    parent = recipe.survey.area_code
    known = {code: area.name for code, area in registry.areas.items() if not parent or area.parent == parent}
    strangers = sorted(used - set(known))
    if strangers:
        raise RecipeError(path, f"{len(strangers)} values are not area codes: {', '.join(map(repr, strangers[:NAMED_IN_ERRORS]))}.", "Give each value its area code under `areas, codes:`.")
    ordered = sorted(known.items(), key=lambda pair: pair[1])
    return Group("area", "Area", tuple(ordered), np.array(codes.to_list(), dtype=object))
