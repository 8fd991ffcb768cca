"""Book in five fields at most: who, where to write, how many, what the host should know, new here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.gather.kinds import kind_name
from weft.gather.models import Capacity
from weft.web.once import OnceField

MOST_PEOPLE = 6
MOST_CHILDREN = 4
PHONE = re.compile(r"\+?[\d ()./-]{7,20}")
DIGITS = {ord(digit): str(number % 10) for start in (0x660, 0x6F0) for number, digit in
          enumerate(map(chr, range(start, start + 10)))}  # fmt: skip # Arabic and Urdu digits are digits
WIDTH_3 = {"class": "govuk-input--width-3", "inputmode": "numeric"}


@dataclass(frozen=True)
class Beside:
    """A kind of place for children, booked beside an adult's: by age where it takes ages, else by number."""

    kind: str
    youngest: int | None
    oldest: int | None

    def takes(self, age: int) -> bool:
        return self.youngest is not None and self.oldest is not None and self.youngest <= age <= self.oldest


@dataclass(frozen=True)
class Kinds:
    """What can be booked: kinds of places for people, each with what they come as, and those beside them."""

    seats: tuple[tuple[str, str], ...]  # kind, role
    beside: tuple[Beside, ...]

    @classmethod
    def of(cls, capacities: Sequence[Capacity]) -> "Kinds":
        rows = {one.kind: one for one in reversed(capacities)}
        inside = [rows[kind] for kind in dict.fromkeys(one.kind for one in capacities)]
        seats = tuple((row.kind, row.role) for row in inside if not row.goes_with)
        beside = (Beside(row.kind, row.youngest, row.oldest) for row in inside if row.goes_with)
        return cls(seats or (("seat", ""),), tuple(beside))

    @property
    def by_age(self) -> bool:
        return any(each.youngest is not None for each in self.beside)

    @property
    def ages(self) -> tuple[int, int]:
        known = [each for each in self.beside if each.youngest is not None]
        return min(each.youngest or 0 for each in known), max(each.oldest or 0 for each in known)

    def role_of(self, kind: str) -> str:
        return dict(self.seats).get(kind, "")


class BookForm(forms.Form):
    """Five questions at most: how many people, or as what somebody comes, or the children beside them. The key makes a
    second press harmless."""

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
    kind = forms.ChoiceField(
        label=gettext_lazy("How will you take part?"), widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose how you will take part")),
    )  # fmt: skip
    number = forms.TypedChoiceField(
        label=gettext_lazy("How many children come with you?"), coerce=int, initial=0,
        choices=[(number, str(number)) for number in range(MOST_CHILDREN + 1)],
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose how many children")),
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

    def __init__(
        self,
        *args: Any,
        kinds: Kinds,
        is_known: bool = False,
        names: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.kinds = kinds
        if is_known:  # signed in: who they are is known
            del self.fields["name"], self.fields["contact"]
        self._ask_for_places(kinds, names or {})

    def for_waiting(self) -> None:
        """Where all places are taken no code is sent: the address is for the offer."""
        if "contact" in self.fields:
            self.fields["contact"].help_text = _(
                "We write to an e-mail address when a place comes free. With a phone number, open the page of your "
                "booking to see."
            )

    def _ask_for_places(self, kinds: Kinds, names: Mapping[str, str]) -> None:
        """One question about places, by what there is; the others are taken out."""
        asked = "children" if kinds.by_age else "number" if kinds.beside else "people"
        if len(kinds.seats) > 1 and not kinds.beside:
            asked = "kind"
            choices = [(kind, names.get(kind) or kind_name(kind)) for kind, _role in kinds.seats]
            self.fields["kind"].choices = choices  # type: ignore[attr-defined]
        if asked == "children":
            youngest, oldest = kinds.ages
            self.fields["children"].help_text = _(
                "In years, from %(youngest)s to %(oldest)s, with a comma between: 1, 3. Leave empty for none."
            ) % {"youngest": youngest, "oldest": oldest}
        for name in {"people", "kind", "number", "children"} - {asked}:
            del self.fields[name]

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
        return next((each.kind for each in self.kinds.beside if each.takes(age)), None)

    @property
    def seat(self) -> str:
        """The kind of place of who books."""
        return str(self.cleaned_data.get("kind") or self.kinds.seats[0][0])

    @property
    def places(self) -> dict[str, int]:
        """Kind of place -> how many."""
        wanted = {self.seat: int(self.cleaned_data.get("people", 1))}
        if number := self.cleaned_data.get("number"):
            wanted[self.kinds.beside[0].kind] = number
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
