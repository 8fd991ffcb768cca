"""The seven risks, each looked at and answered with a note; or what has to change."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.measure.rules import RISKS

# What to look for, said under each risk.
HINTS: dict[str, str | Promise] = {
    "few": _("The audit hides what is under 10 people or a base of 30. Look at the smallest groups shown."),
    "dominance": _("Sums and means of money only. Say so if there are none."),
    "extremes": _("No minimum and no maximum is shown. Look for means of few values."),
    "whole_group": _("Look for figures near nothing or everything in a small group."),
    "subtracting": _(
        "The audit and the attackers looked at all tables together. Do the figures bear it out?"
    ),
    "earlier": _("Earlier releases of the same people were counted. Do you know of others?"),
    "words": _("Read the titles, the labels of groups and the notes."),
}


class SignOffForm(forms.Form):
    """One tick and one note a risk."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for risk, words in RISKS.items():
            self.fields[f"note_{risk}"] = forms.CharField(
                label=str(words),
                help_text=str(HINTS[risk]),
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={
                    "required": _("Say what you found: “%(risk)s”") % {"risk": words},
                    "max_length": _("Say it in 500 characters or fewer"),
                },
            )
            self.fields[f"looked_{risk}"] = forms.BooleanField(
                label=_("I have looked at this"),
                error_messages={"required": _("Look at it and tick it: “%(risk)s”") % {"risk": words}},
            )

    @property
    def notes(self) -> dict[str, str]:
        return {risk: self.cleaned_data[f"note_{risk}"] for risk in RISKS}


class SendBackForm(forms.Form):
    reason = forms.CharField(
        label=_("What has to change"),
        help_text=_("Whoever made it reads this."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say what has to change"),
            "max_length": _("Say it in 1,000 characters or fewer"),
        },
    )
