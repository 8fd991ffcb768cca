"""Files handed in: a survey, and a recipe from an earlier wave."""

from dataclasses import replace
from typing import Any

import yaml
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.forms.base import RecipeForm
from weft.measure.recipes import registry_for
from weft.measure.tables.fit import refuse_misfit
from weft.measure.tables.recipe import Recipe, RecipeError, recipe_from_yaml
from weft.reading import Limits, SurveyFile
from weft.registry.definitions import DefinitionError
from weft.registry.nodes import MAX_BYTES, read_tree
from weft.web.once import OnceField

MB = 1024 * 1024
ENDINGS = (".csv", ".tsv", ".txt", ".sav", ".zsav", ".dta", ".parquet")


class UploadForm(forms.Form):
    once = OnceField()
    file = forms.FileField(
        label=gettext_lazy("Survey file"),
        help_text=gettext_lazy("CSV, SPSS (.sav, .zsav), Stata (.dta) or Parquet."),
        error_messages={
            "required": gettext_lazy("Choose a survey file"),
            "missing": gettext_lazy("Choose a survey file"),
            "empty": gettext_lazy("The file is empty. Choose the file that holds the answers"),
            "max_length": gettext_lazy("The name of the file is too long. Rename it and choose it again"),
        },
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        largest = Limits().max_bytes
        if file.size and file.size > largest:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Leave out columns the survey does not need")
                % {"mb": largest // MB}
            )
        if not (file.name or "").lower().endswith(ENDINGS):
            raise forms.ValidationError(
                _("Weft does not read files of that kind. Save it as CSV, SPSS .sav, Stata .dta or Parquet")
            )
        return file


class RecipeFileForm(RecipeForm):
    """A recipe file, refused by path with a remedy where it does not fit this survey.

    Its period is left behind: published unchanged, it would take the place of the earlier wave.
    """

    file = forms.FileField(
        label=gettext_lazy("Recipe file"),
        help_text=gettext_lazy("The .yaml file downloaded from an earlier wave."),
        error_messages={
            "required": gettext_lazy("Choose a recipe file"),
            "empty": gettext_lazy("The file is empty. Choose the recipe downloaded from an earlier wave"),
        },
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml"}),
    )

    def __init__(self, *args: Any, survey_file: SurveyFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.survey_file = survey_file

    def clean_file(self) -> Recipe:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        try:
            return read_recipe(file, self.survey_file)
        except RecipeError as error:
            raise forms.ValidationError(f"{error.path}: {error.found} {error.remedy}") from error
        except (DefinitionError, LookupError) as error:
            raise forms.ValidationError(str(error)) from error

    def change(self, recipe: Recipe) -> Recipe:  # noqa: ARG002 - the file replaces it
        found: Recipe = self.cleaned_data["file"]
        return replace(found, survey=replace(found.survey, period=""))


def read_recipe(file: "UploadedFile[bytes]", survey_file: SurveyFile) -> Recipe:
    """The recipe in a file, fitting the survey. Raises RecipeError or DefinitionError with a remedy."""
    if not file.size or file.size > MAX_BYTES:
        raise RecipeError(
            "the file", "is over 1 MB.", "Choose a recipe; the survey itself is brought on the first page."
        )
    try:
        text = file.read().decode("utf-8-sig")
        read_tree(text, file.name or "recipe")  # refuses anchors, tags and depth before anything is built
        recipe = recipe_from_yaml(text)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise RecipeError(
            "the file", "this is not a recipe that can be read.", "Save it as UTF-8 text."
        ) from error
    refuse_misfit(survey_file, recipe, registry_for(recipe))
    return recipe
