"""In which ways people may answer, and what a form lacks for one of them."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.fielding.models import Fieldwork
from weft.fielding.queries.substance import has_case_code
from weft.forms.answers import compiled
from weft.forms.models import Form
from weft.forms.states import Mode, VersionState


def missing_for(form: Form, modes: Collection[str]) -> str:
    """What a form lacks for these ways to answer: what to do about it, "" for nothing."""
    version = form.versions.filter(state=VersionState.LIVE).first()
    if Mode.COLLECT not in modes or version is None or has_case_code(compiled(version)):
        return ""
    return _(
        "Add a question named case_code to the form, where the code of the letter is written, or leave field apps out"
    )


class WaysForm(forms.Form):
    """The ways a wave does not have yet."""

    modes = forms.MultipleChoiceField(
        label=gettext_lazy("How else may people answer?"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("A way that is allowed stays: somebody may be answering in it."),
        error_messages={"required": gettext_lazy("Choose a way to answer")},
    )  # fmt: skip

    def __init__(self, *args: Any, fieldwork: Fieldwork, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fieldwork = fieldwork
        self.fields["modes"].choices = [  # type: ignore[attr-defined]
            (mode.value, mode.label) for mode in Mode if mode not in fieldwork.modes
        ]

    def clean_modes(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["modes"]
        if missing := missing_for(self.fieldwork.form, chosen):
            raise forms.ValidationError(missing)
        return chosen
