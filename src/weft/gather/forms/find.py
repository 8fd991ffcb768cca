"""Where, when and what would help. What is typed here is used once and kept nowhere."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from weft.gather.finding.rules import (
    AFTERNOON,
    EVENING,
    LANGUAGE_BITS,
    MORNING,
    MOST_WEEKS_AHEAD,
    MOST_WORDS,
    OLDEST_CHILD,
    RADII_KM,
    USUAL_KM,
    WEEKS_AHEAD,
)
from weft.people.languages import LANGUAGES
from weft.places.access import features
from weft.places.locate import Located, locate
from weft.places.packs.pack import chosen_pack

LONGEST = 80
SATURDAY = 5
HELPS = ("first_time_welcome", "step_free", "hearing_loop", "bsl", "creche", "bring_children", "no_english_needed",
         "women_only", "quiet_space", "accessible_toilet", "free")  # fmt: skip
BETWEEN = ("in", "near", "at", "میں")  # words between what and where
WHENS = {
    "": gettext_lazy("Any day in the next four weeks"),
    "today": gettext_lazy("Today"),
    "tomorrow": gettext_lazy("Tomorrow"),
    "weekend": gettext_lazy("This weekend"),
    "week": gettext_lazy("The next seven days"),
}
PARTS = {
    str(MORNING): gettext_lazy("Morning"),
    str(AFTERNOON): gettext_lazy("Afternoon"),
    str(EVENING): gettext_lazy("Evening"),
}
DOING = {
    "": pgettext_lazy("what to do", "Anything"),
    "take": gettext_lazy("Take part"),
    "help": gettext_lazy("Volunteer"),
}


def days_of(when: str, today: date) -> tuple[date, date]:
    """First and last day of a choice; the weekend is this one while it lasts."""
    if when == "today":
        return today, today
    if when == "tomorrow":
        return today + timedelta(days=1), today + timedelta(days=1)
    if when == "weekend":
        saturday = today + timedelta(days=max(SATURDAY - today.weekday(), -1))
        return max(saturday, today), saturday + timedelta(days=1)
    return today, today + (timedelta(days=6) if when == "week" else timedelta(weeks=WEEKS_AHEAD))


@dataclass(frozen=True)
class Read:
    """What was typed, understood: a place, words, or both."""

    located: Located | None
    words: tuple[str, ...]


def read(text: str) -> Read:
    """A place; or words; or words and then a place ("cooking in Hackney"), or a place and then words."""
    tokens = text.split()
    if not tokens or (found := locate(text)):
        return Read(found if tokens else None, ())
    for cut in range(1, len(tokens)):  # the longest end that is a place
        if found := locate(" ".join(tokens[cut:])):
            return Read(found, _words(tokens[:cut]))
    for cut in range(len(tokens) - 1, 0, -1):
        if found := locate(" ".join(tokens[:cut])):
            return Read(found, _words(tokens[cut:]))
    return Read(None, _words(tokens))


def _words(tokens: list[str]) -> tuple[str, ...]:
    plain = [token.strip(",.;:!?").lower() for token in tokens]
    return tuple(word for word in plain if word and word not in BETWEEN)[:MOST_WORDS]


def km_choices() -> list[tuple[int, str]]:
    return [(km, _("%(km)s km") % {"km": km}) for km in RADII_KM]


def help_choices() -> list[tuple[str, str]]:
    return [(key, _(features()[key].label)) for key in HELPS]


def one_help_choices() -> list[tuple[str, str]]:
    return [("", pgettext("what would help", "Nothing in particular")), *help_choices()]


def language_choices() -> list[tuple[str, str]]:
    named = [(code, _(name)) for code, name in LANGUAGES if code in LANGUAGE_BITS]
    return [("", _("Any language")), *named]


class FindForm(forms.Form):
    """Three questions; the rest waits behind "More choices"."""

    near = forms.CharField(
        label=gettext_lazy("Postcode, place or words"), max_length=LONGEST, required=False,
        error_messages={"max_length": gettext_lazy("Enter a postcode, a place or a few words")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )  # fmt: skip
    when = forms.ChoiceField(label=gettext_lazy("When"), choices=list(WHENS.items()), required=False)
    need = forms.ChoiceField(
        label=gettext_lazy("What would help"), choices=one_help_choices, required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what would help")},
    )  # fmt: skip
    within = forms.TypedChoiceField(
        label=gettext_lazy("How far"), choices=km_choices, coerce=int, initial=USUAL_KM, required=False,
        empty_value=USUAL_KM,  # type: ignore[arg-type] # the stubs know of words only
    )  # fmt: skip
    first = forms.DateField(
        label=gettext_lazy("From this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter the first day, such as 2026-12-01")},
    )  # fmt: skip
    last = forms.DateField(
        label=gettext_lazy("Until this day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Enter the last day, such as 2026-12-24")},
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("Part of the day"), choices=list(PARTS.items()), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    language = forms.ChoiceField(
        label=gettext_lazy("Language spoken there"), choices=language_choices, required=False
    )
    doing = forms.ChoiceField(
        label=gettext_lazy("What would you like to do?"), choices=list(DOING.items()), required=False
    )
    child = forms.IntegerField(
        label=gettext_lazy("Age of a child for the crèche"), required=False, min_value=0,
        max_value=OLDEST_CHILD, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("Enter the age in years, from 0 to 17")
        ),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("More that would help"), choices=help_choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    FIRST = ("near", "when", "need")
    are_all_optional = True  # so no field says it

    @property
    def first_fields(self) -> list[Any]:
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def is_opened(self) -> bool:
        """Whether something behind "More choices" was chosen or is wrong."""
        chosen = [self.initial.get(name) for name in self.fields if name not in (*self.FIRST, "within")]
        return any(value not in (None, "", [], ()) for value in chosen) or bool(
            set(self.errors) - set(self.FIRST)
        )

    def clean_near(self) -> Read:
        found, pattern = read(str(self.cleaned_data["near"])), chosen_pack().pattern
        pairs = (f"{first} {second}" for first, second in pairwise(found.words))
        if found.located is None and any(pattern.halves(word) for word in (*found.words, *pairs)):
            raise forms.ValidationError(
                _(
                    "We do not know this postcode. Enter another one, such as %(example)s, or the name of an area"
                )
                % {"example": chosen_pack().example}
            )
        return found

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first"), found.get("last")
        today = timezone.localdate()
        if last and last < (first or today):
            self.add_error("last", _("Enter a last day that is not before the first"))
        if (last or first or today) > today + timedelta(weeks=MOST_WEEKS_AHEAD):
            self.add_error("last" if last else "first", _("Enter a day within the next six months"))
        return found
