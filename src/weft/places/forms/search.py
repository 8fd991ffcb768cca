"""Where from, how far, what would help."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.places.access import ASKED_FOR, features
from weft.places.locate import Located, locate
from weft.places.packs.pack import chosen_pack
from weft.places.rules import RADII_KM

WIDTH_10 = {"class": "govuk-input--width-10"}


def km_choices() -> list[tuple[int, str]]:
    return [(km, _("%(km)s km") % {"km": km}) for km in RADII_KM]


def asked_choices() -> list[tuple[str, str]]:
    return [("", _("Anything")), *((key, _(features()[key].label)) for key in ASKED_FOR)]


class SearchForm(forms.Form):
    """Where from, how far, what would help. What is typed here is used once and kept nowhere."""

    near = forms.CharField(
        label=gettext_lazy("Postcode or area"),
        max_length=80,
        error_messages={
            "required": gettext_lazy("Enter a postcode or the name of an area"),
            "max_length": gettext_lazy("Enter a postcode or the name of an area"),
        },
        widget=forms.TextInput(attrs=WIDTH_10 | {"autocomplete": "postal-code"}),
    )
    within = forms.TypedChoiceField(
        label=gettext_lazy("How far"), choices=km_choices, coerce=int, initial=2,
        error_messages={"required": gettext_lazy("Choose how far"), "invalid_choice": gettext_lazy("Choose how far")},
    )  # fmt: skip
    need = forms.ChoiceField(
        label=gettext_lazy("What would help"), choices=asked_choices, required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose what would help")},
    )  # fmt: skip

    def clean_near(self) -> Located:
        found = locate(self.cleaned_data["near"])
        if found is None:
            example = chosen_pack().example
            raise forms.ValidationError(
                _("We do not know this place. Enter a postcode, such as %(example)s, or the name of an area")
                % {"example": example}
            )
        return found
