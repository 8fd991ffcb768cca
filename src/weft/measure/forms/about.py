"""What the published page will say about the survey."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.forms.base import Choice, RecipeForm, hinted
from weft.measure.recipes import shipped_registry
from weft.measure.rules import PERIOD
from weft.measure.tables.recipe import Recipe, SurveyFacts
from weft.registry.figure import SampleType
from weft.registry.words import lint

ELSEWHERE = "elsewhere"
MAY_CLAIM = {
    SampleType.PROBABILITY: (
        gettext_lazy("Drawn at random"),
        gettext_lazy(
            "Everyone had a known chance of being asked. May speak for all residents, with intervals."
        ),
    ),
    SampleType.QUOTA: (
        gettext_lazy("Quota or online panel"),
        gettext_lazy(
            "People were picked to fill groups. Speaks for those who answered; no interval is published."
        ),
    ),
    SampleType.SELF_SELECTED: (
        gettext_lazy("People chose to answer"),
        gettext_lazy("An open link or consultation. Speaks for those who answered only."),
    ),
    SampleType.PARTICIPANTS: (
        gettext_lazy("People who took part in something"),
        gettext_lazy("Speaks for the participants who answered, never for residents."),
    ),
    SampleType.ADMINISTRATIVE: (
        gettext_lazy("Records kept for another purpose"),
        gettext_lazy("Speaks for the people or things recorded."),
    ),
}


def sample_choices() -> list[Choice]:
    return [(kind.value, hinted(*words)) for kind, words in MAY_CLAIM.items()]


def place_choices() -> list[Choice]:
    """The places of the registry that have smaller ones inside."""
    areas = shipped_registry().areas
    parents = dict.fromkeys(area.parent for area in areas.values() if area.parent in areas)
    return [
        ("", _("Choose a place")),
        *((code, areas[code].name) for code in parents),
        (ELSEWHERE, _("Another place")),
    ]


class AboutForm(RecipeForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the survey"),
        max_length=120,
        help_text=gettext_lazy(
            "The same every wave, so that waves are compared. For example Survey of Londoners."
        ),
        error_messages={"required": gettext_lazy("Enter the name of the survey")},
    )
    period = forms.CharField(
        label=gettext_lazy("When people answered"),
        max_length=40,
        help_text=gettext_lazy("Starting with the year, for example 2021-22 or 2024."),
        error_messages={"required": gettext_lazy("Enter when people answered, for example 2021-22")},
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("The place it is about"),
        choices=place_choices,
        error_messages={"required": gettext_lazy("Choose the place the survey is about")},
    )
    area = forms.CharField(
        label=gettext_lazy("Name of another place"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Only if it is not in the list."),
    )
    population = forms.CharField(
        label=gettext_lazy("Who could be asked"),
        max_length=120,
        help_text=gettext_lazy("For example residents aged 16 and over in private households."),
        error_messages={
            "required": gettext_lazy("Enter who could be asked, for example residents aged 16 and over")
        },
    )
    sample = forms.ChoiceField(
        label=gettext_lazy("How did people come to answer?"),
        choices=sample_choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("This decides what a published figure may claim."),
        error_messages={"required": gettext_lazy("Choose how people came to answer")},
    )
    mode = forms.CharField(
        label=gettext_lazy("How they answered"),
        max_length=120,
        help_text=gettext_lazy("For example online and on paper."),
        error_messages={
            "required": gettext_lazy("Enter how people answered, for example online and on paper")
        },
    )
    response = forms.CharField(
        label=gettext_lazy("How many were asked, how many answered"),
        help_text=gettext_lazy("For example 6,601 of 37,000 addresses asked (18%)."),
        error_messages={"required": gettext_lazy("Enter how many were asked and how many answered")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    limits = forms.CharField(
        label=gettext_lazy("What to be careful of"),
        required=False,
        help_text=gettext_lazy(
            "Shown beside every figure. For example: people without English were rarely reached."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        label=gettext_lazy("Source and licence"),
        required=False,
        help_text=gettext_lazy("Who holds the answers and on what terms."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    synthetic = forms.BooleanField(
        label=gettext_lazy("The answers are made up (synthetic)"),
        required=False,
        help_text=gettext_lazy("Only synthetic data may be published in a demonstration."),
    )

    @staticmethod
    def initial_of(facts: SurveyFacts) -> dict[str, Any]:
        known = {name: getattr(facts, name) for name in SurveyFacts.__dataclass_fields__}
        if facts.area_code in shipped_registry().areas:
            return {**known, "place": facts.area_code, "area": ""}
        return {**known, "place": ELSEWHERE if facts.area else ""}

    def clean_period(self) -> str:
        period: str = self.cleaned_data["period"].strip()
        if not PERIOD.fullmatch(period):
            raise forms.ValidationError(_("Start the period with a year, for example 2021-22 or 2024"))
        return period

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("place") == ELSEWHERE and not found.get("area", "").strip():
            self.add_error("area", _("Enter the name of the place"))
        for name in ("response", "limits", "source"):
            for finding in lint(found.get(name) or "")[:1]:
                self.add_error(name, f"“{finding.word}”: {finding.remedy}")
        return found

    def change(self, recipe: Recipe) -> Recipe:
        said = dict(self.cleaned_data)
        place = said.pop("place")
        if place == ELSEWHERE:
            said["area_code"] = ""
        else:
            said |= {"area_code": place, "area": shipped_registry().areas[place].name}
        return replace(recipe, survey=SurveyFacts(**said))
