"""Answers of select questions: names with spaces between them."""

from __future__ import annotations

from math import isnan

from weft.forms.xpath.context import Context
from weft.forms.xpath.registry import function


@function("selected", "string string", gives="boolean")
def selected(_: Context, answer: str, choice: str) -> bool:
    """Whether a choice is among those chosen; a blank choice is, when nothing is."""
    return choice.strip() in (answer.split() or [""])


@function("selected-at", "string number", gives="string")
def selected_at(_: Context, answer: str, place: float) -> str:
    """The choice at a place, the first being 0; blank when there is none."""
    chosen = answer.split()
    return chosen[int(place)] if not isnan(place) and 0 <= place < len(chosen) else ""


@function("count-selected", "string", gives="number")
def count_selected(_: Context, answer: str) -> float:
    return float(len(answer.split()))


@function("jr:choice-name", "string string", gives="string")
def choice_name(context: Context, value: str, path: str) -> str:
    """The label of a choice in the current language."""
    return context.world.choice_name(context, value, path)


@function("jr:itext", "string", gives="string")
def itext(context: Context, key: str) -> str:
    return context.world.itext(context, key)
