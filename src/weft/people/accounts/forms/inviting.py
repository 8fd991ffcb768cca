"""Whom to invite, as what, where."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.people.accounts.forms.signing import Plain, email_field
from weft.people.models import Organisation
from weft.people.roles.matrix import matrix
from weft.web.once import OnceField


class OrganisationForm(Plain):
    """The first question, where there is more than one organisation to invite to."""

    organisation = forms.ChoiceField(
        label=_("For which organisation?"), error_messages={"required": _("Choose an organisation")}
    )

    def __init__(self, *args: Any, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.public_id, each.name) for each in organisations]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]


class InviteForm(Plain):
    email = email_field(label=_("Their e-mail address"))
    role = forms.ChoiceField(
        label=_("What will they do?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role")},
    )
    key = OnceField()

    def __init__(self, *args: Any, roles: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = matrix().roles
        self.fields["email"].error_messages["required"] = _("Enter their e-mail address")
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role, f"{known[role].label}: {known[role].may}") for role in roles
        ]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()
