"""Whether a recipe made for one file fits another: refused at the first name the file does not have."""

from weft.measure.tables.columns import Rows
from weft.measure.tables.recipe import Recipe, RecipeError
from weft.reading import SurveyFile
from weft.registry.load import Registry


def refuse_misfit(file: SurveyFile, recipe: Recipe, registry: Registry) -> None:
    """Raise RecipeError for the first column, question or indicator of the recipe that is not there.

    Values that lack a meaning are not refused here: a new wave may have one more, and its page asks about it.
    """
    rows = Rows(file)
    for path, name in _columns_used(recipe):
        rows.column(name, path)
    for question in recipe.answers:
        if question not in registry.questions:
            raise RecipeError(
                f"answers, {question}",
                "is not a question of the bank.",
                "Define it under `definitions`, or leave it out.",
            )
    for indicator in recipe.indicators:
        if indicator not in registry.indicators:
            raise RecipeError(
                f"indicators, {indicator}",
                "is not defined.",
                "Define it under `definitions`, or leave it out.",
            )


def _columns_used(recipe: Recipe) -> list[tuple[str, str]]:
    """Where in the recipe a column is named, and the name."""
    design = recipe.design
    used = [(f"answers, {question}", name) for question, a in recipe.answers.items() for name in a.columns]
    used += [("design, weight", design.weight), ("design, fpc", design.fpc)]
    used += [("design, strata", name) for name in design.strata] + [
        ("design, psu", name) for name in design.psu
    ]
    used += [("areas, column", recipe.areas.column), ("keep, column", recipe.keep.column)]
    return [(path, name) for path, name in used if name]
