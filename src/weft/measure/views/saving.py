"""How a page of the journey keeps what its form says."""

from django.http import HttpRequest

from weft.measure.access import analyst
from weft.measure.actions import change_recipe
from weft.measure.forms.base import RecipeForm
from weft.measure.models import Survey
from weft.measure.tables.recipe import RecipeError


def saved(request: HttpRequest, survey: Survey, form: RecipeForm) -> bool:
    """True when the form was sent, is right and its change is kept; else the form says what to do."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        change_recipe(survey=survey, change=form.change, by=analyst(request))
    except RecipeError as error:
        form.add_error(None, f"{error.path}: {error.found} {error.remedy}")
        return False
    return True
