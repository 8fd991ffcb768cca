"""Bring a form's file, begin from a shipped form, choose questions of the bank, publish."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.forms.library import library_forms, list_items
from weft.forms.rules import USES, WORKBOOK_BYTES
from weft.forms.states import Audience
from weft.web.once import OnceField

BLANK = "blank"
USE_WORDS = {
    "survey": gettext_lazy("A survey"),
    "application": gettext_lazy("An application"),
    "return": gettext_lazy("A monitoring return"),
    "outcomes": gettext_lazy("Questions on what changed"),
    "audit": gettext_lazy("A look at a place"),
    "interview": gettext_lazy("An interview guide"),
    "assessment": gettext_lazy("A self-assessment"),
}


class VersionForm(forms.Form):
    """A new version of a form: its file."""

    once = OnceField()
    file = forms.FileField(
        label=gettext_lazy("The form’s file"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx, .xls), Markdown tables, or CSV tables (one file, or a .zip)."
        ),
        error_messages={
            "required": gettext_lazy("Choose the form’s file"),
            "missing": gettext_lazy("Choose the form’s file"),
            "empty": gettext_lazy("The file is empty. Choose the form’s workbook"),
            "max_length": gettext_lazy("The name of the file is too long. Rename it and choose it again"),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > WORKBOOK_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Save only the form’s own sheets")
                % {"mb": WORKBOOK_BYTES // 1_000_000}
            )
        return file


class NewForm(VersionForm):
    """A new form: its file, and what it is for."""

    used_for = forms.ChoiceField(
        label=gettext_lazy("What is it for?"),
        choices=[(use, USE_WORDS[use]) for use in USES],
        error_messages={"required": gettext_lazy("Choose what the form is for")},
    )


def _begins() -> list[tuple[str, str]]:
    shipped = [(form.key, f"{form.title}: {form.about}") for form in library_forms()]
    return [*shipped, (BLANK, _("A blank form"))]


class StartForm(forms.Form):
    """A new form that begins from a shipped one."""

    once = OnceField()
    begin = forms.ChoiceField(
        label=gettext_lazy("Begin from"),
        choices=_begins,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what to begin from")},
    )
    title = forms.CharField(
        label=gettext_lazy("A title of its own"),
        help_text=gettext_lazy("Leave it empty to keep the title of the form you begin from."),
        max_length=100,
        required=False,
    )

    def clean(self) -> None:
        said = self.cleaned_data
        if said.get("begin") == BLANK and not said.get("title"):
            self.add_error("title", _("Enter a title for the form"))


class BankForm(forms.Form):
    """Questions of the bank to add to a form."""

    once = OnceField()
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Questions"),
        choices=lambda: [(item.key, item.text) for item in list_items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one question")},
    )


class PublishForm(forms.Form):
    """Who may answer once the version is live."""

    once = OnceField()
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may answer?"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        initial=Audience.INVITED,
        error_messages={"required": gettext_lazy("Choose who may answer")},
    )
