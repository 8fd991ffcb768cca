"""The columns of one survey: what each answers, what is suggested, which values still lack a meaning."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl

from weft.measure.models import Survey
from weft.measure.recipes import shipped_registry
from weft.measure.tables.recipe import Answering, Recipe
from weft.measure.tables.suggest import Suggestion, suggest
from weft.reading import Column, SurveyFile
from weft.registry.definitions import Question
from weft.registry.load import Registry

MOST_VALUES = 300  # more different values than this are not answers to choose from
MOST_FILES = 8  # kept ready in each process


@lru_cache(maxsize=MOST_FILES)
def _file(folder: Path) -> SurveyFile:
    return SurveyFile.load(folder)


@lru_cache(maxsize=MOST_FILES)
def _suggestions(folder: Path) -> dict[str, Suggestion]:
    return suggest(_file(folder), shipped_registry())


def file_of(survey: Survey) -> SurveyFile:
    """The survey as read. It never changes once read, so it is kept ready in the process."""
    return _file(survey.folder / "read")


def suggestions_for(survey: Survey) -> dict[str, Suggestion]:
    return _suggestions(survey.folder / "read")


@dataclass(frozen=True)
class Value:
    """One value of a column: its code and label, the people who gave it, whether the file calls it missing."""

    code: str
    label: str
    count: int
    is_missing: bool = False


class TooManyValues(ValueError):
    """A column with so many different values that nobody could give each a meaning."""

    def __init__(self, count: int) -> None:
        super().__init__(str(count))
        self.count = count


def values_of(file: SurveyFile, names: tuple[str, ...], *, numbers: bool = False) -> list[Value]:
    """Every value the columns hold or declare, in order; for numbers only those that may not be one.

    Raises TooManyValues.
    """
    labels: dict[str, str] = {}
    missing: set[str] = set()
    counts: dict[str, int] = {}
    for name in names:
        column = file.column(name)
        labels |= column.value_labels | column.user_missing
        missing |= set(column.user_missing)
        for code, count in _counted(file.codes(name)):
            counts[code] = counts.get(code, 0) + count
    codes = sorted({*counts, *labels}, key=_in_order)
    if numbers:
        codes = [code for code in codes if code in labels or not is_number(code)]
    if len(codes) > MOST_VALUES:
        raise TooManyValues(len(codes))
    return [Value(code, labels.get(code, ""), counts.get(code, 0), code in missing) for code in codes]


def _counted(codes: pl.Series) -> list[tuple[str, int]]:
    table = codes.drop_nulls().value_counts(name="people")
    return [(str(code), int(count)) for code, count in table.iter_rows()]


def _in_order(code: str) -> tuple[int, float, str]:
    try:
        return (0, float(code), "")
    except ValueError:
        return (1, 0.0, code.casefold())


def blanks_in(file: SurveyFile, names: tuple[str, ...]) -> int:
    """People with no value in any of the columns."""
    blank = [file.codes(name).is_null() for name in names]
    return int(pl.select(pl.all_horizontal(*blank)).to_series().sum())


def unplanned(column: Column, question: Question, answering: Answering) -> list[str]:
    """Values seen in the column that the recipe gives no meaning yet."""
    seen = [code for code, _, _ in column.top]
    known = set(answering.missing) | set(answering.codes)
    if question.kind == "many":
        known |= {*answering.ticked, *answering.unticked}
    if question.kind == "number":
        return [code for code in seen if code not in known and not is_number(code)]
    if question.kind == "one" and not answering.codes:
        known |= {option.code for option in question.options}
    return [code for code in seen if code not in known]


def is_number(code: str) -> bool:
    try:
        float(code)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Use:
    """What one column is used for. kind: answer, design, area, suggested or unused."""

    number: int
    column: Column
    kind: str
    question: Question | None = None
    option: str = ""
    unplanned: int = 0
    role: str = ""

    @property
    def option_label(self) -> str:
        return self.question.label_of(self.option) if self.question and self.option else ""


def column_uses(survey: Survey, recipe: Recipe, registry: Registry) -> list[Use]:
    """Every column of the file in order, with what it is used for."""
    answers, roles = _answers(recipe), _roles(recipe)
    offered = still_offered(survey, recipe)
    found = []
    for number, column in enumerate(file_of(survey).columns, start=1):
        if column.name in answers:
            found.append(_answer_use(number, column, answers[column.name], recipe, registry))
        elif column.name in roles:
            found.append(Use(number, column, "design", role=roles[column.name]))
        elif column.name in offered:
            one = offered[column.name]
            found.append(Use(number, column, "suggested", registry.question(one.question), one.option))
        else:
            found.append(Use(number, column, "unused"))
    return found


def _answers(recipe: Recipe) -> dict[str, tuple[str, str]]:
    """Column -> the question it answers and, for a box to tick, its option."""
    found: dict[str, tuple[str, str]] = {}
    for question, answering in recipe.answers.items():
        found |= dict.fromkeys(answering.column, (question, ""))
        found |= {name: (question, option) for option, name in answering.options.items()}
    return found


def _roles(recipe: Recipe) -> dict[str, str]:
    design = recipe.design
    roles = {recipe.areas.column: "area", design.fpc: "fpc"}
    roles |= (
        dict.fromkeys(design.psu, "psu") | dict.fromkeys(design.strata, "strata") | {design.weight: "weight"}
    )
    return roles


def _answer_use(
    number: int, column: Column, answer: tuple[str, str], recipe: Recipe, registry: Registry
) -> Use:
    question_id, option = answer
    if question_id not in registry.questions:
        return Use(number, column, "answer", unplanned=1)
    question = registry.question(question_id)
    left = len(unplanned(column, question, recipe.answers[question_id]))
    return Use(number, column, "answer", question, option, left)


def still_offered(survey: Survey, recipe: Recipe) -> dict[str, Suggestion]:
    """Suggestions for columns and questions the recipe does not use yet."""
    used = set(_answers(recipe)) | set(_roles(recipe))
    boxes = {
        (question, option) for question, answering in recipe.answers.items() for option in answering.options
    }
    whole = {question for question, answering in recipe.answers.items() if answering.column}
    return {
        name: one
        for name, one in suggestions_for(survey).items()
        if name not in used and one.question not in whole and (one.question, one.option) not in boxes
    }


def number_of(file: SurveyFile, name: str) -> int:
    """Where a column stands in the file, from 1; 0 when it has none of that name."""
    return next((i for i, column in enumerate(file.columns, start=1) if column.name == name), 0)
