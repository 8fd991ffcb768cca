"""The definitions a recipe may use: the shipped bank, the recipe's own, and a definitions file beside it."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from weft.measure.tables.recipe import Recipe
from weft.registry.load import LoadError, Registry, load_file, load_registry, parse_definitions

_LISTS = ("questions", "indicators", "breakdowns", "areas", "values")


def registry_for(recipe: Recipe) -> Registry:
    """The shipped definitions, with the recipe's own added. Raises LoadError naming the line of that part."""
    shipped = load_registry()
    if not recipe.definitions:
        return shipped
    text = yaml.safe_dump(recipe.definitions, sort_keys=False, allow_unicode=True)
    return shipped.joined_with(parse_definitions(text, "definitions", shipped))


def check_definitions(text: str, name: str) -> None:
    """Check the `definitions` part of a recipe file where it stands. Raises LoadError with its line."""
    part = _part_in_place(text, "definitions")
    if part:
        parse_definitions(part, name, load_registry())


def _part_in_place(text: str, key: str) -> str:
    """One part of a YAML mapping alone, on the lines it has in the file."""
    tree = yaml.compose(text, Loader=yaml.SafeLoader)
    for name, node in tree.value if isinstance(tree, yaml.MappingNode) else ():
        if name.value == key:
            start, end = node.start_mark, node.end_mark
            return str("\n" * start.line + " " * start.column + text[start.index : end.index])
    return ""


def with_definitions(recipe: Recipe, file: Path) -> Recipe:
    """The recipe asking for the indicators of a definitions file, which it then holds.

    Raises: LoadError naming the file and line.
    """
    own = load_file(file, registry_for(recipe))
    if not own.indicators:
        raise LoadError(file.name, 1, "The file defines no indicators. Add an `indicators:` list.")
    more = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - text only
    joined = _joined(recipe.definitions, more)
    return replace(recipe, definitions=joined, indicators=tuple(own.indicators))


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    joined = {**one, **other}
    for name in _LISTS:
        if name in one and name in other:
            joined[name] = [*one[name], *other[name]]
    if "option_sets" in one and "option_sets" in other:
        joined["option_sets"] = {**one["option_sets"], **other["option_sets"]}
    return joined
