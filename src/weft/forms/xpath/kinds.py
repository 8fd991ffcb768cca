"""Closures that give one kind of value, chosen by what is known of the expression beforehand."""

from __future__ import annotations

from collections.abc import Callable
from math import nan
from typing import Any, cast

from weft.forms.xpath import values
from weft.forms.xpath.context import Context
from weft.forms.xpath.errors import XPathEvaluationError, XPathSyntaxError
from weft.forms.xpath.registry import Code
from weft.forms.xpath.tree import Node


def as_number(code: Code) -> Callable[[Context], float]:
    run = code.run
    if code.gives == "number":
        return cast(Callable[[Context], float], run)
    if code.gives == "nodes":

        def of_nodes(context: Context) -> float:
            nodes = cast("list[Node]", run(context))
            return values.number_of_text(context.text_of(nodes[0]), context) if nodes else nan

        return of_nodes
    return lambda context: values.number(run(context), context)


def as_string(code: Code) -> Callable[[Context], str]:
    run = code.run
    if code.gives == "string":
        return cast(Callable[[Context], str], run)
    if code.gives == "nodes":

        def of_nodes(context: Context) -> str:
            nodes = cast("list[Node]", run(context))
            return context.text_of(nodes[0]) if nodes else ""

        return of_nodes
    return lambda context: values.string(run(context), context)


def as_boolean(code: Code) -> Callable[[Context], bool]:
    run = code.run
    if code.gives == "boolean":
        return cast(Callable[[Context], bool], run)
    return lambda context: values.boolean(run(context))


def as_nodes(code: Code) -> Callable[[Context], list[Node]]:
    run = code.run
    if code.gives == "nodes":
        return cast("Callable[[Context], list[Node]]", run)
    if code.gives != "any":
        raise XPathSyntaxError(f"A path is needed here, and this is a {code.gives}")

    def checked(context: Context) -> list[Node]:
        found = run(context)
        if not isinstance(found, list):
            raise XPathEvaluationError("A path is needed here, and this is a value")
        return found

    return checked


def as_any(code: Code) -> Callable[[Context], Any]:
    return code.run


AS: dict[str, Callable[[Code], Callable[[Context], Any]]] = {
    "number": as_number,
    "string": as_string,
    "boolean": as_boolean,
    "nodes": as_nodes,
    "any": as_any,
}
