"""Write down what came about, and money an edition was given."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.programmes.blueprint.vocabulary import OUTCOME
from weft.programmes.models import Edition, Programme
from weft.programmes.rules import MOST_OUTCOMES
from weft.web.once import OnceField

SAID = re.compile(r"(\w+)\s*=\s*'([^']*)'")
DAY = forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d")
DAY_ERRORS = dict.fromkeys(("required", "invalid"), gettext_lazy("Enter a day, for example 2026-11-22"))
SHORT = {"class": "govuk-input--width-5", "inputmode": "decimal"}


@dataclass(frozen=True)
class Choice:
    """One thing that may have come about, as an indicator of the blueprint counts it."""

    key: str
    words: str
    outcome: str
    traits: dict[str, str] = field(default_factory=dict)
    quantity: str = ""  # where a number is counted, not how many people


def choices_of(programme: Programme) -> dict[str, Choice]:
    """All that the figures of a programme count as having come about."""
    found: dict[str, Choice] = {}
    for each in programme.told.get("indicators", ()):
        if each["fact"] == OUTCOME:
            for choice in _choices(each):
                found.setdefault(choice.key, choice)
    return found


def _choices(indicator: dict[str, Any]) -> Iterator[Choice]:
    said = dict(SAID.findall(f"{indicator.get('base', '')} {indicator.get('where', '')}"))
    outcome = said.pop("outcome", "")
    if not outcome:
        return
    words = f"{_spoken(outcome)}: {indicator['title']}"
    if indicator["measure"] in ("sum", "mean", "median"):
        yield Choice(
            f"{outcome} {indicator['quantity']}",
            f"{words} ({indicator['quantity']})",
            outcome,
            {},
            indicator["quantity"],
        )
    elif not said:
        yield Choice(outcome, words, outcome)
    for trait, value in said.items():
        for answer in (value, f"not_{value}"):
            yield Choice(
                f"{outcome} {trait} {answer}",
                f"{_spoken(outcome)}: {_spoken(answer).lower()}",
                outcome,
                {trait: answer},
            )


def _spoken(key: str) -> str:
    return key.replace("_", " ").capitalize()


class OnADay(forms.Form):
    """Something of a day on which an edition ran."""

    once = OnceField()
    on = forms.DateField(label=gettext_lazy("On which day?"), widget=DAY, error_messages=DAY_ERRORS)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.programme = programme
        self.fields["on"].initial = timezone.localdate

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Enter a day that is not in the future"))
        if self._edition(day) is None:
            raise forms.ValidationError(_("Enter a day on which an edition ran"))
        return day

    def _edition(self, day: date) -> Edition | None:
        rows = self.programme.editions.filter(starts_on__lte=day, ends_on__gte=day)
        return rows.order_by("-starts_on").first()

    def edition(self) -> Edition:
        found = self._edition(self.cleaned_data["on"])
        assert found is not None  # clean_on refused the others
        return found


class OutcomeForm(OnADay):
    """What came about, and for how many. Nobody is named: a number is kept."""

    what = forms.ChoiceField(
        label=gettext_lazy("What came about?"), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what came about")),
    )  # fmt: skip
    many = forms.IntegerField(
        label=gettext_lazy("How many?"), min_value=1, max_value=MOST_OUTCOMES, widget=forms.TextInput(attrs=SHORT),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), gettext_lazy("Enter a number from 1 to 500")
        ),
    )  # fmt: skip
    field_order = ("once", "what", "many", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices_of(self.programme)
        if any(each.quantity for each in self.choices.values()):
            self.fields["many"].help_text = _("People; or what stands in brackets.")
        asked = [(key, each.words) for key, each in self.choices.items()]
        self.fields["what"].choices = asked  # type: ignore[attr-defined]

    def chosen(self) -> Choice:
        return self.choices[self.cleaned_data["what"]]


class GrantForm(OnADay):
    """Money an edition was given."""

    pounds = forms.DecimalField(
        label=gettext_lazy("How much, in pounds?"), min_value=Decimal("0.01"), max_value=Decimal("1000000000"),
        decimal_places=2, widget=forms.TextInput(attrs={**SHORT, "class": "govuk-input--width-10"}),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("From which organisation?"), max_length=80,
        error_messages=dict.fromkeys(("required", "max_length"), gettext_lazy("Enter the name of the organisation")),
    )  # fmt: skip
    field_order = ("once", "pounds", "source", "on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wrong = _("Enter pounds and pence, such as 12000 or 3.50")
        names = ("required", "invalid", "min_value", "max_value", "max_decimal_places", "max_digits")
        self.fields["pounds"].error_messages |= dict.fromkeys(names, wrong)
        for check in self.fields["pounds"].validators:
            vars(check)["message"] = wrong

    @property
    def pence(self) -> int:
        return int(self.cleaned_data["pounds"] * 100)
