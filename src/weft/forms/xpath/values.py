"""From one kind of value to another (XPath 1.0, section 4; the ODK XForms specification for dates and blanks)."""

from __future__ import annotations

import re
from decimal import Decimal
from math import isinf, isnan, nan

from weft.forms.xpath import moments
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.moments import Moment

_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,4})?\s*", re.ASCII)


def number_of_text(text: str, context: Context) -> float:
    """A number written in figures, or the days of a date; NaN for blank and for anything else."""
    if (text.isascii() and text.isdigit()) or _NUMBER.fullmatch(text):
        return float(text)
    if len(text) >= 10 and text[4] == "-":
        when = moments.read(text, context.world.now.tzinfo)
        if when is not None:
            return Moment.of(when)
    return nan


def number(value: Value, context: Context) -> float:
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return number_of_text(value, context)
    if isinstance(value, list):
        return number_of_text(context.text_of(value[0]), context) if value else nan
    return 1.0 if value else 0.0


def string(value: Value, context: Context) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return context.text_of(value[0]) if value else ""
    if isinstance(value, float):
        return written(value)
    return "true" if value else "false"


def written(value: float) -> str:
    """A number as text: whole numbers without a point, never with an exponent, blank for NaN as ODK has it."""
    if isinstance(value, Moment):
        return value.text
    if isnan(value):
        return ""
    if isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value):
        return str(int(value)) if abs(value) < 1e21 else f"{Decimal(repr(value)):f}"
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text


def boolean(value: Value) -> bool:
    if isinstance(value, float):
        return value != 0 and not isnan(value)
    return bool(value)
