"""A field for each kind of question: what is typed or chosen becomes the value the form keeps.

Every field shows the value of the form (`prepare_value`) and gives it back cleaned, as text. What the form itself
says of an answer (required, constraint) is the engine's to check, so no field is required here.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from weft.forms.engine import Choice, Question, QuestionState
from weft.forms.files import FILES
from weft.forms.pages.dates import Day, DayAndTime, Moment
from weft.forms.pages.typed import Answer, LongAnswer, Number, WholeNumber, narrow
from weft.forms.pages.widgets import RankPlaces
from weft.forms.rules import LISTED_CHOICES, RANGE_AS_RADIOS
from weft.places.locate import area_at, locate

WHY = "--why"  # name of the field that takes the reason for no answer
REASON_VALUE = "weft:"  # before a reason among the values of radios
COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class Offering(forms.ChoiceField):
    """What can be chosen, which a page may widen (reasons for no answer) or narrow (a search)."""

    offered: Sequence[tuple[str, str]] = ()

    def offer(self, offered: Sequence[tuple[str, str]]) -> None:
        self.offered = tuple(offered)
        self.choices = list(offered)


class OneChoice(Offering):
    """Radios."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(choices=choices, required=False, widget=forms.RadioSelect())
        self.offered = tuple(choices)
        self.error_messages["invalid_choice"] = _("Choose one of the answers listed")

    def clean(self, value: Any) -> str:
        return str(super().clean(value))


class SeveralChoices(Offering, forms.MultipleChoiceField):
    """Checkboxes; kept in the order of the list, a space between."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(choices=choices, required=False, widget=forms.CheckboxSelectMultiple())
        self.offered = tuple(choices)
        self.error_messages["invalid_choice"] = _("Choose from the answers listed")

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        chosen = set(super().clean(value))
        why = [each for each in chosen if each.startswith(REASON_VALUE)]
        if why and len(chosen) > 1:
            raise forms.ValidationError(_("Choose your answers, or the last option, not both"))
        return " ".join(code for code, _label in self.offered if code in chosen)


class Ranking(forms.MultiValueField):
    """A place for each thing, each place once."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        self.ranked = tuple(choice.value for choice in choices)
        labels = [choice.label for choice in choices]
        fields = [forms.CharField(max_length=4, required=False) for _each in choices]
        super().__init__(
            fields, require_all_fields=False, required=False, widget=RankPlaces(self.ranked, labels)
        )

    def compress(self, data_list: Sequence[str]) -> str:
        if not any(data_list):
            return ""
        places = dict(zip(self.ranked, data_list, strict=True))
        wanted = {str(number) for number in range(1, len(self.ranked) + 1)}
        if set(places.values()) != wanted:
            raise forms.ValidationError(_("Give each one a different place"))
        return " ".join(sorted(places, key=lambda code: int(places[code])))


class Ticked(forms.BooleanField):
    """Something to confirm: "OK" once it is."""

    def __init__(self, label: str) -> None:
        super().__init__(required=False, label=label, widget=forms.CheckboxInput())

    def prepare_value(self, value: Any) -> bool:
        return value in ("OK", True, "on")

    def clean(self, value: Any) -> str:
        return "OK" if super().clean(value) else ""


class Position(Answer):
    """Where something is: latitude and longitude, typed."""

    def __init__(self) -> None:
        super().__init__(max_length=60, widget=narrow("text"))

    def prepare_value(self, value: Any) -> str:
        return ", ".join(str(value).split()[:2]) if value and "," not in str(value) else str(value or "")

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if not text.strip():
            return ""
        found = COORDINATES.fullmatch(text)
        if not found or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
            raise forms.ValidationError(_("Enter latitude and longitude, like 51.5045, -0.0865"))
        return f"{float(found[1])} {float(found[2])} 0.0 0.0"


class PostcodeArea(Answer):
    """A postcode, of which only the code of its area is kept: the postcode is neither stored nor logged."""

    def __init__(self, kept: str) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-10", "autocomplete": "postal-code"})
        super().__init__(max_length=20, widget=widget)
        self.kept = kept

    def prepare_value(self, value: Any) -> str:  # noqa: ARG002 - the page shows the area beside the field
        return ""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value))
        if not typed:
            return self.kept
        found = locate(typed)
        area = area_at(found.point.latitude, found.point.longitude, postcode=typed) if found else None
        if area is None:
            raise forms.ValidationError(_("Enter a full postcode of the city. We did not find that one"))
        return area.code


def field_for(question: Question, state: QuestionState, weft: dict[str, str]) -> forms.Field | None:
    """The field of a question; None for a note, which asks nothing."""
    if is_postcode(question, weft):
        return PostcodeArea(state.value)
    if question.kind == "text" or question.kind not in MAKERS:
        words = int(weft.get("words_most") or 0)
        is_long = bool(words) or "multiline" in question.appearance.split()
        return LongAnswer(words) if is_long else Answer()
    return MAKERS[question.kind](question, state)


def is_postcode(question: Question, weft: dict[str, str]) -> bool:
    return "weft-postcode" in question.appearance.split() or weft.get("purpose") == "postcode"


def is_long_list(question: Question, state: QuestionState) -> bool:
    """A list one searches rather than reads."""
    asked = {"autocomplete", "search", "minimal"} & set(question.appearance.split())
    return question.kind == "select_one" and (bool(asked) or len(state.choices) > LISTED_CHOICES)


def choices_of(state: QuestionState) -> list[tuple[str, str]]:
    """Answers first, then those that say why there is none."""
    ordered = sorted(state.choices, key=lambda choice: bool(choice.reason))
    return [(choice.value, choice.label) for choice in ordered]


def _range(question: Question, _state: QuestionState) -> forms.Field:
    steps = range_values(question)
    if len(steps) > RANGE_AS_RADIOS:
        return Number()
    return OneChoice([(value, value) for value in steps])


def range_values(question: Question) -> list[str]:
    start, end, step = (float(question.parameters.get(n) or d) for n, d in RANGE_DEFAULTS)
    count = min(round((end - start) / step), STEPS_MOST) if step else 0
    return [f"{start + n * step:g}" for n in range(max(count, 0) + 1)]


STEPS_MOST = 10_000  # of a scale: a form that says step 0.000001 fills no memory
RANGE_DEFAULTS = (("start", 0), ("end", 10), ("step", 1))
MAKERS: dict[str, Callable[[Question, QuestionState], forms.Field | None]] = {
    "integer": lambda _q, _s: WholeNumber(),
    "decimal": lambda _q, _s: Number(),
    "date": lambda q, _s: Day(q.appearance),
    "time": lambda _q, _s: Moment(),
    "dateTime": lambda _q, _s: DayAndTime(),
    "select_one": lambda _q, s: OneChoice(choices_of(s)),
    "select_multiple": lambda _q, s: SeveralChoices(choices_of(s)),
    "rank": lambda _q, s: Ranking(s.choices),
    "range": _range,
    "note": lambda _q, _s: None,
    "acknowledge": lambda _q, _s: Ticked(_("Yes")),
    "geopoint": lambda _q, _s: Position(),
    **dict.fromkeys(
        FILES,
        lambda q, _s: forms.FileField(required=False, widget=forms.FileInput(attrs=accepted(q))),
    ),
}


def accepted(question: Question) -> dict[str, str]:
    kinds = {"image": "image/*", "audio": "audio/*", "video": "video/*"}
    return {"accept": kinds[question.kind]} if question.kind in kinds else {}
