"""What the office and whoever holds a code are asked."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.fielding.actions import Plan, Wanted
from weft.fielding.codes import LENGTH
from weft.fielding.dispositions import of_the_office
from weft.fielding.forms_ways import missing_for
from weft.fielding.models import Fieldwork
from weft.fielding.rules import FILE_BYTES, KEEP_SHARE, SCHEDULE
from weft.fielding.states import Occurrence, QuotaKind
from weft.forms.models import Form
from weft.forms.states import Mode, VersionState
from weft.people.models import Membership, Person
from weft.places.models import Area
from weft.web.once import OnceField

WIDTH_10 = {"class": "govuk-input--width-10"}


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date", **WIDTH_10}),
        error_messages={
            "required": gettext_lazy("Enter a day"),
            "invalid": gettext_lazy("Enter a day, like 2027-03-04"),
        },
    )


def _days(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, initial=initial, min_value=-60, max_value=200,
        widget=forms.TextInput(attrs={**WIDTH_10, "inputmode": "text"}),
        error_messages={
            name: gettext_lazy("Enter a whole number of days, from -60 to 200, or leave it empty")
            for name in ("invalid", "min_value", "max_value")
        },
    )  # fmt: skip


class PlanForm(forms.Form):
    """A wave, before it begins."""

    key = OnceField()
    form = forms.ModelChoiceField(
        label=gettext_lazy("Form"), queryset=Form.objects.none(), to_field_name="public_id",
        help_text=gettext_lazy("Forms with a live version."),
        error_messages={"required": gettext_lazy("Choose the form people answer")},
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("Name of the wave"), max_length=40, help_text=gettext_lazy("For example: spring 2027."),
        error_messages={"required": gettext_lazy("Enter a name for this wave")},
    )  # fmt: skip
    first_day = _day(gettext_lazy("First day"), gettext_lazy("Codes open on this day."))
    last_day = _day(gettext_lazy("Last day"))
    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How people answer"), choices=Mode.choices, widget=forms.CheckboxSelectMultiple,
        initial=[Mode.WEB], error_messages={"required": gettext_lazy("Choose at least one way to answer")},
    )  # fmt: skip
    prenotice = _days(gettext_lazy("Letter before: days from the first day"), SCHEDULE[Occurrence.PRENOTICE])
    invitation = _days(gettext_lazy("Invitation: days from the first day"), SCHEDULE[Occurrence.INVITATION])
    reminder1 = _days(gettext_lazy("First reminder: days from the first day"), SCHEDULE[Occurrence.REMINDER1])
    reminder2 = _days(
        gettext_lazy("Second reminder: days from the first day"), SCHEDULE[Occurrence.REMINDER2]
    )
    keep_percent = forms.IntegerField(
        label=gettext_lazy("Keep unfinished answers from this per cent of the questions on"),
        initial=round(100 * KEEP_SHARE), min_value=0, max_value=100,
        widget=forms.TextInput(attrs={**WIDTH_10, "inputmode": "numeric"}),
        error_messages={
            name: gettext_lazy("Enter a number from 0 to 100")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("Telephone number in the letters"), max_length=40, required=False,
        help_text=gettext_lazy("For questions, paper, other formats, and to say no."),
        widget=forms.TextInput(attrs=WIDTH_10),
    )  # fmt: skip
    languages = forms.CharField(
        label=gettext_lazy("Line about other languages"), max_length=200, required=False,
        help_text=gettext_lazy("Printed as it stands, at the foot of every letter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Form.objects.filter(versions__state=VersionState.LIVE).distinct()
        self.fields["form"].queryset = live  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("first_day"), found.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("Enter a day on or after the first day"))
        if last and last < timezone.localdate():
            self.add_error("last_day", _("Enter a day that is still to come"))
        if found.get("invitation") is None and not self.errors.get("invitation"):
            self.add_error("invitation", _("Enter when the invitations go out: they carry the codes"))
        if found.get("form") and (missing := missing_for(found["form"], found.get("modes", ()))):
            self.add_error("modes", missing)
        return found

    def plan(self) -> Plan:
        said = self.cleaned_data
        schedule = {each: said[each] for each in Occurrence.values if said[each] is not None}
        return Plan(
            form=said["form"], name=said["name"], first_day=said["first_day"], last_day=said["last_day"],
            modes=list(said["modes"]), schedule=schedule, keep_share=said["keep_percent"] / 100,
            phone=said["phone"], languages=said["languages"],
        )  # fmt: skip


class SampleForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of addresses"),
        help_text=gettext_lazy("CSV or XLSX, up to 900 KB. One row an address."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "missing": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another"),
        },
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 900 KB. Split it, and bring the parts one by one")
            )
        return file


class QuotaForm(forms.Form):
    """One quota: of an area or of an answer."""

    question = forms.CharField(
        label=gettext_lazy("Question"), required=False, max_length=300,
        help_text=gettext_lazy("Its name in the form, for example d_sex. Leave it empty for an area."),
    )  # fmt: skip
    value = forms.CharField(
        label=gettext_lazy("Answer, or code of the area"), max_length=120, widget=forms.TextInput(attrs=WIDTH_10),
        error_messages={"required": gettext_lazy("Enter the answer or the area's code")},
    )  # fmt: skip
    target = forms.IntegerField(
        label=gettext_lazy("How many"), min_value=1, max_value=1_000_000,
        widget=forms.TextInput(attrs={**WIDTH_10, "inputmode": "numeric"}),
        error_messages={
            name: gettext_lazy("Enter a whole number, 1 or more")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("What happens when it is full"), choices=QuotaKind.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what happens when it is full")},
    )  # fmt: skip

    def __init__(self, *args: Any, fieldwork: Fieldwork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fieldwork = fieldwork

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        question, value = (found.get("question") or "").strip(), found.get("value")
        if question and value and question not in self._questions():
            self.add_error("question", _("The form has no question of this name"))
        if not question and value and not Area.objects.filter(code=value, ends_on=None).exists():
            self.add_error("value", _("No area of the city has this code"))
        return found

    def _questions(self) -> dict[str, str]:
        """Name of a question -> its reference."""
        from weft.fielding.actions.preparing import live_version
        from weft.fielding.queries.substance import questions_of
        from weft.forms.answers import compiled

        version = live_version(self.fieldwork)
        asked = questions_of(compiled(version)) if version else []
        return {one.ref.rpartition("/")[2]: one.ref for one in asked}

    def wanted(self) -> Wanted:
        said = self.cleaned_data
        question = said["question"].strip()
        ref = self._questions()[question] if question else ""
        return Wanted(ref, said["value"], said["target"], said["kind"])


class PrintForm(forms.Form):
    key = OnceField()
    occurrence = forms.ChoiceField(choices=Occurrence.choices, widget=forms.HiddenInput)


class CloseForm(forms.Form):
    ALL_IN, WAIT = "all_in", "wait"
    paper = forms.ChoiceField(
        label=gettext_lazy("Is anything still on its way, on paper or with an interviewer?"),
        choices=[
            (ALL_IN, gettext_lazy("No: close, and destroy the link between addresses and answers now")),
            (WAIT, gettext_lazy("Yes: close to new answers on the web, destroy the link later")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether anything is still on its way")},
    )


class FindForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Reference of the address"), required=False, max_length=40,
        widget=forms.TextInput(attrs=WIDTH_10),
    )  # fmt: skip


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it"), widget=forms.Select,
        choices=lambda: [("", _("Choose")), *((one.code, f"{one.words} ({one.code})") for one in of_the_office())],
        error_messages={"required": gettext_lazy("Choose what became of it")},
    )  # fmt: skip


class ModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=gettext_lazy("How do you ask them?"), widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how you ask them")},
    )  # fmt: skip

    def __init__(self, *args: Any, fieldwork: Fieldwork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked = [mode for mode in (Mode.TELEPHONE, Mode.INTERVIEWER) if mode in fieldwork.modes]
        self.fields["mode"].choices = [(mode.value, mode.label) for mode in asked]  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    interviewer = forms.ModelChoiceField(
        label=gettext_lazy("Whose case is it?"), queryset=Person.objects.none(), required=False,
        empty_label=gettext_lazy("Nobody’s: the office keeps it"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Membership.objects.unscoped("those who hold the role of interviewers").filter(
            Membership.in_force(timezone.localdate()), role="community_researcher"
        )
        rows = Person.objects.unscoped("those who hold the role of interviewers")
        found = rows.filter(memberships__in=held, erased_at=None, merged_into=None).distinct()
        self.fields["interviewer"].queryset = found  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Your code"), max_length=40, min_length=1,
        help_text=gettext_lazy("12 letters and numbers. Spaces and small letters do not matter."),
        widget=forms.TextInput(
            attrs={
                "class": "govuk-input--width-20 survey-code", "autocomplete": "off", "autocapitalize": "characters",
                "spellcheck": "false", "dir": "ltr", "size": LENGTH + 2,
            }
        ),
        error_messages={
            "required": gettext_lazy("Enter the code in your letter"),
            "max_length": gettext_lazy("Enter the 12 letters and numbers of your code"),
        },
    )  # fmt: skip
