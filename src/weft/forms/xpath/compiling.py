"""The tree of an expression to closures: everything that can be decided is decided once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import add, mul, sub
from typing import TypeAlias

from weft.forms.xpath.arithmetic import divide, remainder
from weft.forms.xpath.calling import call
from weft.forms.xpath.comparing import equal, related, unequal
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import XPathError
from weft.forms.xpath.grammar import Call, Chain, Filtered, Literal, Minus, Path, Tree, Union
from weft.forms.xpath.kinds import as_boolean, as_nodes, as_number
from weft.forms.xpath.quick import quick_comparison
from weft.forms.xpath.registry import Code
from weft.forms.xpath.stepping import filtered, walked
from weft.forms.xpath.tree import Node, in_document_order

Sum: TypeAlias = Callable[[float, float], float]
ARITHMETIC: dict[str, Sum] = {"+": add, "-": sub, "*": mul, "div": divide, "mod": remainder}


class Compiler:
    """Compiles one expression; `namespaces` gives what its prefixes stand for."""

    def __init__(self, namespaces: Mapping[str, str], *, is_strict: bool) -> None:
        self.namespaces, self.is_strict = namespaces, is_strict

    def code(self, tree: Tree) -> Code:
        if self.is_strict:
            return self.strict(tree)
        try:
            return self.strict(tree)
        except XPathError as wrong:
            return _failing(wrong)

    def strict(self, tree: Tree) -> Code:
        if isinstance(tree, Literal):
            return _literal(tree.value)
        if isinstance(tree, Chain):
            return self.chain(tree)
        if isinstance(tree, Call):
            return call(tree, [self.code(one) for one in tree.arguments], self.namespaces)
        if isinstance(tree, Minus):
            return _minus(self.code(tree.of))
        if isinstance(tree, Union):
            return _union([as_nodes(self.code(part)) for part in tree.parts])
        return self.located(tree)

    def located(self, tree: Path | Filtered) -> Code:
        if isinstance(tree, Filtered):
            of = as_nodes(self.code(tree.of))
            return Code("nodes", filtered(of, [self.code(one) for one in tree.predicates]))
        start = as_nodes(self.code(tree.start)) if tree.start is not None else None
        return Code("nodes", walked(tree, start, self))

    def chain(self, tree: Chain) -> Code:
        first = self.code(tree.first)
        rest = [(sign, self.code(term)) for sign, term in tree.rest]
        if tree.level == 0:
            return _any([as_boolean(first), *(as_boolean(term) for _, term in rest)])
        if tree.level == 1:
            return _all([as_boolean(first), *(as_boolean(term) for _, term in rest)])
        if tree.level in (2, 3):
            for sign, term in rest:
                first = _compared(sign, first, term)
            return first
        return _calculated(as_number(first), [(ARITHMETIC[sign], as_number(term)) for sign, term in rest])


def _failing(wrong: XPathError) -> Code:
    def run(_: Context) -> Value:
        raise wrong

    return Code("any", run)


def _literal(value: str | float) -> Code:
    if isinstance(value, float):
        return Code("number", lambda _: value, value)
    if len(value) > 64:
        return Code("string", lambda context: context.charge_text(value), value)
    return Code("string", lambda _: value, value)


def _any(terms: list[Callable[[Context], bool]]) -> Code:
    if len(terms) == 2:
        one, other = terms
        return Code("boolean", lambda context: one(context) or other(context))

    def run(context: Context) -> bool:
        for term in terms:  # noqa: SIM110 - a generator would cost a frame
            if term(context):
                return True
        return False

    return Code("boolean", run)


def _all(terms: list[Callable[[Context], bool]]) -> Code:
    if len(terms) == 2:
        one, other = terms
        return Code("boolean", lambda context: one(context) and other(context))

    def run(context: Context) -> bool:
        for term in terms:  # noqa: SIM110
            if not term(context):
                return False
        return True

    return Code("boolean", run)


def _compared(sign: str, left: Code, right: Code) -> Code:
    quick = quick_comparison(sign, left, right)
    if quick is not None:
        return Code("boolean", quick)
    one, other = left.run, right.run
    if sign == "=":
        return Code("boolean", lambda context: equal(one(context), other(context), context))
    if sign == "!=":
        return Code("boolean", lambda context: unequal(one(context), other(context), context))
    return Code("boolean", lambda context: related(sign, one(context), other(context), context))


def _calculated(
    first: Callable[[Context], float], rest: list[tuple[Sum, Callable[[Context], float]]]
) -> Code:
    if len(rest) == 1:
        work, other = rest[0]
        return Code("number", lambda context: work(first(context), other(context)))

    def run(context: Context) -> float:
        found = first(context)
        for work, term in rest:
            found = work(found, term(context))
        return found

    return Code("number", run)


def _minus(of: Code) -> Code:
    if isinstance(of.constant, float):
        return _literal(-of.constant)
    run = as_number(of)
    return Code("number", lambda context: -run(context))


def _union(parts: list[Callable[[Context], list[Node]]]) -> Code:
    def run(context: Context) -> Value:
        found = [node for part in parts for node in part(context)]
        context.charge(len(found))
        return in_document_order(found)

    return Code("nodes", run)
