"""How people were chosen, where they live, and what to show by group."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.columns import Value
from weft.measure.forms.base import Choice, RecipeForm, short
from weft.measure.tables.recipe import AreaColumn, Recipe, SampleDesign
from weft.reading import Column, SurveyFile
from weft.registry.definitions import Area, Estimator, Indicator
from weft.registry.load import Registry

MOST_AREAS = 300
NO_AREA = "none"
PLACE = "place_"


def _named(column: Column) -> Choice:
    return (column.name, f"{column.name}: {short(column.label, 60)}" if column.label else column.name)


class DesignForm(RecipeForm):
    """Weight, strata, clusters and the column that says where people live."""

    weight = forms.ChoiceField(
        label=gettext_lazy("Weight"),
        required=False,
        help_text=gettext_lazy(
            "The number that makes respondents stand for the population. "
            "Without one, every table is marked “unweighted: describes respondents only”."
        ),
    )
    strata = forms.ChoiceField(
        label=gettext_lazy("Strata"),
        required=False,
        help_text=gettext_lazy(
            "The groups the sample was drawn in, for example boroughs. Leave out if drawn in one go."
        ),
    )
    strata_2 = forms.ChoiceField(label=gettext_lazy("Second column of the strata"), required=False)
    psu = forms.ChoiceField(
        label=gettext_lazy("Clusters (primary sampling units)"),
        required=False,
        help_text=gettext_lazy(
            "The addresses, streets or schools drawn first. Leaving them out makes intervals too narrow."
        ),
    )
    psu_2 = forms.ChoiceField(label=gettext_lazy("Second stage of clusters"), required=False)
    fpc = forms.ChoiceField(
        label=gettext_lazy("Population or sampling share of each stratum"),
        required=False,
        help_text=gettext_lazy("Only where a good part of the population was asked."),
    )
    lonely = forms.ChoiceField(
        label=gettext_lazy("Where a stratum has one cluster only"),
        choices=[
            ("adjust", gettext_lazy("Compare it with all clusters (careful: wider intervals)")),
            ("average", gettext_lazy("Give it the average of the other strata")),
            ("remove", gettext_lazy("Leave its variance out")),
            ("fail", gettext_lazy("Stop, so that it is put right in the file")),
        ],
    )
    area = forms.ChoiceField(
        label=gettext_lazy("Column that says where people live"),
        required=False,
        help_text=gettext_lazy("For example the borough. The next page asks what each value is called."),
    )
    ADVANCED = ("strata_2", "psu_2", "fpc", "lonely")

    def __init__(self, *args: Any, file: SurveyFile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was chosen before stays to choose, also where it is the same in every row (a sample drawn evenly).
        chosen = set((kwargs.get("initial") or {}).values())
        offered = [c for c in file.columns if c.distinct > 1 or c.name in chosen]
        numeric = [_named(c) for c in offered if c.kind == "number" and not c.value_labels]
        anything = [_named(c) for c in offered]
        places = [_named(c) for c in offered if c.distinct <= MOST_AREAS]
        for name, words, choices in (
            ("weight", _("No weight"), numeric),
            ("fpc", _("None"), numeric),
            ("strata", _("None: one group"), anything),
            ("strata_2", _("None"), anything),
            ("psu", _("None: people were drawn one by one"), anything),
            ("psu_2", _("None"), anything),
            ("area", _("None: no tables by area"), places),
        ):
            self.fields[name].choices = [("", words), *choices]  # type: ignore[attr-defined]

    @staticmethod
    def initial_of(recipe: Recipe) -> dict[str, str]:
        design = recipe.design
        strata, psu = (*design.strata, "", ""), (*design.psu, "", "")
        first = {"weight": design.weight, "strata": strata[0], "psu": psu[0], "area": recipe.areas.column}
        return {**first, "strata_2": strata[1], "psu_2": psu[1], "fpc": design.fpc, "lonely": design.lonely}

    def main_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.ADVANCED]

    def advanced_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.ADVANCED]

    @property
    def has_advanced(self) -> bool:
        """Whether the folded part holds anything but its defaults."""
        return any(
            self[name].value() not in ("", None, "adjust") or self[name].errors for name in self.ADVANCED
        )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for first in ("strata", "psu"):
            second = found.get(f"{first}_2")
            if second and not found.get(first):
                self.add_error(first, _("Choose the first column before the second"))
            elif second and second == found.get(first):
                self.add_error(f"{first}_2", _("Choose another column than the first"))
        return found

    def change(self, recipe: Recipe) -> Recipe:
        said = self.cleaned_data
        both = {name: tuple(filter(None, (said[name], said[f"{name}_2"]))) for name in ("strata", "psu")}
        design = SampleDesign(weight=said["weight"], fpc=said["fpc"], lonely=said["lonely"], **both)
        areas = recipe.areas if said["area"] == recipe.areas.column else AreaColumn(said["area"])
        margins = recipe.rake.margins
        if not said["area"]:
            margins = {name: levels for name, levels in margins.items() if name != "area"}
        return replace(recipe, design=design, areas=areas, rake=replace(recipe.rake, margins=margins))


class AreasForm(RecipeForm):
    """Which area each value of the area column is."""

    def __init__(
        self, *args: Any, values: list[Value], areas: dict[str, Area], codes: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.values = values
        ordered = sorted(areas.values(), key=lambda area: area.name)
        places = [(area.code, area.name) for area in ordered]
        choices = [
            ("", _("Choose an area")),
            *places,
            (NO_AREA, _("None of these: left out of the area tables")),
        ]
        for i, value in enumerate(values):
            name = value.label or value.code
            known = codes[value.code] or NO_AREA if value.code in codes else suggested_area(value, areas)
            self.fields[f"{PLACE}{i}"] = forms.ChoiceField(
                label=_("Area for %(name)s") % {"name": name},
                choices=choices,
                initial=known,
                error_messages={"required": _("Choose the area for “%(name)s”") % {"name": name}},
            )

    def rows(self) -> list[tuple[Value, forms.BoundField]]:
        return [(value, self[f"{PLACE}{i}"]) for i, value in enumerate(self.values)]

    def change(self, recipe: Recipe) -> Recipe:
        chosen = {value.code: self.cleaned_data[f"{PLACE}{i}"] for i, value in enumerate(self.values)}
        codes = {code: "" if area == NO_AREA else area for code, area in chosen.items()}
        return replace(recipe, areas=replace(recipe.areas, codes=codes))


def suggested_area(value: Value, areas: dict[str, Area]) -> str:
    """The area of that code or name; "" when none is."""
    if value.code in areas:
        return value.code
    wanted = {_plain(value.code), _plain(value.label)} - {""}
    return next((a.code for a in areas.values() if _plain(a.name) in wanted or _plain(a.short) in wanted), "")


def _plain(name: str) -> str:
    words = name.casefold().replace("&", " and ").replace(".", " ").split()
    return (
        " ".join(word for word in words if word not in ("the", "borough", "london", "of")) or name.casefold()
    )


class BreakdownsForm(RecipeForm):
    """Which groups to compare, and which measures to work out."""

    by = forms.MultipleChoiceField(
        label=gettext_lazy("Ways to split people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "Each group is compared with everyone else. Only those whose question a column answers."
        ),
    )
    indicators = forms.MultipleChoiceField(
        label=gettext_lazy("Measures"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one measure")},
    )

    def __init__(self, *args: Any, recipe: Recipe, registry: Registry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.possible = possible_indicators(recipe, registry)
        groups = [(b.id, b.label) for b in registry.breakdowns.values() if b.question in recipe.answers]
        groups += [(name, name) for name in recipe.by if name not in registry.breakdowns]
        self.fields["by"].choices = groups  # type: ignore[attr-defined]
        self.fields["indicators"].choices = [(i.id, i.label) for i in self.possible]  # type: ignore[attr-defined]
        chosen = [name.partition("@")[0] for name in recipe.indicators] or [i.id for i in self.possible]
        self.initial = {"by": list(recipe.by) or [code for code, _label in groups], "indicators": chosen}

    def change(self, recipe: Recipe) -> Recipe:
        chosen = self.cleaned_data["indicators"]
        everything = len(chosen) == len(self.possible)
        by = tuple(self.cleaned_data["by"])
        margins = {name: levels for name, levels in recipe.rake.margins.items() if name in (*by, "area")}
        rake = replace(recipe.rake, margins=margins)
        return replace(recipe, by=by, indicators=() if everything else tuple(chosen), rake=rake)


def possible_indicators(recipe: Recipe, registry: Registry) -> list[Indicator]:
    """The indicators all of whose questions a column answers."""
    return [i for i in _estimated(registry) if all(question in recipe.answers for question in i.questions)]


def impossible_indicators(recipe: Recipe, registry: Registry) -> list[tuple[Indicator, list[str]]]:
    """The others, each with the questions no column answers."""
    found = []
    for indicator in _estimated(registry):
        lacking = [registry.question(q).text for q in indicator.questions if q not in recipe.answers]
        if lacking:
            found.append((indicator, lacking))
    return found


def _estimated(registry: Registry) -> list[Indicator]:
    return [i for i in registry.indicators.values() if i.estimator is not Estimator.IMPORTED]
