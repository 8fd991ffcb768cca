"""Organisations, groups, handing a role over, deciding about duplicates."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.actions import OrganisationDetails
from weft.people.actions.merging import KEPT, MERGED
from weft.people.forms.base import AreaField, OnceForm, areas
from weft.people.models import Organisation
from weft.people.rules.identifiers import SCHEMES, NotAnIdentifier, tidy_identifier
from weft.people.rules.organisations import lacks_identifier

CHARITY = ("GB-CHC", "GB-SC", "GB-NIC")
OTHERS = tuple(code for code in SCHEMES if code not in (*CHARITY, "GB-COH"))


def kind_choices() -> list[tuple[str, Any]]:
    return [choice for choice in Organisation.Kind.choices if choice[0] != Organisation.Kind.CITY]


def other_choices() -> list[tuple[str, Any]]:
    return [("", _("None")), *((code, SCHEMES[code].name) for code in OTHERS)]


class OrganisationForm(OnceForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the organisation"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter the name of the organisation")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=kind_choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "An informal group needs no number. A small charity without one is an informal group."
        ),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose what the organisation is")
        ),
    )
    charity = forms.CharField(
        label=gettext_lazy("Charity number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy(
            "England and Wales, for example 1089464. Scotland starts with SC, Northern Ireland with NIC."
        ),
    )
    company = forms.CharField(
        label=gettext_lazy("Company number"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("8 characters, for example 09506232 or SC123456."),
    )
    scheme = forms.ChoiceField(label=gettext_lazy("Another register"), choices=other_choices, required=False)
    number = forms.CharField(label=gettext_lazy("Number in that register"), required=False, max_length=20)
    about = forms.CharField(
        label=gettext_lazy("What it does"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "In a few plain sentences. Meant to be public one day; nobody outside sees it yet."
        ),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy("Of the organisation, not of one person."),
        error_messages={"invalid": gettext_lazy("Enter an e-mail address in the form name@example.org")},
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": gettext_lazy("Enter the website in the form example.org")},
    )
    area = AreaField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["area"].queryset = areas()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        self.identifiers: dict[str, str] = {}
        charity, company = said.get("charity", "").strip(), said.get("company", "").strip()
        self._take("charity", charity_scheme(charity), charity)
        self._take("company", "GB-COH", company)
        self._take("number", said.get("scheme") or "", said.get("number", "").strip())
        if said.get("kind") and not self.errors and lacks_identifier(said["kind"], self.identifiers):
            wanted = lacks_identifier(said["kind"], self.identifiers)
            field = {"GB-CHC": "charity", "GB-COH": "company"}.get(wanted[0], "number")
            self.add_error(field, _("Enter the number it is registered under, or choose informal group"))
        return said

    def _take(self, field: str, scheme: str, number: str) -> None:
        if not number:
            return
        try:
            self.identifiers[scheme] = tidy_identifier(scheme, number)
        except NotAnIdentifier:
            known = SCHEMES.get(scheme)
            example = known.example if known else ""
            words = _("Enter the number as its register writes it, for example %(example)s") % {
                "example": example
            }
            self.add_error(field, words if known else _("Choose the register this number belongs to"))

    def details(self) -> OrganisationDetails:
        said = {
            name: self.cleaned_data[name] for name in ("name", "kind", "about", "email", "website", "area")
        }
        return OrganisationDetails(**said, identifiers=self.identifiers)

    @staticmethod
    def initial_of(organisation: Organisation) -> dict[str, Any]:
        numbers = organisation.identifiers
        other = next((code for code in OTHERS if code in numbers), "")
        kept = {name: getattr(organisation, name) for name in ("name", "kind", "about", "email", "website")}
        return {
            **kept,
            "charity": next((numbers[code] for code in CHARITY if code in numbers), ""),
            "company": numbers.get("GB-COH", ""),
            "scheme": other,
            "number": numbers.get(other, ""),
            "area": organisation.area.code if organisation.area else "",
        }


def charity_scheme(number: str) -> str:
    """Which of the three charity registers a number belongs to, by its letters."""
    start = number.strip().upper()
    return "GB-SC" if start.startswith("SC") else "GB-NIC" if start.startswith("NIC") else "GB-CHC"


class GroupForm(OnceForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the group"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter the name of the group")},
    )


class ChoosePersonForm(forms.Form):
    """One of a list of people whoever asks may see."""

    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Person"),
        queryset=None,
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose one"),
        error_messages={
            "required": gettext_lazy("Choose a person"),
            "invalid_choice": gettext_lazy("Choose a person from the list"),
        },
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class DecideForm(forms.Form):
    """What staff say about two entries that look like one."""

    keep = forms.ChoiceField(
        label=gettext_lazy("Which entry remains?"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Everything of the other moves to it. This can be undone."),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose the entry that remains")
        ),
    )
    account = forms.ChoiceField(
        label=gettext_lazy("Which account remains?"),
        widget=forms.RadioSelect,
        required=False,
        help_text=gettext_lazy(
            "The other one is closed. Staff roles stay with the account they were given to."
        ),
    )

    def __init__(self, *args: Any, one: Any, other: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        both = [(one.public_id, _("The first: %s") % one), (other.public_id, _("The second: %s") % other)]
        self.fields["keep"].choices = both  # type: ignore[attr-defined]
        if getattr(one, "account_id", None) and getattr(other, "account_id", None):
            self.fields["account"].choices = both  # type: ignore[attr-defined]
        else:
            del self.fields["account"]

    def account_that_remains(self) -> str:
        """Said as the action wants it: the account of the entry that is kept, or of the other."""
        said = self.cleaned_data.get("account", "")
        return "" if not said else KEPT if said == self.cleaned_data["keep"] else MERGED
