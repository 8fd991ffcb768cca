"""Install a blueprint; open an edition."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.languages import language_names
from weft.people.models import Organisation
from weft.programmes.actions import Aim
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.models import Programme
from weft.web.once import OnceField

CITY = ""
DAY_BOX = forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d")
NO_DAY = {
    "required": gettext_lazy("Enter a day"),
    "invalid": gettext_lazy("Enter a day, for example 2026-11-22"),
}


class InstallForm(forms.Form):
    """Who runs it, what it is called here, in which languages."""

    once = OnceField()
    organisation = forms.ChoiceField(
        label=gettext_lazy("Who runs it?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose an organisation of the list")},
    )
    title = forms.CharField(
        label=gettext_lazy("What is it called here?"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter a title")},
    )
    purpose = forms.CharField(
        label=gettext_lazy("What is it for, in a sentence or two?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Enter what it is for")},
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Which languages is it run in?"),
        choices=language_names(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )

    def __init__(
        self,
        *args: Any,
        blueprint: Blueprint,
        organisations: QuerySet[Organisation],
        city: bool,
        **kwargs: Any,
    ) -> None:
        told = blueprint.document
        begin = {"title": told["title"], "purpose": told["purpose"], "languages": blueprint.languages}
        kwargs["initial"] = begin
        super().__init__(*args, **kwargs)
        self.organisations = {each.public_id: each for each in organisations}
        named = [(key, each.name) for key, each in self.organisations.items()]
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(CITY, _("The city team"))] * city + named
        field.required = not city
        field.error_messages["required"] = _("Choose an organisation of the list")

    def runs(self) -> Organisation | None:
        return self.organisations.get(self.cleaned_data["organisation"])

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "purpose")}


class EditionForm(forms.Form):
    """A run of a programme: its name, its days, what it aims at."""

    once = OnceField()
    title = forms.CharField(
        label=gettext_lazy("What is this run called?"),
        help_text=gettext_lazy("For example a year, a round, a season."),
        max_length=60,
        error_messages={"required": gettext_lazy("Enter a name, for example 2026")},
    )
    starts_on = forms.DateField(label=gettext_lazy("First day"), widget=DAY_BOX, error_messages=NO_DAY)
    ends_on = forms.DateField(label=gettext_lazy("Last day"), widget=DAY_BOX, error_messages=NO_DAY)
    grant = forms.DecimalField(
        label=gettext_lazy("What was it given, in pounds?"),
        required=False,
        min_value=0,
        max_value=10**9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={
            name: gettext_lazy("Enter pounds and pence, for example 12000 or 12000.50")
            for name in ("invalid", "min_value", "max_value", "max_decimal_places", "max_digits")
        },
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        today = timezone.localdate()
        begin = {"title": str(today.year), "starts_on": today, "ends_on": date(today.year, 12, 31)}
        kwargs["initial"] = begin
        super().__init__(*args, **kwargs)
        wanted = programme.document.get("targets", ())
        proposed = {each["indicator"]: int(each["amount"]) for each in wanted if not each.get("group")}
        self.groups = [each for each in programme.document.get("targets", ()) if each.get("group")]
        self.measures = [each["key"] for each in programme.told["indicators"] if each["measure"] != "share"]
        for each in programme.told["indicators"]:
            if each["key"] in self.measures:
                self.fields[f"target.{each['key']}"] = _target(each, proposed.get(each["key"]))

    @property
    def about(self) -> Iterable[forms.BoundField]:
        return [self[name] for name in ("title", "starts_on", "ends_on", "grant")]

    @property
    def targets(self) -> Iterable[forms.BoundField]:
        return [self[f"target.{key}"] for key in self.measures]

    def clean(self) -> None:
        said = self.cleaned_data
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("Enter a last day after the first"))

    def aims(self) -> list[Aim]:
        """What was typed; targets of a group stay as the blueprint proposes them."""
        said = {key: self.cleaned_data[f"target.{key}"] for key in self.measures}
        grouped = [Aim(each["indicator"], int(each["amount"]), each["group"]) for each in self.groups]
        return [Aim(key, amount) for key, amount in said.items() if amount is not None] + grouped

    def key(self) -> str:
        """A short name for files and addresses, from the title."""
        return re.sub(r"[^a-z0-9]+", "-", self.cleaned_data["title"].lower()).strip("-")[:60] or "edition"

    def grant_pence(self) -> int | None:
        grant = self.cleaned_data["grant"]
        return None if grant is None else int(grant * 100)


def _target(indicator: dict[str, Any], amount: int | None) -> forms.IntegerField:
    wrong = gettext_lazy("Enter a whole number, or leave it empty")
    return forms.IntegerField(
        label=f"{indicator['title']} ({indicator['unit']})",
        required=False,
        initial=amount,
        min_value=0,
        max_value=10**12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
    )
