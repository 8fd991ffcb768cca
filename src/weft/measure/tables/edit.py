"""Small changes to a recipe: a column given a meaning, taken away, a measure of the analyst's own."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from weft.measure.tables.recipe import Answering, Recipe
from weft.measure.tables.suggest import Suggestion, answers_from, codes_for, ticked_values, unticked_values
from weft.reading import Column
from weft.registry.definitions import Question
from weft.registry.load import Registry

LONGEST_ID = 40


def with_column(
    recipe: Recipe, column: Column, question: Question, option: str = "", *, beside: bool = False
) -> Recipe:
    """The column answers the question or holds one of its boxes; labels say what its values mean.

    beside: True keeps the columns that answer it already: the first with an answer counts.
    """
    before = recipe.answers.get(question.id)
    if before and column.name in before.column:
        return recipe
    recipe = without_column(recipe, column.name, keep_own=question.id)
    before = recipe.answers.get(question.id, Answering())
    codes, missing = codes_for(column, question)
    if question.kind == "many":
        box = _box(column, option, missing)
        answering = _joined(box, before) if before.options else box
    elif beside:
        answering = replace(
            before,
            column=(*before.column, column.name),
            codes={**codes, **before.codes},
            missing={**missing, **before.missing},
        )
    else:
        answering = Answering(column=(column.name,), codes=codes, missing=missing)
    return recipe.with_answer(question.id, answering)


def _box(column: Column, option: str, missing: dict[str, str]) -> Answering:
    """One box of a tick-all question: what is neither ticked nor missing is not ticked."""
    ticked = ticked_values(column)
    missing = {value: reason for value, reason in missing.items() if value not in ticked}
    unticked = unticked_values(column, {*ticked, *missing})
    return Answering(options={option: column.name}, missing=missing, ticked=ticked, unticked=unticked)


def _joined(box: Answering, before: Answering) -> Answering:
    """More boxes of a question beside those it has; what was said before stands."""
    said = {*before.missing, *before.ticked, *before.unticked}
    return replace(
        before,
        options={**box.options, **before.options},
        missing={**{v: why for v, why in box.missing.items() if v not in said}, **before.missing},
        ticked=(*before.ticked, *(v for v in box.ticked if v not in said)),
        unticked=(*before.unticked, *(v for v in box.unticked if v not in said)),
    )


def without_column(recipe: Recipe, name: str, *, keep_own: str = "") -> Recipe:
    """Nothing answered from that column; an own measure that loses its last column goes too."""
    answers: dict[str, Answering] = {}
    gone = []
    for question, answering in recipe.answers.items():
        column = tuple(c for c in answering.column if c != name)
        options = {option: c for option, c in answering.options.items() if c != name}
        if column or options:
            answers[question] = replace(answering, column=column, options=options)
        elif question != keep_own:
            gone.append(question)
    recipe = replace(recipe, answers=answers)
    for question in gone:
        if question.startswith("local/"):
            recipe = without_own_measure(recipe, question)
    return recipe


def with_suggestions(recipe: Recipe, offered: dict[str, Suggestion], registry: Registry) -> Recipe:
    """Suggestions accepted together; boxes of a question join those it has."""
    for question, answering in answers_from(offered, registry).items():
        before = recipe.answers.get(question)
        if before and before.options:
            answering = _joined(answering, before)
        recipe = recipe.with_answer(question, answering)
    return recipe


@dataclass(frozen=True)
class OwnMeasure:
    """A measure the bank has not: a share (these answers count) or the mean of a number.

    options: option code -> label. counts: the codes that count, for a share.
    """

    label: str
    text: str
    theme: str
    good: str
    unit: str
    kind: str
    options: dict[str, str]
    counts: tuple[str, ...] = ()


def own_id(label: str, registry: Registry) -> str:
    """An id for an own measure, not taken yet: local/cycled_last_week."""
    base = "local/" + (re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")[:LONGEST_ID] or "measure")
    if not base[6].isalpha():
        base = "local/m_" + base[6:]
    found, number = base, 2
    while found in registry.questions or found in registry.indicators:
        found, number = f"{base}_{number}", number + 1
    return found


def with_own_measure(recipe: Recipe, name: str, own: OwnMeasure, today: date) -> Recipe:
    """The recipe defining a question and an indicator of that id."""
    before = without_own_measure(recipe, name).definitions
    definitions = {
        "version": before.get("version", 1),
        "updated": today.isoformat(),
        **{key: value for key, value in before.items() if key not in ("version", "updated")},
        "questions": [*before.get("questions", []), _question(name, own)],
        "indicators": [*before.get("indicators", []), _indicator(name, own)],
    }
    return replace(recipe, definitions=definitions)


def without_own_measure(recipe: Recipe, name: str) -> Recipe:
    """The recipe without the question and the indicator of that id; no definitions where none are left."""
    definitions = dict(recipe.definitions)
    for section in ("questions", "indicators"):
        left = [one for one in definitions.get(section, []) if one.get("id") != name]
        definitions.pop(section, None)
        if left:
            definitions[section] = left
    if not any(section in definitions for section in ("questions", "indicators", "breakdowns")):
        definitions = {}
    chosen = tuple(indicator for indicator in recipe.indicators if indicator.partition("@")[0] != name)
    return replace(recipe, definitions=definitions, indicators=chosen)


def with_labels(recipe: Recipe, name: str, labels: dict[str, str]) -> Recipe:
    """Other words for the answers of an own measure, by option code."""
    definitions = dict(recipe.definitions)
    definitions["questions"] = [
        {**one, "options": {code: labels.get(code, label) for code, label in one["options"].items()}}
        if one.get("id") == name and "options" in one
        else one
        for one in definitions.get("questions", [])
    ]
    return replace(recipe, definitions=definitions)


def _question(name: str, own: OwnMeasure) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": name,
        "version": 1,
        "text": own.text,
        "kind": "number" if own.kind == "mean" else "one",
    }
    return found if own.kind == "mean" else {**found, "options": dict(own.options)}


def _indicator(name: str, own: OwnMeasure) -> dict[str, Any]:
    common = {
        "id": name,
        "version": 1,
        "theme": own.theme,
        "label": own.label,
        "unit": own.unit,
        "good": own.good,
    }
    if own.kind == "mean":
        said = {
            "says": f"on average answered “{own.text}” with",
            "counted": "The average of the numbers given",
        }
        return {
            **common,
            **said,
            "out_of": "People who answered the question",
            "estimator": "mean",
            "value": name,
        }
    answers = " or ".join(f"“{own.options[code]}”" for code in own.counts)
    return {
        **common,
        "says": f"answered {answers} to “{own.text}”",
        "counted": f"People who answered {answers}",
        "out_of": "People who answered the question",
        "numerator": {"question": name, "in": list(own.counts)},
        "denominator": {"answered": name},
    }
