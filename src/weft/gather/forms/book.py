"""Book in five fields at most: who, where to write, how many, what the host should know, new here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.gather.actions.openings import CRECHE_KIND
from weft.gather.models import Capacity
from weft.web.once import OnceField

MOST_PEOPLE = 6
MOST_CHILDREN = 4
PHONE = re.compile(r"\+?[\d ()./-]{7,20}")
DIGITS = {ord(digit): str(number % 10) for start in (0x660, 0x6F0) for number, digit in
          enumerate(map(chr, range(start, start + 10)))}  # fmt: skip # Arabic and Urdu digits are digits
WIDTH_3 = {"class": "govuk-input--width-3", "inputmode": "numeric"}


@dataclass(frozen=True)
class Kinds:
    """What can be booked: one kind of place for people, and crèche places by age."""

    seat: str
    creche: tuple[tuple[str, int, int], ...]  # kind, youngest, oldest

    @classmethod
    def of(cls, capacities: Sequence[Capacity]) -> "Kinds":
        names = list(dict.fromkeys(one.kind for one in capacities))
        creche = [(name, found) for name in names if (found := CRECHE_KIND.fullmatch(name))]
        seats = [name for name in names if not CRECHE_KIND.fullmatch(name)]
        ages = tuple((name, int(found[1]), int(found[2])) for name, found in creche)
        return cls(seats[0] if seats else "seat", ages)


class BookForm(forms.Form):
    """Four questions, five where there is a crèche; the key makes a second press harmless."""

    once = OnceField()
    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": gettext_lazy("Enter your name"),
            "max_length": gettext_lazy("Shorten your name to 120 letters"),
        },
    )  # fmt: skip
    contact = forms.CharField(
        label=gettext_lazy("E-mail address or phone number"), max_length=200,
        help_text=gettext_lazy("We send a code by e-mail. With a phone number the host rings you if plans change."),
        widget=forms.TextInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages=dict.fromkeys(
            ("required", "max_length"), gettext_lazy("Enter an e-mail address or a phone number")
        ),
    )  # fmt: skip
    people = forms.TypedChoiceField(
        label=gettext_lazy("How many people?"), coerce=int, initial=1,
        choices=[(number, str(number)) for number in range(1, MOST_PEOPLE + 1)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose how many people")),
    )  # fmt: skip
    children = forms.CharField(
        label=gettext_lazy("Ages of the children for the crèche"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10", "dir": "ltr"}),
    )  # fmt: skip
    needs = forms.CharField(
        label=gettext_lazy("What should the host know, so that you can take part?"), required=False, max_length=500,
        help_text=gettext_lazy("Only the host reads this. For example: I use a wheelchair, or I need an interpreter."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": gettext_lazy("Shorten this to 500 letters")},
    )  # fmt: skip
    newcomer = forms.BooleanField(label=gettext_lazy("It is my first time here"), required=False)

    def __init__(self, *args: Any, kinds: Kinds, is_known: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.kinds = kinds
        if is_known:  # signed in: who they are is known
            del self.fields["name"], self.fields["contact"]
        if kinds.creche:
            youngest, oldest = min(kind[1] for kind in kinds.creche), max(kind[2] for kind in kinds.creche)
            self.fields["children"].help_text = _(
                "In years, from %(youngest)s to %(oldest)s, with a comma between: 1, 3. Leave empty for none."
            ) % {"youngest": youngest, "oldest": oldest}
            del self.fields["people"]  # one learner books: five questions, not six
        else:
            del self.fields["children"]

    def clean_contact(self) -> str:
        given = " ".join(str(self.cleaned_data["contact"]).translate(DIGITS).split())
        if "@" in given:
            try:
                EmailValidator()(given)
            except ValidationError:
                raise forms.ValidationError(
                    _("Enter an e-mail address, such as name@example.org, or a phone number")
                ) from None
            return given
        if not PHONE.fullmatch(given):
            raise forms.ValidationError(_("Enter an e-mail address or a phone number"))
        return given

    def clean_children(self) -> list[str]:
        """The kind of crèche place of each child."""
        ages = re.findall(r"\d+", str(self.cleaned_data["children"]).translate(DIGITS))
        if len(ages) > MOST_CHILDREN:
            raise forms.ValidationError(_("Book for four children at most. For more, ask the host"))
        kinds = [self._creche_of(int(age)) for age in ages]
        if None in kinds or (str(self.cleaned_data["children"]).strip() and not ages):
            raise forms.ValidationError(_("Enter ages the crèche takes, in years, such as 1, 3"))
        return [kind for kind in kinds if kind]

    def _creche_of(self, age: int) -> str | None:
        return next((kind for kind, youngest, oldest in self.kinds.creche if youngest <= age <= oldest), None)

    @property
    def places(self) -> dict[str, int]:
        """Kind of place -> how many."""
        wanted = {self.kinds.seat: int(self.cleaned_data.get("people", 1))}
        for kind in self.cleaned_data.get("children", ()):
            wanted[kind] = wanted.get(kind, 0) + 1
        return wanted


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=20, help_text=gettext_lazy("Six digits, from the letter we sent."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code", "inputmode": "numeric", "dir": "ltr",
                "class": "govuk-input--width-10",
            }
        ),
        error_messages=dict.fromkeys(("required", "max_length"), gettext_lazy("Enter the six digits we sent you")),
    )  # fmt: skip

    def clean_code(self) -> str:
        return "".join(str(self.cleaned_data["code"]).translate(DIGITS).split())


class MixingForm(forms.Form):
    """The programme's own questions; none must be answered."""

    def __init__(self, *args: Any, questions: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for asked in questions:
            options = [(key, _(words)) for key, words in asked["options"].items()]
            self.fields[str(asked["key"])] = forms.ChoiceField(
                label=_(str(asked["title"])), required=False, widget=forms.RadioSelect,
                choices=[*options, ("", _("Prefer not to say"))],
            )  # fmt: skip
