"""All functions. Importing a module of functions declares them."""

from __future__ import annotations

from weft.forms.xpath.library import (
    answers,
    chance,
    dates,
    figures,
    ground,
    logic,
    looking,
    naming,
    texts,
)
from weft.forms.xpath.registry import FUNCTIONS

__all__ = [
    "FUNCTIONS",
    "answers",
    "chance",
    "dates",
    "figures",
    "ground",
    "logic",
    "looking",
    "naming",
    "texts",
]
