"""Who sees to which section, as people who answer together say it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from weft.forms.models import Response
from weft.forms.queries.owners import co_editors, owners_of
from weft.people.models import Person


class OwnersForm(forms.Form):
    """One choice a section."""

    def __init__(self, response: Response, sections: tuple[str, ...], *sent: Any) -> None:
        super().__init__(*sent)
        self.label_suffix = ""
        self.sections = sections
        now = owners_of(response)
        for place, name in enumerate(sections):
            self.fields[f"section-{place}"] = forms.ModelChoiceField(
                label=name, queryset=co_editors(response), to_field_name="public_id", required=False,
                empty_label=_("Nobody in particular"), initial=now.get(name),
                error_messages={"invalid_choice": _("Choose somebody of your organisation")},
            )  # fmt: skip

    def owners(self) -> dict[str, Person | None]:
        return {name: self.cleaned_data[f"section-{place}"] for place, name in enumerate(self.sections)}
