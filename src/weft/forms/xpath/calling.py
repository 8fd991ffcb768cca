"""A function call to a closure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import UnknownFunction, UnknownPrefix, WrongArguments, XPathSyntaxError
from weft.forms.xpath.grammar import Call
from weft.forms.xpath.kinds import AS
from weft.forms.xpath.library import FUNCTIONS
from weft.forms.xpath.names import FUNCTION_PREFIXES
from weft.forms.xpath.registry import Code, Function


def call(tree: Call, arguments: list[Code], namespaces: Mapping[str, str]) -> Code:
    found = known(tree, namespaces)
    _count(tree, found)
    try:
        if found.is_lazy:
            gives, run = found.body(arguments)
            return Code(gives, run)
        runs = [AS[found.kind_of(place)](code) for place, code in enumerate(arguments)]
    except XPathSyntaxError as wrong:
        raise WrongArguments(f"{tree.name}(): {str(wrong).rpartition(' (')[0]}", tree.name, tree.at) from None
    return Code(found.gives, _applied(found.body, runs))


def known(tree: Call, namespaces: Mapping[str, str]) -> Function:
    """The function of this name, whatever prefix stands for its namespace."""
    prefix, _, local = tree.name.rpartition(":")
    name = tree.name
    if prefix:
        if prefix not in namespaces:
            raise UnknownPrefix(prefix, tree.at)
        own = FUNCTION_PREFIXES.get(namespaces[prefix])
        name = f"{own}:{local}" if own else local if own == "" else f"{namespaces[prefix]} {local}"
    if name not in FUNCTIONS:
        raise UnknownFunction.named(tree.name, FUNCTIONS, tree.at)
    return FUNCTIONS[name]


def _count(tree: Call, found: Function) -> None:
    given = len(tree.arguments)
    if given < found.least:
        raise WrongArguments(
            f"{tree.name}() needs {found.least} arguments and has {given}", tree.name, tree.at
        )
    if found.most is not None and given > found.most:
        raise WrongArguments(
            f"{tree.name}() takes {found.most} arguments and has {given}", tree.name, tree.at
        )


def _applied(body: Callable[..., Any], runs: list[Callable[[Context], Any]]) -> Callable[[Context], Value]:
    if not runs:
        return body
    if len(runs) == 1:
        one = runs[0]
        return lambda context: body(context, one(context))
    if len(runs) == 2:
        first, second = runs
        return lambda context: body(context, first(context), second(context))
    return lambda context: body(context, *[run(context) for run in runs])
