"""What a host says about teams."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.gather.kinds import kind_name
from weft.gather.models import Session
from weft.gather.teams.actions.making import Wanted
from weft.gather.teams.rules import MOST_PEOPLE, MOST_ROUNDS, MOST_TEAMS
from weft.gather.teams.traits import offered
from weft.gather.teams.who import name_of, roles_of, sitters
from weft.web.once import OnceField

HOW_MANY, HOW_LARGE = _("Enter how many teams, from 1 to 200"), _("Enter how many people, from 1")


def whole(label: Any, most: int, words: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), words),
        **more,
    )


def role_words(role: str) -> str:
    return kind_name(role).capitalize() if role else str(_("No role given"))


class TeamsForm(forms.Form):
    """Teams or tables: how many or how large, in how many rounds, mixed by what."""

    once = OnceField()
    teams = whole(
        _("How many teams"), MOST_TEAMS, HOW_MANY, required=False,
        help_text=_("Or leave it empty and say how large a team is."),
    )  # fmt: skip
    smallest = whole(_("Smallest team"), MOST_PEOPLE, HOW_LARGE, required=False)
    largest = whole(_("Largest team"), MOST_PEOPLE, HOW_LARGE, required=False)
    rounds = whole(
        _("Rounds"), MOST_ROUNDS, _("Enter how many rounds, from 1 to 15"), initial=1,
        help_text=_("1 if people stay together. In more rounds nobody should sit with the same person twice."),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Who is seated"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave it empty to seat everybody who comes."),
    )  # fmt: skip
    mix_on = forms.MultipleChoiceField(
        label=_("Mix teams by"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only what people agreed to be matched by. You do not see what anybody said. "
            "Answers to the equality questions cannot be used."
        ),
    )  # fmt: skip
    nobody_alone = forms.BooleanField(
        label=_("Nobody should be the only one of their kind in a team"), required=False, initial=True
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["mix_on"].choices = offered(session)  # type: ignore[attr-defined]
        roles = roles_of(session)
        self.fields["roles"].choices = [(role, role_words(role)) for role in roles if role]  # type: ignore[attr-defined]
        if len(roles) < 2:
            del self.fields["roles"]

    def clean(self) -> dict[str, Any]:
        """How many, or both sizes: the number counts where both are given."""
        found = super().clean() or {}
        if found.get("teams") or "teams" in self.errors:
            return found
        smallest, largest = found.get("smallest"), found.get("largest")
        if not smallest and not largest and not self.errors:
            self.add_error("teams", _("Enter how many teams, or how large a team is"))
        for name in ("smallest", "largest") if smallest or largest else ():
            if not found.get(name) and name not in self.errors:
                self.add_error(name, HOW_LARGE)
        if smallest and largest and smallest > largest:
            self.add_error("largest", _("Enter a largest team that is not smaller than the smallest"))
        return found

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            teams=said["teams"] or 0,
            smallest=said["smallest"] or 0,
            largest=said["largest"] or 0,
            rounds=said["rounds"],
            roles=tuple(said.get("roles", ())),
            mix_on=tuple(said["mix_on"]),
            nobody_alone=said["nobody_alone"],
        )


class MeetingsForm(forms.Form):
    """Speed networking: two roles, and rounds."""

    once = OnceField()
    first = forms.ChoiceField(
        label=_("Who stays at a table"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose who stays at a table")},
    )  # fmt: skip
    second = forms.ChoiceField(
        label=_("Who goes from table to table"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose who goes from table to table")},
    )  # fmt: skip
    rounds = whole(_("Rounds"), MOST_ROUNDS, _("Enter how many rounds, from 1 to 15"), initial=5)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        choices = [(role, role_words(role)) for role in roles_of(session) if role]
        for name in ("first", "second"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("first") and found.get("first") == found.get("second"):
            self.add_error("second", _("Choose two different roles"))
        return found

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(rounds=said["rounds"], sides=(said["first"], said["second"]))


def people_choices(session: Session, roles: Sequence[str] = ()) -> list[tuple[str, str]]:
    found = [(one.mark, name_of(one.booking) or str(_("Without a name"))) for one in sitters(session, roles)]
    return [("", str(_("Choose"))), *sorted(found, key=lambda each: each[1].casefold())]


class MoveForm(forms.Form):
    """One person into another team."""

    who = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who moves")})
    number = forms.ChoiceField(label=_("In round"))
    team = forms.ChoiceField(label=_("Into team"), error_messages={"required": _("Choose a team")})

    def __init__(self, *args: Any, session: Session, seating: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.fields["who"].choices = people_choices(session, seating.roles)  # type: ignore[attr-defined]
        self.fields["number"].choices = [(n, n) for n in range(1, seating.rounds + 1)]  # type: ignore[attr-defined]
        teams = [(n, n) for n in range(1, seating.teams + 1)]
        self.fields["team"].choices = [("", _("Choose")), *teams]  # type: ignore[attr-defined]
        if seating.rounds == 1:
            self.fields["number"].widget, self.fields["number"].initial = forms.HiddenInput(), 1


class WishForm(forms.Form):
    """Two people together, or apart. Nobody is asked why."""

    one = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose somebody")})
    other = forms.ChoiceField(label=_("And who"), error_messages={"required": _("Choose somebody else")})
    how = forms.ChoiceField(
        label=_("How"),
        choices=[("together", _("In the same team")), ("apart", _("Never in the same team"))],
        widget=forms.RadioSelect,
        help_text=_("No reason is asked for, kept or shown, and nobody is told."),
        error_messages={"required": _("Choose how")},
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        for name in ("one", "other"):
            self.fields[name].choices = people_choices(session)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("one") and found.get("one") == found.get("other"):
            self.add_error("other", _("Choose two different people"))
        return found
