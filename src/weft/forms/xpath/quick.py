"""The comparisons forms are made of, `/data/age >= 18` and `. = 'yes'`, without the general machinery."""

from __future__ import annotations

from collections.abc import Callable
from operator import eq, ne
from typing import cast

from weft.forms.xpath.comparing import RELATIONS
from weft.forms.xpath.context import Context
from weft.forms.xpath.registry import Code
from weft.forms.xpath.tree import Node
from weft.forms.xpath.values import number_of_text

Test = Callable[[Context], bool]
SIGNS: dict[str, Callable[[float, float], bool]] = {**RELATIONS, "=": eq, "!=": ne}
MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def quick_comparison(sign: str, left: Code, right: Code) -> Test | None:
    """For a path beside a constant, or two numbers; None when the general comparison is needed."""
    if right.gives == "nodes" and (left.constant is not None or left.gives == "number"):
        return quick_comparison(MIRRORED[sign], right, left)
    if left.gives == "nodes" and isinstance(right.constant, str) and sign in ("=", "!="):
        return _nodes_with_text(
            cast("Callable[[Context], list[Node]]", left.run), right.constant, sign == "="
        )
    if left.gives == "nodes" and right.gives == "number":
        run = cast("Callable[[Context], float]", right.run)
        return _nodes_with_number(SIGNS[sign], cast("Callable[[Context], list[Node]]", left.run), run)
    if left.gives == right.gives == "number":
        return _numbers(sign, left, right)
    return None


def _nodes_with_text(run: Callable[[Context], list[Node]], text: str, is_equal: bool) -> Test:
    def test(context: Context) -> bool:
        for node in run(context):  # noqa: SIM110 - a generator would cost a frame
            if (context.text_of(node) == text) is is_equal:
                return True
        return False

    return test


def _nodes_with_number(
    holds: Callable[[float, float], bool],
    run: Callable[[Context], list[Node]],
    number: Callable[[Context], float],
) -> Test:
    def test(context: Context) -> bool:
        nodes = run(context)
        if not nodes:
            return False
        other = number(context)
        for node in nodes:  # noqa: SIM110
            if holds(number_of_text(context.text_of(node), context), other):
                return True
        return False

    return test


def _numbers(sign: str, left: Code, right: Code) -> Test:
    one = cast("Callable[[Context], float]", left.run)
    other = cast("Callable[[Context], float]", right.run)
    holds = SIGNS[sign]
    return lambda context: holds(one(context), other(context))
