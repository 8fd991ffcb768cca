"""A survey as the room for analysts sees it: answers, groups, weights and record keys, one entry a person."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from weft.inside.keys import keys_of
from weft.inside.models import Opening
from weft.inside.rules import Refused
from weft.measure.recipes import registry_for
from weft.measure.tables.columns import keep_rows
from weft.measure.tables.evidence import chosen_indicators
from weft.measure.tables.prepare import Group, Prepared, prepare
from weft.measure.tables.recipe import Recipe, RecipeError, recipe_from_data
from weft.measure.tables.sampling import all_groups, survey_design
from weft.reading import SurveyFile
from weft.registry.conditions import indicator_values
from weft.registry.definitions import Estimator, Indicator, Question
from weft.registry.load import Registry
from weft.stats._types import Flags, Floats, Ints

MOST_ROOMS = 4  # kept ready in each process
GONE = "The file of this survey is not here any more. Ask whoever opened it."


@dataclass(frozen=True)
class Answer:
    """One answer that is counted: its code, what it says, and who gave it."""

    code: str
    label: str
    gave: Flags


@dataclass(frozen=True, eq=False, repr=False)
class Room:
    """Everybody the frozen recipe keeps. rows: the line of the file each person stands in, of file_rows lines."""

    prepared: Prepared
    registry: Registry
    indicators: tuple[Indicator, ...]
    weights: Floats
    keys: Ints
    rows: Ints
    file_rows: int
    is_weighted: bool
    is_synthetic: bool

    @property
    def groups(self) -> dict[str, Group]:
        """Every breakdown by its name, the area last."""
        return {group.id: group for group in all_groups(self.prepared)}

    @property
    def questions(self) -> list[Question]:
        """What can be counted as it was asked; numbers have no answers to count."""
        every = (self.registry.question(name) for name in sorted(self.prepared.asked))
        return [question for question in every if question.kind != "number"]

    def label_of(self, what: str) -> str:
        kind, _, key = what.partition(":")
        return self.registry.indicator(key).label if kind == "indicator" else self.registry.question(key).text

    def answered(self, what: str) -> Flags:
        """Who is in the base: inside the definition, with a substantive answer."""
        kind, _, key = what.partition(":")
        if kind == "indicator":
            return ~np.isnan(self._values(key))
        found: Flags = self.prepared.answers.answered(key)
        return found

    def answers(self, what: str) -> Iterator[Answer]:
        """The answers of a question, or the one an indicator counts."""
        kind, _, key = what.partition(":")
        if kind == "indicator":
            yield Answer("counted", self.registry.indicator(key).says, self._values(key) == 1)
            return
        for option in self.registry.question(key).options:
            if option.missing is None:
                yield Answer(option.code, option.label, self.prepared.answers.is_in(key, [option.code]))

    def _values(self, key: str) -> Floats:
        indicator = self.registry.indicator(key)
        assert indicator.numerator is not None
        return indicator_values(indicator.numerator, indicator.denominator, self.prepared.answers)


def room_of(opening: Opening, recipe: dict[str, Any] | None = None) -> Room:
    """The room of an opening, kept ready in the process. Raises Refused where it is closed or the file is gone.

    recipe: of an earlier opening of the same file, to count what was taken out then.
    """
    survey = opening.survey
    if survey is None or opening.closed_at is not None or not (survey.folder / "read").is_dir():
        raise Refused(GONE)
    return _room(survey.folder, opening.sha256, json.dumps(recipe or opening.recipe, sort_keys=True))


@lru_cache(maxsize=MOST_ROOMS)
def _room(folder: Path, sha256: str, recipe_text: str) -> Room:
    file, recipe = SurveyFile.load(folder / "read"), recipe_from_data(json.loads(recipe_text))
    try:
        registry = registry_for(recipe)
        prepared = prepare(file, recipe, registry)
        weights = survey_design(prepared, recipe, {}).sampling.weights
        indicators, _ = chosen_indicators(replace(recipe, indicators=()), registry, prepared.asked)
    except RecipeError as error:
        raise Refused(str(error)) from error
    rows = _kept_rows(file, recipe)
    return Room(
        prepared=prepared,
        registry=registry,
        indicators=tuple(i for i in indicators if i.estimator is Estimator.PROPORTION),
        weights=np.asarray(weights, np.float64),
        keys=keys_of(sha256, file.rows)[rows],
        rows=rows,
        file_rows=file.rows,
        is_weighted=bool(recipe.design.weight or recipe.rake.margins),
        is_synthetic=recipe.survey.synthetic,
    )


def _kept_rows(file: SurveyFile, recipe: Recipe) -> Ints:
    kept = keep_rows(file, recipe.keep).kept
    found: Ints = np.arange(file.rows) if kept is None else np.flatnonzero(kept.to_numpy())
    return found
