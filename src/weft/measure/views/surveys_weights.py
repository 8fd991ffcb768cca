"""Optional raking: population totals that the weights are to match."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from weft.measure.access import analyst, open_survey
from weft.measure.actions import change_recipe
from weft.measure.columns import file_of
from weft.measure.forms.weights import MarginForm, RakingForm, without_margin
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.tables.recipe import Recipe
from weft.measure.views.parts import go_on, show, url_of
from weft.measure.views.saving import saved
from weft.measure.views.surveys_design import places_within
from weft.registry.load import Registry
from weft.web.methods import form_page

Levels = tuple[tuple[str, str], ...]


@open_survey
@form_page
def weights(request: HttpRequest, survey: Survey) -> HttpResponse:
    """The totals given so far, where they come from, and how far a weight may move."""
    recipe = recipe_of(survey)
    labels = _labels(survey, recipe, registry_for(recipe))
    if "remove" in request.POST:
        gone = partial(without_margin, name=request.POST["remove"])
        change_recipe(survey=survey, change=gone, by=analyst(request))
        return redirect(url_of(survey, "weights"))
    if request.method == "POST" and not recipe.rake.margins:
        return go_on(survey, "weights")
    sent = request.POST if request.method == "POST" else None
    form = RakingForm(sent, initial=RakingForm.initial_of(recipe.rake))
    if saved(request, survey, form):
        return go_on(survey, "weights")
    margins = [
        (name, labels.get(name, name), len(m), sum(m.values())) for name, m in recipe.rake.margins.items()
    ]
    free = [(name, label) for name, label in labels.items() if name not in recipe.rake.margins]
    return show(request, survey, "weights", form=form, margins=margins, free=free)


@open_survey
@form_page
def margin(request: HttpRequest, survey: Survey, name: str) -> HttpResponse:
    """How many people the population has in each group of one breakdown."""
    recipe = recipe_of(survey)
    registry = registry_for(recipe)
    label = _labels(survey, recipe, registry).get(name)
    if label is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = MarginForm(*sent, name=name, levels=_levels(survey, recipe, registry, name), rake=recipe.rake)
    if saved(request, survey, form):
        return redirect(url_of(survey, "weights"))
    return show(request, survey, "weights", "margin", heading=label, form=form)


def _labels(survey: Survey, recipe: Recipe, registry: Registry) -> dict[str, str]:
    """What may be matched on: the breakdowns chosen, and the areas."""
    columns = {column.name: column.label or column.name for column in file_of(survey).columns}
    labels = {
        name: registry.breakdown(name).label if name in registry.breakdowns else columns.get(name, name)
        for name in recipe.by
    }
    return {**labels, "area": "Area"} if recipe.areas.column else labels


def _levels(survey: Survey, recipe: Recipe, registry: Registry, name: str) -> Levels:
    """The levels people fall in; those that say there is no answer have no total."""
    if name == "area":
        places = places_within(recipe, registry).values()
        return tuple((area.code, area.name) for area in sorted(places, key=lambda area: area.name))
    if name in registry.breakdowns:
        return tuple(
            (level.code, level.label) for level in registry.breakdown(name).levels if not level.missing
        )
    column = file_of(survey).column(name)
    seen = [(code, label or code) for code, label, _n in column.top if code not in column.user_missing]
    return tuple(sorted(seen))
