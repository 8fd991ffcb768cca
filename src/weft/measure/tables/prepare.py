"""The survey file and the recipe become the analysis frame: answers, groups, design columns.

Every value of every column used is either turned into an answer, given a reason for missing, or refused by
name: nothing is dropped silently.
"""

from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weft.measure.tables.columns import Rows, Texts, keep_rows, refuse_unplanned
from weft.measure.tables.groups import Group, area_of, groups_of
from weft.measure.tables.reasons import declared_missing
from weft.measure.tables.recipe import Answering, Recipe, RecipeError
from weft.reading import SurveyFile
from weft.registry.answers import FrameAnswers
from weft.registry.definitions import MissingReason, Question
from weft.registry.load import Registry

__all__ = ["Group", "Prepared", "prepare"]


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


def prepare(file: SurveyFile, recipe: Recipe, registry: Registry) -> Prepared:
    """Apply a recipe to a file.

    Raises RecipeError naming the column, what was found and what to do.
    """
    survey, design = keep_rows(file, recipe.keep), recipe.design
    questions = {name: _question(registry, name) for name in recipe.answers}
    columns: dict[str, pl.Series] = {}
    for name, answering in recipe.answers.items():
        columns |= _answer_columns(survey, questions[name], answering)
    frame = pl.DataFrame(columns) if columns else pl.DataFrame({"_": np.zeros(survey.rows, dtype=np.int8)})
    return Prepared(
        rows=survey.rows,
        answers=FrameAnswers(frame, questions),
        frame=frame,
        weight=survey.numbers(design.weight, "design, weight"),
        strata=tuple(survey.texts(name, "design, strata") for name in design.strata),
        psu=tuple(survey.texts(name, "design, psu") for name in design.psu),
        fpc=survey.numbers(design.fpc, "design, fpc"),
        groups=groups_of(survey, recipe, registry, frame),
        area=area_of(survey, recipe, registry),
        asked=frozenset(recipe.answers),
    )


def _question(registry: Registry, name: str) -> Question:
    try:
        return registry.question(name)
    except LookupError as error:
        remedy = "Use a question of the bank or define it under `definitions`."
        raise RecipeError(f"answers, {name}", str(error.args[0]), remedy) from error


def _answer_columns(survey: Rows, question: Question, answering: Answering) -> dict[str, pl.Series]:
    path = f"answers, {question.id}"
    if question.kind == "many":
        return _ticked_columns(survey, question, answering, path)
    missing = _reasons(survey, answering, answering.column, f"{path}, column")
    codes = _first_answer(survey, answering, missing, path)
    if question.kind == "number":
        return _number_columns(question, codes, missing, path)
    return _chosen_columns(question, codes, answering, missing, path)


def _reasons(survey: Rows, answering: Answering, columns: tuple[str, ...], path: str) -> dict[str, str]:
    """Value -> reason for missing: what the recipe says, then what the file itself declares."""
    planned = {*answering.codes, *answering.missing}
    if answering.options:
        planned |= {*answering.ticked, *answering.unticked}
    found = dict(answering.missing)
    for name in columns:
        found = {**declared_missing(survey.column(name, path), planned), **found}
    return found


def _first_answer(survey: Rows, answering: Answering, missing: dict[str, str], path: str) -> pl.Series:
    """Combine columns: the first with an answer (not blank, not a missing code), else the first filled."""
    found = [survey.codes(name, f"{path}, column") for name in answering.column]
    if not found:
        raise RecipeError(path, "names no column.", "Add `column:` with the column that holds the answer.")
    gone = list(missing)
    answered = [values.set(values.is_in(gone).fill_null(False), None) for values in found]
    return pl.select(pl.coalesce(*answered, *found)).to_series()


def _chosen_columns(
    question: Question, codes: pl.Series, answering: Answering, missing: dict[str, str], path: str
) -> dict[str, pl.Series]:
    options = [option.code for option in question.options]
    recode = answering.codes or {code: code for code in options if code not in missing}
    for value, code in recode.items():
        if code not in options:
            found = f"{code!r} is not an option of {question.id}."
            raise RecipeError(f"{path}, codes, {value}", found, f"Its options are: {', '.join(options)}.")
    remedy = "Give each an option under `codes:` or a reason under `missing:`."
    refuse_unplanned(codes, set(recode) | set(missing), path, remedy)
    chosen, reason = _recoded(codes, recode), _recoded(codes, missing)
    by_option = {option.code: option.missing.value for option in question.options if option.missing}
    reason = pl.select(pl.coalesce(reason, _recoded(chosen, by_option))).to_series()
    return _with_reason(question.id, chosen.set(reason.is_not_null(), None), reason)


