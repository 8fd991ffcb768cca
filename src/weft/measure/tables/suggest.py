"""Which question a column probably answers, from its label, its answer labels and the question bank.

A suggestion is only ever offered: the analyst accepts or changes it. Likeness is the share of common words.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache

from weft.measure.tables.reasons import reason_for
from weft.measure.tables.recipe import Answering
from weft.reading import Column, SurveyFile
from weft.registry.definitions import MissingReason, Option, Question
from weft.registry.load import Registry

GOOD_ENOUGH = 0.55  # under this nothing is suggested
OPTIONS_WEIGHT = 0.6  # answer labels say more than question labels, which survey houses shorten
CODE_FITS = 0.5

_TICKED = re.compile(r"^(yes|ticked|selected|mentioned|chosen|true)$", re.I)
_SMALL_WORDS = frozenset(
    re.split(
        r"\s+",
        "a an and are as at be by do for from have has how in is it of on or the this to up "
        "what which who with you your",
    )
)


@dataclass(frozen=True)
class Suggestion:
    """One column's likely meaning. `option` is set for one box of a tick-all-that-apply question."""

    column: str
    question: str
    likeness: float
    option: str = ""
    codes: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ()
    unticked: tuple[str, ...] = ()


def suggest(survey: SurveyFile, registry: Registry) -> dict[str, Suggestion]:
    """The best suggestion for each column that has one good enough; a question is suggested once."""
    questions = list(registry.questions.values())
    found = [s for column in survey.columns for q in questions for s in _candidates(column, q)]
    best: dict[str, Suggestion] = {}
    taken: set[tuple[str, str]] = set()
    for suggestion in sorted(found, key=lambda s: -s.likeness):
        slot = (suggestion.question, suggestion.option)
        if suggestion.column not in best and slot not in taken:
            best[suggestion.column] = suggestion
            taken.add(slot)
    return best


def answers_from(suggestions: dict[str, Suggestion], registry: Registry) -> dict[str, Answering]:
    """Accepted suggestions as the `answers` part of a recipe."""
    answers: dict[str, Answering] = {}
    for suggestion in suggestions.values():
        if registry.question(suggestion.question).kind == "many":
            before = answers.get(suggestion.question, Answering(ticked=(), unticked=()))
            answers[suggestion.question] = Answering(
                options={**before.options, suggestion.option: suggestion.column},
                missing={**before.missing, **suggestion.missing},
                ticked=_both(before.ticked, suggestion.ticked),
                unticked=_both(before.unticked, suggestion.unticked),
            )
        else:
            answers[suggestion.question] = Answering(
                column=(suggestion.column,), codes=suggestion.codes, missing=suggestion.missing
            )
    return answers


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def codes_for(column: Column, question: Question) -> tuple[dict[str, str], dict[str, str]]:
    """What each value of a column means: value -> option code, and value -> reason for missing."""
    codes: dict[str, str] = {}
    missing: dict[str, str] = {}
    for value, label in _values(column).items():
        option = _closest(label or value, question.options)
        if option is not None:
            codes[value] = option.code
        elif value in column.user_missing or reason_for(label or value):
            missing[value] = (reason_for(label or value) or MissingReason.NOT_ANSWERED).value
    return codes, missing


def ticked_values(column: Column) -> tuple[str, ...]:
    """The values of a box to tick that mean it was ticked."""
    return tuple(v for v, label in _values(column).items() if _TICKED.match(label or v)) or ("1",)


def unticked_values(column: Column, other: Collection[str]) -> tuple[str, ...]:
    """The values of a box that mean it was left alone: all that are not ticked or a reason for missing."""
    return tuple(value for value in _values(column) if value not in other)


def _values(column: Column) -> dict[str, str]:
    """Every value a column is known to take, with its label: declared, missing, then those seen."""
    seen = {code: label for code, label, _ in column.top}
    return {**seen, **column.value_labels, **column.user_missing}


def _candidates(column: Column, question: Question) -> list[Suggestion]:
    if question.kind == "many":
        return _box(column, question)
    text = likeness(column.label or column.name, question.text)
    if question.kind == "number":
        fits = column.kind == "number" and not column.value_labels and text >= GOOD_ENOUGH
        _, missing = codes_for(column, question)
        return [Suggestion(column.name, question.id, text, missing=missing)] if fits else []
    codes, missing = codes_for(column, question)
    asked = [o for o in question.options if o.missing is None]
    values = [v for v in _values(column) if v not in missing]
    if not values or not asked:
        return []
    options = min(len(set(codes.values())) / len(asked), len(codes) / len(values))
    score = OPTIONS_WEIGHT * options + (1 - OPTIONS_WEIGHT) * text
    if score < GOOD_ENOUGH or text < 0.15:
        return []
    return [Suggestion(column.name, question.id, score, codes=codes, missing=missing)]


def _box(column: Column, question: Question) -> list[Suggestion]:
    """A column of ticks whose label names the question and one of its options."""
    ticked = ticked_values(column)
    if len([v for v in _values(column) if v not in column.user_missing]) > 3:
        return []
    label = column.label or column.name
    stem, _, rest = label.rpartition(":")
    scores = [(likeness(rest or label, option.label), option) for option in question.options]
    score, option = max(scores, key=lambda pair: pair[0])
    score = 0.7 * score + 0.3 * (likeness(stem, question.text) if stem else 0.0)
    if score < GOOD_ENOUGH:
        return []
    _, missing = codes_for(column, question)
    missing = {value: reason for value, reason in missing.items() if value not in ticked}
    unticked = unticked_values(column, {*ticked, *missing})
    return [
        Suggestion(
            column.name,
            question.id,
            score,
            option=option.code,
            missing=missing,
            ticked=ticked,
            unticked=unticked,
        )
    ]


def _closest(label: str, options: tuple[Option, ...]) -> Option | None:
    if not options:
        return None
    score, option = max(((likeness(label, o.label), o) for o in options), key=lambda pair: pair[0])
    return option if score >= CODE_FITS else None


def likeness(one: str, other: str) -> float:
    """How alike two short texts are, 0 to 1: words in common over all words, small words left out (Dice)."""
    a, b = _words(one), _words(other)
    if a and b:
        return 2 * len(a & b) / (len(a) + len(b))
    return float(one.strip().lower() == other.strip().lower())


@lru_cache(maxsize=50_000)
def _words(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z0-9]+", text.lower().replace("'", "").replace("’", ""))
    return frozenset(_stem(word) for word in found if word not in _SMALL_WORDS)


def _stem(word: str) -> str:
    return re.sub(r"(ing|ed|s)$", "", word) if len(word) > 4 else word
