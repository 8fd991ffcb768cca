"""A file, what it holds, and what it cannot say for itself."""

import secrets
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.places.importing.population import year_in
from weft.places.packs.pack import chosen_pack

MB = 1024 * 1024
MOST_MB = 20  # a larger file goes through the command line
WIDTH_10 = {"class": "govuk-input--width-10"}
BOUNDARIES, POSTCODES, POPULATION = "boundaries", "postcodes", "population"


def what_choices() -> list[tuple[str, str]]:
    return [
        (BOUNDARIES, _("Outlines of areas (GeoJSON)")),
        (POSTCODES, _("Where postcodes lie (CSV)")),
        (POPULATION, _("Counts of people by area (CSV)")),
    ]


def kind_choices() -> list[tuple[str, str]]:
    return [("", _("Choose a kind")), *((kind.key, kind.many) for kind in chosen_pack().kinds)]


class ImportForm(forms.Form):
    """A file, what it holds, and what it cannot say for itself."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    what = forms.ChoiceField(
        label=gettext_lazy("What does the file hold?"), choices=what_choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the file holds")},
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "Also packed with gzip (.gz). Up to 20 MB; larger ones go through the command line."
        ),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "missing": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("The file is empty. Choose another"),
        },
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of area"), choices=kind_choices, required=False,
        help_text=gettext_lazy("For outlines only."),
    )  # fmt: skip
    topic = forms.CharField(
        label=gettext_lazy("What is counted"), required=False, max_length=60,
        help_text=gettext_lazy("For counts only. For example ethnic group."),
    )  # fmt: skip
    period = forms.CharField(
        label=gettext_lazy("Year of the counts"), required=False, max_length=20,
        help_text=gettext_lazy("For counts only. For example 2021."), widget=forms.TextInput(attrs=WIDTH_10),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Who counted, and the licence"), required=False, max_length=200,
        help_text=gettext_lazy("For counts only. For example ONS Census 2021, OGL v3."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = secrets.token_urlsafe(16)

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_MB * MB:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Import it with ./weft places import") % {"mb": MOST_MB}
            )
        return file

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("what") == BOUNDARIES and not found.get("kind"):
            self.add_error("kind", _("Choose the kind of area"))
        if found.get("what") == POPULATION:
            file = found.get("file")
            found["period"] = found.get("period") or year_in(file.name if file else "")
            for name, said in (
                ("topic", _("Enter what is counted, for example ethnic group")),
                ("period", _("Enter the year of the counts, for example 2021")),
                ("source", _("Enter who counted, for example ONS Census 2021, OGL v3")),
            ):
                if not found.get(name):
                    self.add_error(name, said)
        return found
