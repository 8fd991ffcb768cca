"""An address, a code, a name."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from weft.people.accounts.actions.signing import DEMONSTRATION

LONGEST_EMAIL = 254
NOT_AN_ADDRESS = _("Enter an e-mail address in the form name@example.org")


class Plain(forms.Form):
    """No colon after labels; the browser leaves the checking to us."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})


def email_field(**more: Any) -> forms.EmailField:
    return forms.EmailField(
        label=more.pop("label", _("E-mail address")),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "dir": "ltr"}),
        error_messages={
            "required": _("Enter your e-mail address"),
            "invalid": NOT_AN_ADDRESS,
            "max_length": NOT_AN_ADDRESS,
        },
        **more,
    )


class AddressForm(Plain):
    email = email_field(help_text=_("We send a code to it. There is no password."))

    def clean_email(self) -> str:
        """Lower case. The demonstration takes no address of anybody real."""
        email: str = self.cleaned_data["email"].strip().lower()
        if settings.DEMO and not email.endswith(DEMONSTRATION):
            raise forms.ValidationError(
                _("In the demonstration, make one up that ends in @demonstration.example")
            )
        return email


class NewAddressForm(AddressForm):
    email = email_field(
        label=_("New e-mail address"), help_text=_("We send a code to it. The old address is told.")
    )


class CodeForm(Plain):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("For example BK4-7TM. Capital letters and the hyphen do not matter."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "spellcheck": "false",
                "autocapitalize": "characters",
                "class": "govuk-input--width-10",
                "dir": "ltr",
            }
        ),
        error_messages={"required": _("Enter the code"), "max_length": _("Enter the code as it was sent")},
    )


class SecondFactorForm(CodeForm):
    field_order = ["code"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits your app shows now, or one of your recovery codes.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NewCodesForm(CodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The six digits the app shows now")
        self.fields["code"].help_text = ""
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class NameForm(Plain):
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("As you like to be called. Only people you take part with see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name")},
    )


class LanguageForm(Plain):
    language = forms.ChoiceField(
        label=_("Language of the pages and of our letters to you"),
        choices=lambda: settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a language")},
    )


class PasskeyForm(Plain):
    """The browser fills in the credential."""

    credential = forms.CharField(widget=forms.HiddenInput)


class NewPasskeyForm(PasskeyForm):
    name = forms.CharField(
        label=_("Name of the passkey"),
        max_length=60,
        help_text=_("So that you know it again, for example: my phone."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter a name for the passkey")},
    )
