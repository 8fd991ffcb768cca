"""What an officer fills in about field apps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from weft.people.models import Person
from weft.web.once import OnceField


class FieldAppForm(forms.Form):
    """Who is to collect."""

    person: Any = forms.ModelChoiceField(
        label=gettext_lazy("Who collects with it?"),
        help_text=gettext_lazy("Community researchers and programme officers with an account are listed."),
        queryset=Person.objects.none(),
        to_field_name="public_id",
        empty_label=gettext_lazy("Choose one"),
        error_messages={
            "required": gettext_lazy("Choose who collects"),
            "invalid_choice": gettext_lazy("Choose a person from the list"),
        },
    )
    once = OnceField()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
