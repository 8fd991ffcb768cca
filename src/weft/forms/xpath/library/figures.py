"""Numbers: arithmetic, rounding, trigonometry, least and most."""

from __future__ import annotations

import math
from collections.abc import Callable
from math import inf, isinf, isnan, nan

from weft.forms.xpath import values
from weft.forms.xpath.arithmetic import divide
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.moments import Moment
from weft.forms.xpath.registry import function


@function("number", "any?", gives="number")
def number(context: Context, value: Value | None = None) -> float:
    found = values.number([context.node] if value is None else value, context)
    if isinstance(found, Moment) and found.when is not None and not isinstance(value, float):
        return Moment.of(found.when, str(math.floor(found)))  # written as the day, as JavaRosa does
    return found


@function("int", "number", gives="number")
def int_(_: Context, value: float) -> float:
    """Towards nought."""
    return value if isnan(value) or isinf(value) else float(math.trunc(value))


@function("floor", "number", gives="number")
def floor(_: Context, value: float) -> float:
    return value if isnan(value) or isinf(value) else float(math.floor(value))


@function("ceiling", "number", gives="number")
def ceiling(_: Context, value: float) -> float:
    return value if isnan(value) or isinf(value) else float(math.ceil(value))


@function("round", "number number?", gives="number")
def round_(_: Context, value: float, places: float = 0.0) -> float:
    """Halves away from nought (ODK), not towards positive infinity (XPath 1.0)."""
    if isnan(value) or isnan(places):
        return nan
    if isinf(value) or abs(places) > 300:
        return value if places > 0 or isinf(value) else 0.0
    scale = 10.0 ** int(places)
    shifted = abs(value) * scale
    if isinf(shifted):
        return value
    return math.copysign(math.floor(shifted + 0.5) / scale, value) if shifted < 2**52 else value


@function("abs", "number", gives="number")
def abs_(_: Context, value: float) -> float:
    return abs(value)


@function("pi", gives="number")
def pi(_: Context) -> float:
    return math.pi


@function("pow", "number number", gives="number")
def pow_(_: Context, base: float, power: float) -> float:
    if isnan(base) or isnan(power):
        return nan
    try:
        return math.pow(base, power)
    except OverflowError:
        return -inf if base < 0 and power % 2 else inf
    except ValueError:
        return divide(1.0, base) if base == 0 else nan


@function("exp10", "number", gives="number")
def exp10(context: Context, power: float) -> float:
    return pow_(context, 10.0, power)


@function("exp", "number", gives="number")
def exp(_: Context, power: float) -> float:
    try:
        return math.exp(power)
    except OverflowError:
        return inf


@function("atan2", "number number", gives="number")
def atan2(_: Context, y: float, x: float) -> float:
    return math.atan2(y, x)


def _logarithm(work: Callable[[float], float]) -> Callable[[Context, float], float]:
    def run(_: Context, value: float) -> float:
        return -inf if value == 0 else work(value) if value > 0 else nan

    return run


def _guarded(work: Callable[[float], float]) -> Callable[[Context, float], float]:
    def run(_: Context, value: float) -> float:
        try:
            return work(value)
        except ValueError:
            return nan

    return run


for _name, _work in (("log", math.log), ("log10", math.log10)):
    function(_name, "number", gives="number")(_logarithm(_work))
for _name, _work in (
    ("sin", math.sin), ("cos", math.cos), ("tan", math.tan), ("asin", math.asin),
    ("acos", math.acos), ("atan", math.atan), ("sqrt", math.sqrt),
):  # fmt: skip
    function(_name, "number", gives="number")(_guarded(_work))


def figures(all_values: tuple[Value, ...], context: Context) -> list[float]:
    """Every value, and every node of a node-set, as a number."""
    found: list[float] = []
    for value in all_values:
        if isinstance(value, list):
            context.charge(len(value))
            found.extend([values.number_of_text(context.text_of(node), context) for node in value])
        else:
            found.append(values.number(value, context))
    return found


@function("sum", "any", gives="number")
def sum_(context: Context, value: Value) -> float:
    """NaN for no nodes, as ODK has it."""
    found = figures((value,), context)
    return float(sum(found)) if found else nan


@function("min", "any*", gives="number")
def min_(context: Context, *all_values: Value) -> float:
    found = figures(all_values, context)
    return nan if not found or any(isnan(one) for one in found) else min(found)


@function("max", "any*", gives="number")
def max_(context: Context, *all_values: Value) -> float:
    found = figures(all_values, context)
    return nan if not found or any(isnan(one) for one in found) else max(found)


@function("thousands-sep", "number", gives="string")
def thousands_sep(_: Context, value: float) -> str:
    """1,234,567.5 with a comma between thousands."""
    whole, point, rest = values.written(value).partition(".")
    return (f"{int(whole):,}" if whole.lstrip("-").isdigit() else whole) + point + rest