def _recoded(codes: pl.Series, meaning: dict[str, str]) -> pl.Series:
    if not meaning:
        return pl.Series(codes.name, [None] * len(codes), dtype=pl.String)
    return codes.replace_strict(meaning, default=None, return_dtype=pl.String)


def _number_columns(
    question: Question, codes: pl.Series, missing: dict[str, str], path: str
) -> dict[str, pl.Series]:
    reason = _recoded(codes, missing)
    numbers = codes.set(reason.is_not_null(), None).cast(pl.Float64, strict=False)
    numbers = numbers.set(~numbers.is_finite().fill_null(True), None)
    wrong = int((numbers.is_null() & codes.is_not_null() & reason.is_null()).sum())
    if wrong:
        found = "1 value is not a number." if wrong == 1 else f"{wrong:,} values are not numbers."
        remedy = "Say under `missing:` which values mean no answer, or choose another column."
        raise RecipeError(path, found, remedy)
    return _with_reason(question.id, numbers, reason)


def _ticked_columns(
    survey: Rows, question: Question, answering: Answering, path: str
) -> dict[str, pl.Series]:
    """One column a box. With no box for "none", who filled the question in and ticked nothing is none.

    A box left unanswered for a reason (refused, not asked) settles nothing unless another box is ticked.
    """
    _refuse_options(question, answering, path)
    missing = _reasons(survey, answering, tuple(answering.options.values()), f"{path}, options")
    found = {o: _box(survey, o, answering, missing, path) for o in answering.options}
    ticked = {o: v.is_in(list(answering.ticked)).fill_null(False) for o, v in found.items()}
    reasons = [_recoded(values, missing) for values in found.values()]
    any_ticked = _any(list(ticked.values()))
    filled = _any([v.is_not_null() & r.is_null() for v, r in zip(found.values(), reasons, strict=True)])
    settled = any_ticked | (filled & ~_any([reason.is_not_null() for reason in reasons]))
    if (nothing := _none_of_these(question)) and nothing not in answering.options:
        ticked[nothing] = settled & ~any_ticked
    unticked = pl.repeat(False, survey.rows, eager=True)
    columns = {f"{question.id}__{o.code}": ticked.get(o.code, unticked) for o in question.options}
    reason = pl.select(pl.coalesce(*reasons, pl.lit(MissingReason.NOT_ANSWERED.value))).to_series()
    return {**columns, f"{question.id}__missing": reason.set(settled, None)}


def _box(survey: Rows, option: str, answering: Answering, missing: dict[str, str], path: str) -> pl.Series:
    where = f"{path}, options, {option}"
    values = survey.codes(answering.options[option], where)
    remedy = "Say which under `ticked:` or `unticked:`, or give a reason under `missing:`."
    refuse_unplanned(values, {*answering.ticked, *answering.unticked, *missing}, where, remedy)
    return values


def _none_of_these(question: Question) -> str:
    return next((o.code for o in question.options if o.code.startswith("none")), "")


def _refuse_options(question: Question, answering: Answering, path: str) -> None:
    known = [option.code for option in question.options]
    for option in answering.options:
        if option not in known:
            found = f"is not an option of {question.id}."
            raise RecipeError(f"{path}, options, {option}", found, f"Its options are: {', '.join(known)}.")
    if not answering.options:
        remedy = "Write `options:` with a column for each option."
        raise RecipeError(path, "is tick-all-that-apply and names no options.", remedy)


def _any(flags: list[pl.Series]) -> pl.Series:
    return pl.select(pl.any_horizontal(*flags)).to_series()


def _with_reason(question: str, answer: pl.Series, reason: pl.Series) -> dict[str, pl.Series]:
    blank = answer.is_null() & reason.is_null()
    unsaid = MissingReason.NOT_ANSWERED.value
    return {question: answer, f"{question}__missing": reason.set(blank, unsaid)}
