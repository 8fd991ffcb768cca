"""The questions of the room: which table, what leaves and why, which survey, who is admitted."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.inside.models import Table
from weft.inside.rules import MOST_RESTS_ON
from weft.inside.tables.asking import AREA, Asked
from weft.inside.tables.room import Room
from weft.measure.forms.sign_off import SendBackForm, SignOffForm
from weft.measure.models import Survey
from weft.measure.rules import RISKS
from weft.web.once import OnceField

__all__ = ["AdmitForm", "CheckForm", "FileOutForm", "OpenForm", "SendBackForm", "TableForm", "TableOutForm"]

# What to look for under each risk, in an output.
HINTS: dict[str, str | Promise] = {
    "few": _("Look at the finds above, and at the smallest groups shown."),
    "dominance": _("Weighted shares and sums: does one person weigh most of it?"),
    "extremes": _("Tables of the room show none. In a file of theirs, look for minima, maxima and outliers."),
    "whole_group": _("Look for groups of which nobody or everybody gave an answer."),
    "subtracting": _("Could rows be subtracted from each other to leave a few people?"),
    "earlier": _(
        "The finds compare with everything this analyst took out of this survey. Do you know of more?"
    ),
    "words": _(
        "Read titles, labels, notes and file properties. Is the purpose the one they were admitted for?"
    ),
}


def _text(label: Any, required: Any, **more: Any) -> forms.CharField:
    errors = {"required": required, "max_length": _("Say it in 1,000 characters or fewer")}
    box = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=1000, widget=box, error_messages=errors, **more)


class TableForm(forms.Form):
    """One thing to count, up to two breakdowns and the area, for everybody or one group."""

    what = forms.ChoiceField(label=_("What to count"), error_messages={"required": _("Choose what to count")})
    first = forms.ChoiceField(label=_("Split by"), required=False)
    second = forms.ChoiceField(label=_("And by"), required=False)
    area = forms.BooleanField(label=_("And by area"), required=False)
    only = forms.ChoiceField(label=_("Whom to count"), required=False)

    def __init__(self, *args: Any, room: Room, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = {name: group for name, group in room.groups.items() if name != AREA}
        split = [("", _("Nothing")), *((name, group.label) for name, group in groups.items())]
        self._choose("what", _what(room))
        self._choose("first", split)
        self._choose("second", split)
        self._choose("only", [("", _("Everybody")), *_levels(room)])
        if AREA not in room.groups:
            del self.fields["area"]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        by = (said["first"], said["second"], AREA if said.get("area") else "")
        return Asked.of(said["what"], by, said["only"])


def _what(room: Room) -> list[Any]:
    indicators = [(f"indicator:{i.key}", i.label) for i in room.indicators]
    questions = [(f"question:{q.id}", q.text) for q in room.questions]
    return [("", _("Choose")), (_("Indicators"), indicators), (_("Questions as asked"), questions)]


def _levels(room: Room) -> list[Any]:
    """Every group of every breakdown, one heading a breakdown."""
    return [
        (group.label, [(f"{name}={code}", label) for code, label in group.levels])
        for name, group in room.groups.items()
    ]  # fmt: skip


class TableOutForm(forms.Form):
    """What a table is for and where it goes."""

    purpose = _text(_("What it is for"), _("Say what it is for"), help_text=_("Two checkers read this."))
    destination = _text(
        _("Where it goes"), _("Say where it goes"),
        help_text=_("For example: a report of the city, published; a slide for the board, not published."),
    )  # fmt: skip
    once = OnceField()


class FileOutForm(TableOutForm):
    """A file made from tables of the room: a chart, a report, a spreadsheet."""

    title = forms.CharField(
        label=_("What to call it"), max_length=200, error_messages={"required": _("Say what to call it")}
    )
    file = forms.FileField(
        label=_("The file"),
        help_text=_("A CSV, XLSX, PDF or PNG file of up to 10 MB."),
        error_messages={
            "required": _("Choose a file"), "missing": _("Choose a file"),
            "empty": _("The file is empty. Choose another"),
        },
    )  # fmt: skip
    rests_on = forms.ModelMultipleChoiceField(
        label=_("Tables it was made from"),
        help_text=_("Checkers look at the counts behind them."),
        queryset=Table.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        to_field_name="public_id",
        error_messages={
            "required": _("Choose at least one table"),
            "invalid_choice": _("Choose from the list"),
        },
    )
    how_made = _text(_("How it was made"), _("Say how it was made"), help_text=_("Steps, weights, models."))
    field_order = ["title", "file", "rests_on", "how_made", "purpose", "destination", "once"]

    def __init__(self, *args: Any, tables: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rests_on"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = tables

    def clean_rests_on(self) -> Any:
        chosen = self.cleaned_data["rests_on"]
        if len(chosen) > MOST_RESTS_ON:
            raise forms.ValidationError(_("Choose up to 20 tables"))
        return chosen


class SurveyField(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable at run time
    """Surveys by what they are called."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.title)


class OpenForm(forms.Form):
    survey = SurveyField(
        label=_("Survey"), queryset=Survey.objects.none(), to_field_name="public_id",
        error_messages={"required": _("Choose a survey"), "invalid_choice": _("Choose a survey from the list")},
    )  # fmt: skip
    why = _text(
        _("What it is opened for"), _("Say what it is opened for"),
        help_text=_("The record keeps this, and whoever is admitted reads it."),
    )  # fmt: skip
    once = OnceField()

    def __init__(self, *args: Any, surveys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["survey"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = surveys


class AdmitForm(forms.Form):
    analyst = forms.TypedChoiceField(
        label=_("Analyst"), coerce=int, error_messages={"required": _("Choose an analyst")}
    )
    why = _text(_("What they will use the tables for"), _("Say what they will use the tables for"))
    once = OnceField()

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["analyst"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((each.pk, each.email) for each in people)]


class CheckForm(SignOffForm):
    """The seven risks of Measure's sign-off, with what to look for in an output."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for risk in RISKS:
            self.fields[f"note_{risk}"].help_text = str(HINTS[risk])
