"""What was wrong with a release."""

from django import forms
from django.utils.translation import gettext_lazy

from weft.web.once import OnceField


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What was wrong, and what was done about it"),
        help_text=gettext_lazy("Everyone will read this. Name no person."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": gettext_lazy("Say what was wrong and what was done about it"),
            "max_length": gettext_lazy("Say it in 2,000 characters or fewer"),
        },
    )
    key = OnceField()
