"""Population totals that the weights are to match (raking)."""

import csv
import io
import re
from dataclasses import replace
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.forms.base import RecipeForm
from weft.measure.tables.recipe import Raking, Recipe

LEVEL = "level_"
LONGEST_LIST = 200_000  # characters
_PEOPLE = re.compile(r"\d{1,3}([,\u00a0 ]\d{3})+(\.\d+)?|\d+(\.\d+)?")


class RakingForm(RecipeForm):
    """Where the totals come from, and how far a weight may move."""

    source = forms.CharField(
        label=gettext_lazy("Where the totals come from"),
        max_length=200,
        help_text=gettext_lazy("For example Census 2021, table TS007."),
        error_messages={"required": gettext_lazy("Enter where the population totals come from")},
    )
    lowest = forms.FloatField(
        label=gettext_lazy("A weight may shrink to this many times"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        help_text=gettext_lazy("Between 0 and 1, for example 0.2. Leave both empty for no bounds."),
        error_messages={"invalid": gettext_lazy("Enter the lower bound in figures, for example 0.2")},
    )
    highest = forms.FloatField(
        label=gettext_lazy("and grow to this many times"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "govuk-input--width-5"}),
        help_text=gettext_lazy("More than 1, for example 5."),
        error_messages={"invalid": gettext_lazy("Enter the upper bound in figures, for example 5")},
    )

    @staticmethod
    def initial_of(rake: Raking) -> dict[str, Any]:
        lowest, highest = rake.trim or (None, None)
        return {"source": rake.source, "lowest": lowest, "highest": highest}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        lowest, highest = found.get("lowest"), found.get("highest")
        if lowest is None and highest is None:
            return found
        if lowest is None or not 0 <= lowest < 1:
            self.add_error("lowest", _("Enter a lower bound from 0 up to but not including 1"))
        if highest is None or not 1 < highest < float("inf"):
            self.add_error("highest", _("Enter an upper bound of more than 1"))
        return found

    def change(self, recipe: Recipe) -> Recipe:
        said = self.cleaned_data
        trim = (said["lowest"], said["highest"]) if said["lowest"] is not None else None
        return replace(recipe, rake=replace(recipe.rake, source=said["source"], trim=trim))


class MarginForm(RecipeForm):
    """How many people of the population are in each level of one breakdown."""

    pasted = forms.CharField(
        label=gettext_lazy("Paste a list instead"),
        required=False,
        max_length=LONGEST_LIST,
        help_text=gettext_lazy(
            "One line a group: its name, a comma, the number of people. It replaces what is typed above."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose a CSV file"),
        required=False,
        help_text=gettext_lazy("Two columns: group, people. It replaces what is typed above."),
        widget=forms.FileInput(attrs={"accept": ".csv"}),
        error_messages={"empty": gettext_lazy("The file is empty. Choose another, or type the numbers")},
    )

    def __init__(
        self, *args: Any, name: str, levels: tuple[tuple[str, str], ...], rake: Raking, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.name, self.levels = name, levels
        known = rake.margins.get(name, {})
        own = {}
        for i, (code, label) in enumerate(levels):
            own[f"{LEVEL}{i}"] = forms.CharField(
                label=label,
                required=False,
                initial=_whole(known[code]) if code in known else "",
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-10"}),
            )
        self.fields = {**own, **self.fields}

    def level_fields(self) -> list[forms.BoundField]:
        return [self[f"{LEVEL}{i}"] for i in range(len(self.levels))]

    def list_fields(self) -> list[forms.BoundField]:
        return [self["pasted"], self["file"]]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        field, text = self._list_given(found)
        found["people"] = self._from_list(text, field) if text else self._typed(found)
        if not self.errors and len([n for n in found["people"].values() if n > 0]) < 2:
            self.add_error(f"{LEVEL}0", _("Enter the number of people for at least two groups"))
        return found

    def _list_given(self, found: dict[str, Any]) -> tuple[str, str]:
        file: UploadedFile[bytes] | None = found.get("file")
        if not file:
            return "pasted", (found.get("pasted") or "").strip()
        if (file.size or 0) > LONGEST_LIST:
            self.add_error(
                "file", _("The file is too long for a list of groups. Choose a CSV with two columns")
            )
            return "file", ""
        try:
            return "file", file.read().decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            self.add_error("file", _("The file is not text that can be read. Save it as CSV (UTF-8)"))
            return "file", ""

    def _typed(self, found: dict[str, Any]) -> dict[str, float]:
        people = {}
        for i, (code, label) in enumerate(self.levels):
            text = (found.get(f"{LEVEL}{i}") or "").strip()
            if not text:
                continue
            number = _people(text)
            if number is None:
                self.add_error(
                    f"{LEVEL}{i}",
                    _("Enter the number of people for “%(label)s” in figures") % {"label": label},
                )
            else:
                people[code] = number
        return people

    def _from_list(self, text: str, field: str) -> dict[str, float]:
        by_name = {label.casefold(): code for code, label in self.levels}
        by_name |= {code.casefold(): code for code, _label in self.levels}
        people: dict[str, float] = {}
        for line, (name, number) in enumerate(_lines(text), start=1):
            code = by_name.get(name.casefold())
            if code is None and line == 1 and number is None:
                continue  # a heading
            if code is None:
                self.add_error(
                    field,
                    _("Line %(line)s: “%(name)s” is not one of the groups")
                    % {"line": line, "name": name[:60]},
                )
            elif number is None:
                self.add_error(
                    field, _("Line %(line)s: write the number of people after a comma") % {"line": line}
                )
            else:
                people[code] = people.get(code, 0) + number
        return people

    def change(self, recipe: Recipe) -> Recipe:
        margins = {**recipe.rake.margins, self.name: self.cleaned_data["people"]}
        return replace(recipe, rake=replace(recipe.rake, margins=margins))


def _people(text: str) -> float | None:
    if not _PEOPLE.fullmatch(text.strip()) or len(text) > 20:
        return None
    return float(re.sub(r"[,\u00a0 ]", "", text.strip()))


def _lines(text: str) -> list[tuple[str, float | None]]:
    """Name and number of each line; thousands may be separated, and a tab stand for the comma."""
    found = []
    for row in csv.reader(io.StringIO(text.replace("\t", ","))):
        cells = [cell.strip() for cell in row]
        if any(cells):
            found.append((cells[0], _people(",".join(cells[1:]).strip(","))))
    return found


def _whole(people: float) -> str:
    return f"{people:.0f}" if people == int(people) else str(people)


def without_margin(recipe: Recipe, name: str) -> Recipe:
    margins = {key: levels for key, levels in recipe.rake.margins.items() if key != name}
    return replace(recipe, rake=replace(recipe.rake, margins=margins))
