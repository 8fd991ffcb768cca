"""Looking people up, adding and correcting them, children and guardians."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.actions import PersonDetails
from weft.people.forms.base import AreaField, OnceForm, areas, language_choices
from weft.people.models import Organisation, Person
from weft.people.rules.looking import may_search

NAME = {"required": gettext_lazy("Enter the name")}


class SearchForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Name, e-mail address or phone number"),
        max_length=80,
        help_text=gettext_lazy("At least 3 letters or digits."),
        error_messages={"required": gettext_lazy("Enter at least 3 letters or digits")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_words(self) -> str:
        words = str(self.cleaned_data["words"]).strip()
        if not may_search(words):
            raise forms.ValidationError(_("Enter at least 3 letters or digits"))
        return words


class PersonForm(OnceForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, error_messages=NAME)
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        error_messages={
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.org, or leave it empty")
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone number"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language they like to be written to in"), choices=language_choices, required=False
    )
    area = AreaField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["area"].queryset = areas()  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = str(self.cleaned_data["phone"])
        if phone and not re.fullmatch(r"\+?[\d\s().-]{6,29}", phone, re.ASCII):
            raise forms.ValidationError(_("Enter a phone number of digits, for example 020 7946 0018"))
        return phone

    def details(self) -> PersonDetails:
        said = {name: self.cleaned_data.get(name) for name in PersonDetails.__dataclass_fields__}
        return PersonDetails(**{name: value for name, value in said.items() if value is not None})

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        return {**PersonDetails.of(person).__dict__, "area": person.area.code if person.area else ""}


class NewPersonForm(PersonForm):
    """A new person, taking part with one of the organisations whoever adds them may add people to."""

    organisation: Any = forms.ModelChoiceField(
        label=gettext_lazy("Organisation they take part with"),
        queryset=None,
        to_field_name="public_id",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose the organisation they take part with")
        ),
    )

    def __init__(self, *args: Any, organisations: Any, may_leave_out: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        field.queryset = organisations  # type: ignore[attr-defined]
        field.required = not may_leave_out
        field.empty_label = _("None yet") if may_leave_out else _("Choose one")  # type: ignore[attr-defined]

    def chosen_organisation(self) -> Organisation | None:
        found: Organisation | None = self.cleaned_data["organisation"]
        return found


class ChildForm(PersonForm):
    """A child has a name, perhaps a language and a borough: no address, no phone, no account."""

    name = forms.CharField(
        label=gettext_lazy("Child’s name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the child’s name")},
    )
    email = phone = None  # type: ignore[assignment]
    clean_phone = None  # type: ignore[assignment]


class GuardianForm(forms.Form):
    """Staff name the second guardian by the e-mail address that is kept about them."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address of the guardian"),
        help_text=gettext_lazy("Ask both guardians first: either may then act for every child here."),
        error_messages={
            "required": gettext_lazy("Enter the e-mail address kept about the guardian"),
            "invalid": gettext_lazy("Enter an e-mail address in the form name@example.org"),
        },
    )

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).lower()
        people = Person.objects.unscoped("staff name a guardian").filter(merged_into=None, email=address)
        self.found = list(people[:2])
        if len(self.found) != 1:
            raise forms.ValidationError(
                _(
                    "Nobody, or more than one entry, has this address. Add the person, or join the entries, first"
                )
            )
        return address


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=300,
        help_text=gettext_lazy(
            "Kept in the record. Write nothing about anybody’s health, beliefs or origin."
        ),
    )
