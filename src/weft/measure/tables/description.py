"""A survey file described for the analyst: its columns as comments, then a recipe to start from."""

import re
from collections.abc import Iterator

import yaml

from weft.measure.tables.recipe import Recipe, SampleDesign
from weft.measure.tables.suggest import answers_from, suggest
from weft.reading import Column, SurveyFile
from weft.registry.load import Registry

MOST_VALUES = 12  # values are listed only where there are few: many are names or free text
_WEIGHT = re.compile(r"wt|wgt|weight", re.I)
_STRATUM = re.compile(r"strat", re.I)
_UNIT = re.compile(r"psu|cluster|sampling unit", re.I)
_ASK = {
    "name": "the name of the survey",
    "period": "when people answered, for example 2021-22",
    "area": "the place it is about",
    "population": "who could be asked",
    "sample": "probability, quota, self_selected, participants or administrative",
    "mode": "how people answered",
    "response": "how many were asked and how many answered",
    "limits": "what the survey cannot say",
}


def suggested_recipe(survey: SurveyFile, registry: Registry) -> Recipe:
    """The likely meaning of each column. A suggestion only: the analyst accepts or changes it."""
    answers = answers_from(suggest(survey, registry), registry)
    by = [name for name, breakdown in registry.breakdowns.items() if breakdown.question in answers]
    return Recipe(answers=answers, by=tuple(by), design=_likely_design(survey))


def _likely_design(survey: SurveyFile) -> SampleDesign:
    """Weight, strata and units where exactly one column's name says so; otherwise left to the analyst."""
    numbers = [column for column in survey.columns if column.kind == "number"]
    weight, stratum = _only(numbers, _WEIGHT), _only(survey.columns, _STRATUM)
    unit = _only(survey.columns, _UNIT)
    return SampleDesign(weight=weight, strata=(stratum,) if stratum else (), psu=(unit,) if unit else ())


def _only(columns: tuple[Column, ...] | list[Column], pattern: re.Pattern[str]) -> str:
    found = [column.name for column in columns if pattern.search(column.name)]
    return found[0] if len(found) == 1 else ""


def description(survey: SurveyFile, registry: Registry) -> str:
    """A YAML text: what was read, as comments, then the suggested recipe with the facts to fill in."""
    recipe = suggested_recipe(survey, registry)
    parts = [*(f"# {line}" for line in _said(survey)), "", "weft: recipe/1", "survey:"]
    parts += [f'  {name}: ""  # {meaning}' for name, meaning in _ASK.items()]
    rest = {key: value for key, value in recipe.to_data().items() if key not in ("weft", "survey")}
    if rest:
        parts.append(yaml.safe_dump(rest, sort_keys=False, allow_unicode=True, width=100).rstrip())
    return "\n".join(parts) + "\n"


def _said(survey: SurveyFile) -> Iterator[str]:
    yield f"{survey.format}: {survey.rows:,} rows, {len(survey.columns):,} columns"
    yield from (_one_line(note) for note in survey.notes)
    yield "Columns: name, kind, answered / blank / declared missing, label, values"
    for column in survey.columns:
        counts = f"{column.n_answered:,} / {column.n_blank:,} / {column.n_user_missing:,}"
        parts = [column.name, column.kind, counts, column.label, _values(column)]
        yield _one_line("; ".join(part for part in parts if part))
    yield "What follows is a suggestion: check every line before using it."


def _values(column: Column) -> str:
    listed = {**column.value_labels, **column.user_missing}
    if not listed and column.distinct <= MOST_VALUES:
        listed = {code: label for code, label, _ in column.top}
    shown = [
        f"{code} = {label}" if label else code for code, label in list(listed.items())[: MOST_VALUES * 2]
    ]
    return ", ".join(shown)


def _one_line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
