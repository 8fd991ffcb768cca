"""Say what one can show; say that it was seen."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.programmes.models import Requirement
from weft.web.once import OnceField

YEARS_AHEAD = 20


class OfferForm(forms.Form):
    """What somebody can show. Nothing is uploaded: it is looked at."""

    once = OnceField()
    requirement = forms.ChoiceField(
        label=gettext_lazy("What can you show?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what you can show"),
            "invalid_choice": gettext_lazy("Choose what you can show"),
        },
    )

    def __init__(self, *args: Any, asked: list[Requirement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requirement"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(each.pk), f"{each.label}, {each.programme.title}") for each in asked]
        self.asked = {str(each.pk): each for each in asked}

    def chosen(self) -> Requirement:
        return self.asked[self.cleaned_data["requirement"]]


class CheckForm(forms.Form):
    """What came of looking at it."""

    what = forms.ChoiceField(
        label=gettext_lazy("What did you see?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you saw")},
    )
    seen_on = forms.DateField(
        label=gettext_lazy("On which day did you see it?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a day, for example 2026-11-22")},
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Until when does it hold?"),
        help_text=gettext_lazy("Leave it empty where it says no day of its own."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Enter a day, for example 2026-11-22")},
    )
    because = forms.CharField(
        label=gettext_lazy("Why is it not accepted, or taken back?"),
        help_text=gettext_lazy("A few words for the record. Nothing about health, offences or status."),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, moves: list[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"seen_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        words = {
            "verified": _("It is what was asked for"),
            "refused": _("It is not what was asked for"),
            "revoked": _("It holds no longer"),
        }
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(move, words[move]) for move in moves]
        if "verified" not in moves:
            del self.fields["seen_on"], self.fields["valid_until"]

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("what") == "verified" and not said.get("seen_on") and "seen_on" not in self.errors:
            self.add_error("seen_on", _("Enter the day you saw it"))
        until = said.get("valid_until")
        if until and until.year > timezone.localdate().year + YEARS_AHEAD:
            self.add_error("valid_until", _("Enter a day that is not so far away"))
        if said.get("what") in ("refused", "revoked") and not said.get("because"):
            self.add_error("because", _("Say why, in a few words"))
