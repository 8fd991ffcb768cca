"""Comparing two values (XPath 1.0, section 3.4, and where ODK's own clients depart from it).

A relational operator (< <= > >=) between a boolean and a node-set compares each node's number with the boolean, as
ODK Web Forms does; XPath 1.0 would compare whether there are nodes at all. See docs/forms-conformance.md.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import ge, gt, le, lt

from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.values import boolean, number, number_of_text, string

RELATIONS: dict[str, Callable[[float, float], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def equal(left: Value, right: Value, context: Context) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) == boolean(right)
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list):
        return _some_equal(left, right, context)
    if isinstance(left, float) or isinstance(right, float):
        return number(left, context) == number(right, context)
    return left == right


def _some_equal(nodes: Value, other: Value, context: Context) -> bool:
    texts = _texts(nodes, context)
    if isinstance(other, list):
        return not set(texts).isdisjoint(_texts(other, context))
    if isinstance(other, float):
        return any(number_of_text(text, context) == other for text in texts)
    return other in texts


def unequal(left: Value, right: Value, context: Context) -> bool:
    """Of node-sets: whether some node differs, so a node-set of two can be both equal and unequal."""
    if isinstance(left, bool) or isinstance(right, bool):
        return boolean(left) != boolean(right)
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list):
        return _some_unequal(left, right, context)
    return not equal(left, right, context)


def _some_unequal(nodes: Value, other: Value, context: Context) -> bool:
    texts = _texts(nodes, context)
    if isinstance(other, list):
        others = set(_texts(other, context))
        return bool(texts and others) and (len(others) > 1 or any(text not in others for text in texts))
    if isinstance(other, float):
        return any(number_of_text(text, context) != other for text in texts)
    return any(text != other for text in texts)


def related(sign: str, left: Value, right: Value, context: Context) -> bool:
    """One of < <= > >=: numbers on both sides; of node-sets, whether any pair of nodes stands so."""
    holds = RELATIONS[sign]
    lefts, rights = _numbers(left, context), _numbers(right, context)
    if not lefts or not rights:
        return False
    # the pair most likely to hold is the only one that matters
    if sign in ("<", "<="):
        return holds(min(lefts), max(rights))
    return holds(max(lefts), min(rights))


def _numbers(value: Value, context: Context) -> list[float]:
    """Without those that are not numbers, which stand in no relation to anything."""
    if isinstance(value, list):
        found = [number_of_text(text, context) for text in _texts(value, context)]
    else:
        found = [number(value, context)]
    return [one for one in found if one == one]


def _texts(value: Value, context: Context) -> list[str]:
    if not isinstance(value, list):  # pragma: no cover - callers hand in node-sets
        return [string(value, context)]
    context.charge(len(value))
    return [context.text_of(node) for node in value]
