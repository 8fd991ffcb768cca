"""The comparisons forms are made of, `/data/age >= 18` and `. = 'yes'`, without the general machinery."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from weft.forms.xpath.comparing import RELATIONS
from weft.forms.xpath.context import Context
from weft.forms.xpath.registry import Code
from weft.forms.xpath.tree import Node
from weft.forms.xpath.values import number_of_text

Test = Callable[[Context], bool]
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def quick_comparison(sign: str, left: Code, right: Code) -> Test | None:
    """For a path beside a constant, or two numbers; None when the general comparison is needed."""
    if left.constant is not None and right.gives == "nodes":
        return quick_comparison(MIRRORED[sign], right, left)
    if left.gives == "nodes" and isinstance(right.constant, str) and sign in ("=", "!="):
        return _nodes_with_text(
            cast("Callable[[Context], list[Node]]", left.run), right.constant, sign == "="
        )
    if left.gives == "nodes" and isinstance(right.constant, float) and sign in RELATIONS:
        return _nodes_with_number(sign, cast("Callable[[Context], list[Node]]", left.run), right.constant)
    if left.gives == right.gives == "number":
        return _numbers(sign, left, right)
    return None


def _nodes_with_text(run: Callable[[Context], list[Node]], text: str, is_equal: bool) -> Test:
    def test(context: Context) -> bool:
        for node in run(context):
            if (context.text_of(node) == text) is is_equal:
                return True
        return False

    return test


def _nodes_with_number(sign: str, run: Callable[[Context], list[Node]], other: float) -> Test:
    holds = RELATIONS[sign]

    def test(context: Context) -> bool:
        for node in run(context):
            if holds(number_of_text(context.text_of(node), context), other):
                return True
        return False

    return test


def _numbers(sign: str, left: Code, right: Code) -> Test:
    one = cast("Callable[[Context], float]", left.run)
    other = cast("Callable[[Context], float]", right.run)
    if sign == "=":
        return lambda context: one(context) == other(context)
    if sign == "!=":
        return lambda context: one(context) != other(context)
    holds = RELATIONS[sign]
    return lambda context: holds(one(context), other(context))
