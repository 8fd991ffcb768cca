"""The register: one word beside everybody booked, minutes where they did not stay; walk-ins; the code on the door."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.gather.queries.registers import Line
from weft.gather.states import AttendanceState
from weft.web.once import OnceField

PAPER = "paper"


class LineForm(forms.Form):
    """One line. Nothing chosen says nothing."""

    state = forms.ChoiceField(choices=AttendanceState.choices, required=False, widget=forms.RadioSelect)
    minutes = forms.IntegerField(
        required=False,
        min_value=0,
        error_messages={
            "invalid": _("Enter minutes as a number, for example 45."),
            "min_value": _("Enter 0 or more."),
        },
    )

    def __init__(self, line: Line, data: Mapping[str, Any] | None) -> None:
        noted = line.noted
        given = {"state": noted.state, "minutes": noted.minutes} if noted else {}
        super().__init__(data, prefix=line.booking.public_id, initial=given)
        self.line = line

    def clean(self) -> dict[str, Any]:
        """Somebody who came for part of it was there less long than the session is."""
        said, all_of_it = self.cleaned_data, self.line.booking.session.minutes
        given = said.get("minutes")
        is_part = said.get("state") == AttendanceState.PART and "minutes" not in self.errors
        if is_part and (given is None or given >= all_of_it):
            words = _("Enter how many minutes they were there, fewer than %(n)s.")
            self.add_error("minutes", words % {"n": all_of_it})
        return said

    @property
    def is_said(self) -> bool:
        return bool(self.cleaned_data.get("state"))

    @property
    def is_new(self) -> bool:
        """Whether the line says something else than was noted."""
        noted, said = self.line.noted, self.cleaned_data
        if noted is None or noted.state != said["state"]:
            return True
        return said["minutes"] is not None and said["minutes"] != noted.minutes


class WalkInForm(forms.Form):
    name = forms.CharField(
        max_length=120, label=_("Name"), error_messages={"required": _("Enter a name, or “guest”.")}
    )
    role = forms.ChoiceField(
        required=False, label=_("Came as"),
        error_messages={"invalid_choice": _("Choose what they came as")},
    )  # fmt: skip
    once = OnceField()

    def __init__(self, *args: Any, roles: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        if len(roles) > 1:
            self.fields["role"].choices = list(roles.items())  # type: ignore[attr-defined]
        else:  # there is nothing to choose
            del self.fields["role"]
        self.only = next(iter(roles), "")

    @property
    def came_as(self) -> str:
        return str(self.cleaned_data.get("role", self.only))


def problems(lines: Iterable[LineForm], walk_in: WalkInForm | None) -> list[tuple[str, str]]:
    """What to put right on a register, from its top: where on the page, and beside whom what."""
    found = [
        (form["minutes"].id_for_label, f"{form.line.name}: {error}")
        for form in lines
        for error in form["minutes"].errors
    ]
    bound = walk_in if walk_in is not None and walk_in.is_bound else ()
    return found + [(field.id_for_label, str(error)) for field in bound for error in field.errors]


class DoorForm(forms.Form):
    code = forms.CharField(
        max_length=12,
        label=_("Code on the door"),
        error_messages={"required": _("Enter the code on the door.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
