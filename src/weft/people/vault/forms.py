"""One monitoring question as a form: radios, no answer needed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from weft.people.vault.questions import Question


class QuestionForm(forms.Form):
    answer = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers, or leave all of them empty")},
    )

    def __init__(self, question: Question, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "label_suffix": ""})
        self.fields["answer"].label = question.text
        self.fields["answer"].help_text = question.hint
        self.fields["answer"].choices = question.choices  # type: ignore[attr-defined]
