"""The recipe of a survey and the registry it may use: the shipped definitions and its own local ones."""

from functools import cache

import yaml

from weft.measure.models import Survey
from weft.measure.tables.recipe import FORMAT, Recipe, recipe_from_data
from weft.registry.load import Registry, load_registry, parse_definitions


@cache
def shipped_registry() -> Registry:
    """The definitions that come with Weft, read once a process."""
    return load_registry()


def recipe_of(survey: Survey) -> Recipe:
    return recipe_from_data(survey.recipe or {"weft": FORMAT})


def registry_for(recipe: Recipe) -> Registry:
    """The shipped definitions, with the recipe's own added. Raises LoadError naming the line of the recipe's part."""
    shipped = shipped_registry()
    if not recipe.definitions:
        return shipped
    text = yaml.safe_dump(recipe.definitions, sort_keys=False, allow_unicode=True)
    return shipped.joined_with(parse_definitions(text, "definitions", shipped))
