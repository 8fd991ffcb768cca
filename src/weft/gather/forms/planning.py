"""What hosts say about an activity, and why a session does not take place."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.gather.kinds import WELCOMES
from weft.gather.models import Activity
from weft.gather.told import ActivityTold
from weft.people.languages import language_names
from weft.people.models import Organisation
from weft.web.once import OnceField


class ActivityForm(forms.Form):
    """An activity as people will read about it."""

    once = OnceField()
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), to_field_name="public_id", label=_("Who holds it"),
        empty_label=_("Choose"), error_messages={"required": _("Choose who holds it")},
    )  # fmt: skip
    title = forms.CharField(
        label=_("What it is called"), max_length=160, help_text=_("For example: Sunday ride for beginners."),
        error_messages={"required": _("Enter what it is called")},
    )  # fmt: skip
    about = forms.CharField(
        label=_("What happens there"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    takes = forms.CharField(
        label=_("What it takes"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: comfortable shoes; no experience needed."),
    )  # fmt: skip
    who = forms.CharField(label=_("Who can come"), required=False, max_length=200)
    cost = forms.DecimalField(
        label=_("Cost in pounds"), required=False, min_value=0, max_value=500, decimal_places=2,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
        help_text=_("Leave it empty where it is free."),
    )  # fmt: skip
    welcomes = forms.MultipleChoiceField(
        label=_("Who is welcome in particular"),
        required=False,
        choices=WELCOMES,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        required=False,
        choices=language_names(),
        widget=forms.CheckboxSelectMultiple,
    )
    volunteering = forms.BooleanField(label=_("People come to volunteer"), required=False)
    is_speed = forms.BooleanField(
        label=_("It is a speed slot: once, six hours at most, no training"), required=False
    )
    is_hidden = forms.BooleanField(label=_("Keep it out of the public search"), required=False)

    def __init__(self, *args: Any, hosts: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["organisation"].queryset = hosts  # type: ignore[attr-defined]
        for name, wrong in COST_ERRORS.items():
            self.fields["cost"].error_messages[name] = wrong
        for check in self.fields["cost"].validators:
            vars(check)["message"] = COST_ERRORS["invalid"]

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        said = {name: getattr(activity, name) for name in PLAIN}
        cost = Decimal(activity.cost_pence) / 100 if activity.cost_pence else None
        return {**said, "title": activity.title, "cost": cost, "is_hidden": not activity.is_public}

    @staticmethod
    def initial_told(told: ActivityTold, *, host: str) -> dict[str, Any]:
        """As the blueprint says it, for the organisation that runs the programme."""
        said = told.said
        words = {name: said.get(name, "") for name in ("title", "about", "takes", "who")}
        cost = Decimal(said["cost_pence"]) / 100 if said.get("cost_pence") else None
        ticks = {"volunteering": said.get("volunteering", False), "is_speed": said.get("speed", False)}
        return {**words, **ticks, "cost": cost, "welcomes": said.get("welcomes", ()), "organisation": host}

    def about_it(self) -> dict[str, Any]:
        """As the actions take it."""
        said = self.cleaned_data
        pence = int((said["cost"] or Decimal()) * 100)
        return {
            **{name: said[name] for name in PLAIN},
            "cost_pence": pence,
            "is_public": not said["is_hidden"],
        }


PLAIN = ("about", "takes", "who", "welcomes", "languages", "volunteering", "is_speed")
COST_ERRORS = dict.fromkeys(("invalid", "min_value", "max_value"), _("Enter pounds and pence, such as 3.50"))


class CancelSessionForm(forms.Form):
    because = forms.CharField(
        label=_("Why it does not take place"), max_length=200,
        help_text=_("It is told to everybody who booked or waits, in these words."),
        error_messages={"required": _("Enter why it does not take place")},
    )  # fmt: skip
