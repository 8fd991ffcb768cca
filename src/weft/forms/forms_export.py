"""What somebody says when they look at answers or take them away."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.forms.exports.wanted import Wanted
from weft.forms.states import Mode
from weft.web.once import OnceField

FORMATS = [
    ("xlsx", _("Excel (.xlsx)")),
    ("csv", _("CSV, for spreadsheets")),
    ("csv-plain", _("CSV, for programs (without the mark at the front)")),
    ("sav", _("SPSS (.sav), with labels and user-missing codes")),
    ("parquet", _("Parquet, with types")),
]


class WantedForm(forms.Form):
    """Which responses. The same on the screen and in the export."""

    version = forms.TypedChoiceField(label=_("Version"), coerce=int, required=False, empty_value=None)
    mode = forms.ChoiceField(
        label=_("How it was answered"), choices=[("", _("All")), *Mode.choices], required=False
    )
    since = forms.DateField(
        label=_("Submitted from"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Submitted until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    partials = forms.BooleanField(label=_("Also forms left unfinished"), required=False)

    def __init__(self, numbers: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].choices = [("", _("All")), *((number, str(number)) for number in numbers)]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = _("Enter a day, like 2026-03-31")

    def wanted(self) -> Wanted:
        """What fits; a filter that does not is left out."""
        if not self.is_valid():
            return Wanted()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


class ExportForm(forms.Form):
    once = OnceField()
    to = forms.ChoiceField(
        label=_("Format"),
        choices=FORMATS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a format"), "invalid_choice": _("Choose a format")},
    )
    without_special = forms.BooleanField(label=_("Leave out the questions marked special"), required=False)
    why = forms.CharField(
        label=_("What the export is for"),
        help_text=_("The person who has to agree reads this."),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, has_special: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_special:
            del self.fields["without_special"], self.fields["why"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "why" in self.fields and not found.get("without_special") and not found.get("why"):
            self.add_error("why", _("Say what the export is for, or leave out the questions marked special"))
        return found


class DecideForm(forms.Form):
    once = OnceField()
    agreed = forms.ChoiceField(
        label=_("Do you agree to this export?"),
        choices=[("yes", _("Yes, it may be downloaded")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether you agree")},
    )
    why = forms.CharField(label=_("Why not"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("agreed") == "no" and not found.get("why"):
            self.add_error("why", _("Say why it is refused"))
        return found
