"""What a keyer says to begin a paper, and to settle one."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from weft.forms.outline import words_in
from weft.forms.paper.keyed import Keyed, Said
from weft.forms.paper.reading import NotThatAnswer, read_line
from weft.forms.paper.sheet import Line
from weft.forms.states import Reason
from weft.web.once import OnceField

FIRST, SECOND, OTHER = "first", "second", "other"


class StartForm(forms.Form):
    reference = forms.RegexField(
        r"^[\w\s-]+$",
        label=_("Number on the paper"),
        help_text=_("The code of the letter it came with, else the number of the sheet. Never a name."),
        max_length=40,
        error_messages={
            "required": _("Enter the number on the paper"),
            "invalid": _("Enter the number with letters, digits and hyphens only"),
        },
    )

    def clean_reference(self) -> str:
        """As every reader of it writes it: without spaces, in capitals."""
        return "".join(str(self.cleaned_data["reference"]).split()).upper()


class SettleForm(forms.Form):
    """One choice a difference; "something else" is typed as on the keying page."""

    once = OnceField()

    def __init__(
        self, lines: list[Line], readings: tuple[Keyed, Keyed], *args: Any, is_keyer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.readings = lines, readings
        for line in lines:
            self._ask(line)
        if is_keyer:
            self.fields["why"] = forms.CharField(
                label=_("Why you settle it, though you keyed it yourself"),
                max_length=300,
                error_messages={"required": _("Say why you settle it: you keyed it yourself")},
            )

    def _ask(self, line: Line) -> None:
        one, other = (shown_said(line, reading.at(line.ref)) for reading in self.readings)
        choices = [
            (FIRST, gettext("First keyer: %(answer)s") % {"answer": one}),
            (SECOND, gettext("Second keyer: %(answer)s") % {"answer": other}),
            (OTHER, gettext("Something else")),
        ]
        label = f"{line.number}. {words_in(line.item.labels, '')}"
        required = gettext("Question %(number)s: choose what stands on the paper") % {"number": line.number}
        self.fields[line.field] = forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": required}
        )
        self.fields[f"{line.field}_other"] = forms.CharField(
            label=gettext("Question %(number)s, something else") % {"number": line.number},
            help_text=gettext("Code or answer; ? where nobody can read it; empty where it was left empty"),
            required=False,
        )

    def decided(self) -> dict[str, Said]:
        return self.cleaned_data["decided"]  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        found["decided"] = {line.ref: self._decided(line, found) for line in self.lines}
        return found

    def _decided(self, line: Line, found: dict[str, Any]) -> Said:
        choice = found.get(line.field, "")
        if choice in (FIRST, SECOND):
            return self.readings[choice == SECOND].at(line.ref)
        try:
            return read_line(line, found.get(f"{line.field}_other", ""))
        except NotThatAnswer as wrong:
            self.add_error(f"{line.field}_other", str(wrong))
            return Said()


def shown_said(line: Line, said: Said) -> str:
    """A reading in words: the labels of what was chosen, or the reason."""
    if not said.value:
        return str(Reason(said.reason).label if said.reason else Reason.SKIPPED.label)
    if not line.is_choice:
        return said.value
    words = {option.value: words_in(option.labels, "") or option.value for option in line.item.options}
    values = [said.value] if line.is_single else said.value.split()
    return ", ".join(words.get(value, value) for value in values)
