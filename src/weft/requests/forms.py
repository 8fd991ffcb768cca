"""What people and staff are asked about a request."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.requests.actions import Asked
from weft.requests.states import Channel, Format, Kind
from weft.web.once import OnceField

LONGEST = 4000
HOW_BACK = {
    Channel.EMAIL: gettext_lazy("By e-mail"),
    Channel.PHONE: gettext_lazy("By telephone"),
    Channel.POST: gettext_lazy("By post"),
}


def _text(label: Any, missing: Any, *, hint: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": gettext_lazy("Shorten this to 4,000 characters")},
    )


class AskForm(forms.Form):
    """What every request has: where the answer goes, and a key that makes a second press harmless."""

    key = OnceField()
    channel = forms.ChoiceField(
        label=gettext_lazy("How should we answer you?"),
        choices=list(HOW_BACK.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how we should answer you")},
    )
    contact = forms.CharField(
        label=gettext_lazy("Where to"),
        help_text=gettext_lazy(
            "Your e-mail address, telephone number or postal address. Only the people who answer see it."
        ),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "on"}),
        error_messages={
            "required": gettext_lazy(
                "Enter the e-mail address, telephone number or postal address to answer to"
            ),
            "max_length": gettext_lazy("Shorten this to 400 characters"),
        },
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        address = (found.get("contact") or "").strip()
        if found.get("channel") == Channel.EMAIL and address:
            try:
                forms.EmailField().clean(address)
            except forms.ValidationError:
                self.add_error("contact", _("Enter an e-mail address, like name@example.org"))
        if found.get("channel") == Channel.PHONE and address and sum(map(str.isdigit, address)) < 7:
            self.add_error("contact", _("Enter a telephone number, with its area code"))
        return found

    def asked(self) -> Asked:
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Asked(**{"kind": self.kind(), **said})

    def kind(self) -> Kind:
        raise NotImplementedError


class FormatForm(AskForm):
    """Another format of a page or a document."""

    format = forms.ChoiceField(
        label=gettext_lazy("What do you need?"),
        choices=Format.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the format you need")},
    )
    language = forms.CharField(
        label=gettext_lazy("Which language?"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Only if you need another language."),
        error_messages={"max_length": gettext_lazy("Shorten this to 40 characters")},
    )
    what = _text(
        gettext_lazy("Which page or document?"),
        gettext_lazy("Enter which page or document you need"),
        hint=gettext_lazy("Its title or address is enough. If you do not know it, say what it is about."),
        rows=2,
    )
    field_order = ["key", "format", "language", "what", "channel", "contact"]

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        if found.get("format") == Format.LANGUAGE and not (found.get("language") or "").strip():
            self.add_error("language", _("Enter the language you need"))
        elif found.get("format") and found.get("format") != Format.LANGUAGE:
            found["language"] = ""
        return found

    def kind(self) -> Kind:
        return Kind.FORMAT


class DataForm(AskForm):
    """What is kept about somebody."""

    about = forms.ChoiceField(
        label=gettext_lazy("What do you want?"),
        choices=[(kind.value, kind.label) for kind in Kind if kind.is_about_data],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you want")},
    )
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        help_text=gettext_lazy("Before we send anything we make sure that it is you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Enter your name"),
            "max_length": gettext_lazy("Shorten this to 120 characters"),
        },
    )
    what = _text(
        gettext_lazy("What is it about?"),
        gettext_lazy("Enter what it is about"),
        hint=gettext_lazy("For example what you took part in and when, or what is wrong."),
    )
    field_order = ["key", "about", "name", "what", "channel", "contact"]

    def kind(self) -> Kind:
        return Kind(self.cleaned_data["about"])

    def asked(self) -> Asked:
        kind = self.kind()
        del self.cleaned_data["about"]
        said = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return Asked(kind=kind, **said)


class ComplaintForm(AskForm):
    """Something went wrong."""

    what = _text(
        gettext_lazy("What went wrong?"),
        gettext_lazy("Enter what went wrong"),
        hint=gettext_lazy("What happened, when, and what would put it right."),
        rows=6,
    )
    field_order = ["key", "what", "channel", "contact"]

    def kind(self) -> Kind:
        return Kind.COMPLAINT


class AnswerForm(forms.Form):
    words = _text(
        gettext_lazy("Your answer"),
        gettext_lazy("Enter the answer"),
        hint=gettext_lazy(
            "It is sent as it stands. Say what you did, and where the document is or how it comes."
        ),
        rows=8,
    )


class ExtendForm(forms.Form):
    until = forms.DateField(
        label=gettext_lazy("New day"),
        widget=forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter the day by which it will be answered"),
            "invalid": gettext_lazy("Enter a day, like 2026-12-04"),
        },
    )
    reason = _text(
        gettext_lazy("Reason"),
        gettext_lazy("Enter the reason, as you told it to the person"),
        hint=gettext_lazy("Tell the person first: this is what they were told."),
        rows=3,
    )


class WithdrawForm(forms.Form):
    reason = _text(
        gettext_lazy("How did they say so?"),
        gettext_lazy("Enter how they said that they do not want it any more"),
        hint=gettext_lazy(
            "For example: by telephone, today. Leave out who they are: this goes into the record."
        ),
        rows=2,
    )
