"""The recipe of a survey and the registry it may use: the shipped definitions and its own local ones."""

from weft.measure.models import Survey
from weft.measure.tables.bank import registry_for
from weft.measure.tables.recipe import FORMAT, Recipe, recipe_from_data
from weft.registry.load import load_registry as shipped_registry

__all__ = ["recipe_of", "registry_for", "shipped_registry"]


def recipe_of(survey: Survey) -> Recipe:
    return recipe_from_data(survey.recipe or {"weft": FORMAT})
