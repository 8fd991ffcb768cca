"""What the auditor may ask the record for."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.record.queries import Wanted, known_actions
from weft.record.words import what

DAY = forms.DateInput(attrs={"type": "date", "class": "govuk-input--width-10"}, format="%Y-%m-%d")
YEARS = range(2000, 2101)
NO_DAY = gettext_lazy("Enter a day, for example 2026-11-22")


class FilterForm(forms.Form):
    action = forms.ChoiceField(label=gettext_lazy("What was done"), required=False)
    actor = forms.CharField(
        label=gettext_lazy("By whom"),
        help_text=gettext_lazy("For example account:12 or system"),
        required=False,
        max_length=64,
    )
    thing = forms.CharField(
        label=gettext_lazy("To which thing"),
        help_text=gettext_lazy("As the record names it"),
        required=False,
        max_length=120,
    )
    from_day = forms.DateField(
        label=gettext_lazy("From"), required=False, widget=DAY, error_messages={"invalid": NO_DAY}
    )
    to_day = forms.DateField(
        label=gettext_lazy("Up to"), required=False, widget=DAY, error_messages={"invalid": NO_DAY}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(action, f"{what(action)} ({action})") for action in known_actions()]
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Anything")), *known]
        field.error_messages["invalid_choice"] = _("Choose from the list what was done")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("from_day", "to_day"):
            if (day := cleaned.get(name)) and day.year not in YEARS:
                self.add_error(name, ValidationError(NO_DAY))
        first, last = cleaned.get("from_day"), cleaned.get("to_day")
        if first and last and last < first:
            self.add_error("to_day", ValidationError(_("Enter a day that is not before the first")))
        return cleaned

    def wanted(self) -> Wanted:
        """What was asked for; a part that could not be understood asks for nothing special."""
        self.is_valid()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})
