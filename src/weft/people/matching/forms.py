"""The matching profile as a form: fixed lists, every field optional, consent asked by itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.people.matching.rules import ACCESS_NEEDS, FIELDS, INTERESTS, TIMES
from weft.places.models import Area


def _boxes(label: Any, choices: Any, hint: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=hint,
        choices=[(code, _(name)) for code, name in choices.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ProfileForm(forms.Form):
    languages = _boxes(_("Languages you would like to meet in"), FIELDS["languages"])
    interests = _boxes(_("What you like to do"), INTERESTS)
    times = _boxes(_("When you could meet"), TIMES)
    areas = forms.ChoiceField(label=_("Where you would like to meet"), required=False)
    access_needs = _boxes(_("What you need for meeting"), ACCESS_NEEDS)
    consent = forms.BooleanField(
        label=_("I agree that these answers are used to find somebody for me to meet"),
        help_text=_("You can take this back at any time. Everything on this page is then deleted."),
        error_messages={"required": _("Tick the box to agree, or leave this page without saving")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        areas = Area.objects.filter(ends_on=None).exclude(kind="ward").values_list("code", "name")
        self.fields["areas"].choices = [("", _("Anywhere")), *areas]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Field -> codes, as the action takes them."""
        given = {field: self.cleaned_data.get(field) or [] for field in FIELDS}
        return {field: [codes] if isinstance(codes, str) else codes for field, codes in given.items()}
