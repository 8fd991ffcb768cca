"""Location paths: from node to node, with predicates (XPath 1.0, section 2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol, TypeAlias

from weft.forms.xpath.axes import AXES, FLAT, ORDERLY, REVERSE, Axis
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import UnknownPrefix
from weft.forms.xpath.grammar import Filtered, Path, Step, Tree, Union
from weft.forms.xpath.kinds import as_boolean
from weft.forms.xpath.registry import Code
from weft.forms.xpath.tree import Node, in_document_order

Nodes: TypeAlias = Callable[[Context], list[Node]]
Move: TypeAlias = Callable[[list[Node], Context], list[Node]]
Keep: TypeAlias = Callable[[list[Node], Context], list[Node]]


class Compiles(Protocol):
    namespaces: Mapping[str, str]

    def code(self, tree: Tree) -> Code: ...


def walked(path: Path, start: Nodes | None, compiler: Compiles) -> Nodes:
    names = [step.local for step in path.steps if _is_plain(step)]
    if start is None and path.is_absolute and len(names) == len(path.steps):
        return _named_from_root(names)
    if start is None and not path.is_absolute and len(names) == len(path.steps) == 1:
        return _named_from_here(names[0])
    if start is None and not path.is_absolute and _is_self(path.steps):
        return _from_here
    moves = _moves(path, compiler)
    begin = start or (_from_root if path.is_absolute else _from_here)

    def run(context: Context) -> list[Node]:
        nodes = begin(context)
        for move in moves:
            nodes = move(nodes, context)
        return nodes

    return run


def _named_from_here(name: str) -> Nodes:
    def run(context: Context) -> list[Node]:
        found = list(context.node.named(name))
        context.top.left -= len(found)
        return found

    return run


def _from_root(context: Context) -> list[Node]:
    return [context.world.root]


def _from_here(context: Context) -> list[Node]:
    return [context.node]


def _is_plain(step: Step) -> bool:
    """A child by name, without prefix or predicate: nearly every step of a form."""
    return (
        step.axis == "child"
        and step.test == "name"
        and not (step.prefix or step.predicates)
        and step.local != "*"
    )


def _is_self(steps: tuple[Step, ...]) -> bool:
    return len(steps) == 1 and steps[0].axis == "self" and steps[0].test == "node" and not steps[0].predicates


def _named_from_root(names: list[str]) -> Nodes:
    def run(context: Context) -> list[Node]:
        nodes: Iterable[Node] = (context.world.root,)
        for name in names:
            nodes = [child for node in nodes for child in node.named(name)]
        found = list(nodes)
        context.top.left -= len(found)
        return found

    return run


def _moves(path: Path, compiler: Compiles) -> list[Move]:
    """A step after one that can give a node and another inside it has to put its nodes in order."""
    found: list[Move] = []
    can_nest = isinstance(path.start, Path | Filtered | Union)
    for step in path.steps:
        move = _move(step, compiler)
        found.append(_ordered(move) if can_nest else move)
        can_nest = can_nest or step.axis not in FLAT
    return found


def _ordered(move: Move) -> Move:
    def ordered(nodes: list[Node], context: Context) -> list[Node]:
        found = move(nodes, context)
        context.charge(len(found))
        return in_document_order(found) if len(nodes) > 1 else found

    return ordered


def _move(step: Step, compiler: Compiles) -> Move:
    keeps = [_kept(compiler.code(predicate)) for predicate in step.predicates]
    if _is_plain(step):
        return _by_name(step.local)
    if step.axis == "child" and step.test == "name" and not step.prefix and step.local != "*":
        return _by_name_kept(step.local, keeps)
    return _along(step.axis, _matcher(step, compiler.namespaces), keeps)


def _by_name(name: str) -> Move:
    def move(nodes: list[Node], context: Context) -> list[Node]:
        found = [child for node in nodes for child in node.named(name)]
        context.charge(len(found) + len(nodes))
        return found

    return move


def _by_name_kept(name: str, keeps: list[Keep]) -> Move:
    def move(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            some = list(node.named(name))
            context.charge(len(some) + 1)
            for keep in keeps:
                some = keep(some, context)
            found.extend(some)
        return found

    return move


def _along(name: str, matches: Callable[[Node], bool], keeps: list[Keep]) -> Move:
    axis: Axis = AXES[name]

    def move(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            some = _counted(axis(node), matches, context)
            for keep in keeps:
                some = keep(some, context)
            found.extend(some)
        if name in ORDERLY or (len(nodes) < 2 and name not in REVERSE):
            return found
        context.charge(len(found))
        return in_document_order(found)

    return move


def _counted(nodes: Iterable[Node], matches: Callable[[Node], bool], context: Context) -> list[Node]:
    found, seen = [], 0
    for node in nodes:
        seen += 1
        if seen & 1023 == 0:
            context.charge(1024)
        if matches(node):
            found.append(node)
    context.charge((seen & 1023) + 1)
    return found


def _matcher(step: Step, namespaces: Mapping[str, str]) -> Callable[[Node], bool]:
    if step.test == "node":
        return lambda _: True
    if step.test != "name":
        kind, target = step.test, step.local
        return lambda node: node.kind == kind and (not target or node.local == target)
    kind, local = "attribute" if step.axis == "attribute" else "element", step.local
    if not step.prefix:
        if local == "*":
            return lambda node: node.kind == kind
        return lambda node: node.local == local and node.kind == kind and not node.prefix
    if step.prefix not in namespaces:
        raise UnknownPrefix(step.prefix, step.at)
    ns = namespaces[step.prefix]
    return lambda node: node.kind == kind and node.ns == ns and local in ("*", node.local)


def filtered(of: Nodes, predicates: list[Code]) -> Nodes:
    """(nodes)[predicate]: positions count along the whole node-set."""
    keeps = [_kept(code) for code in predicates]

    def run(context: Context) -> list[Node]:
        nodes = of(context)
        for keep in keeps:
            nodes = keep(nodes, context)
        return nodes

    return run


def _kept(code: Code) -> Keep:
    """A predicate: a number is a place, anything else is true or false of each node."""
    if isinstance(code.constant, float):
        wanted = code.constant
        return lambda nodes, _: [n for place, n in enumerate(nodes, 1) if place == wanted]
    if code.gives in ("number", "any"):
        return _kept_by_value(code.run)
    holds = as_boolean(code)

    def keep(nodes: list[Node], context: Context) -> list[Node]:
        context.charge(len(nodes))
        size = len(nodes)
        return [n for place, n in enumerate(nodes, 1) if holds(context.at(n, place, size))]

    return keep


def _kept_by_value(run: Callable[[Context], Value]) -> Keep:
    def keep(nodes: list[Node], context: Context) -> list[Node]:
        context.charge(len(nodes))
        size, found = len(nodes), []
        for place, node in enumerate(nodes, 1):
            value = run(context.at(node, place, size))
            if value == place if isinstance(value, float) else value:
                found.append(node)
        return found

    return keep
