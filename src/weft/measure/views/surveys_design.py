"""How people were chosen, where they live, which groups and measures to work out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from weft.measure.access import open_survey
from weft.measure.columns import TooManyValues, Value, file_of, values_of
from weft.measure.forms.design import AreasForm, BreakdownsForm, DesignForm, impossible_indicators
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.tables.recipe import Recipe
from weft.measure.views.parts import go_on, show, url_of
from weft.measure.views.saving import saved
from weft.registry.definitions import Area
from weft.registry.load import Registry
from weft.web.methods import form_page


@open_survey
@form_page
def design(request: HttpRequest, survey: Survey) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = DesignForm(sent, initial=DesignForm.initial_of(recipe_of(survey)), file=file_of(survey))
    if saved(request, survey, form):
        return go_on(survey, "design")
    return show(request, survey, "design", form=form)


@open_survey
@form_page
def areas(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Which area each value of the area column is; suggested by code and name."""
    recipe = recipe_of(survey)
    if not recipe.areas.column:
        return redirect(url_of(survey, "design"))
    places = places_within(recipe, registry_for(recipe))
    sent = request.POST if request.method == "POST" else None
    form = AreasForm(sent, values=_area_values(survey, recipe), areas=places, codes=recipe.areas.codes)
    if saved(request, survey, form):
        return go_on(survey, "areas")
    return show(request, survey, "areas", form=form, column=recipe.areas.column)


def places_within(recipe: Recipe, registry: Registry) -> dict[str, Area]:
    """The areas inside the survey's place; all that lie in another when its place is not known."""
    parent = recipe.survey.area_code
    return {
        code: area
        for code, area in registry.areas.items()
        if (area.parent == parent if parent else area.parent)
    }


def _area_values(survey: Survey, recipe: Recipe) -> list[Value]:
    try:
        return [value for value in values_of(file_of(survey), (recipe.areas.column,)) if value.count]
    except TooManyValues:
        return []


@open_survey
@form_page
def breakdowns(request: HttpRequest, survey: Survey) -> HttpResponse:
    recipe = recipe_of(survey)
    registry = registry_for(recipe)
    form = BreakdownsForm(
        request.POST if request.method == "POST" else None, recipe=recipe, registry=registry
    )
    if saved(request, survey, form):
        return go_on(survey, "breakdowns")
    cannot = impossible_indicators(recipe, registry)
    return show(request, survey, "breakdowns", form=form, cannot=cannot, by_area=bool(recipe.areas.column))
