"""The forms of my data: correct it, erase it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.people.languages import language_names
from weft.people.models import Person
from weft.people.mydata.actions.correct import FIELDS
from weft.people.mydata.rules import ASKED_OF_STAFF, REASONS
from weft.places.models import Area


class CorrectForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Enter your name")})
    phone = forms.CharField(label=_("Phone number"), max_length=30, required=False)
    language = forms.ChoiceField(label=_("Language we write to you in"), required=False)
    area = forms.ModelChoiceField(
        queryset=Area.objects.none(), label=_("Area you live in"), required=False, empty_label=_("Not said")
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        initial = {name: getattr(person, name) for name in FIELDS}
        super().__init__(*args, **{**kwargs, "initial": initial, "label_suffix": ""})
        self.fields["language"].choices = [("", _("Not said")), *language_names()]  # type: ignore[attr-defined]
        self.fields["area"].queryset = Area.objects.filter(ends_on=None)  # type: ignore[attr-defined]
        for name, kind in (("name", "name"), ("phone", "tel")):
            self.fields[name].widget.attrs["autocomplete"] = kind


class EraseForm(forms.Form):
    """A last question before something that cannot be undone; only "yes" goes on."""

    sure = forms.ChoiceField(
        label=_("Erase everything?"),
        choices=[("yes", _("Yes, erase it for good")), ("no", _("No, keep it"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether to erase everything")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})

    @property
    def is_sure(self) -> bool:
        return self.is_valid() and self.cleaned_data["sure"] == "yes"


class EraseSomebodyForm(EraseForm):
    why = forms.ChoiceField(
        label=_("Why"),
        help_text=_("Kept in the record for ever, beside a number and no name."),
        choices=[(key, REASONS[key]) for key in ASKED_OF_STAFF],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why this person is erased")},
    )
    field_order = ["why", "sure"]
