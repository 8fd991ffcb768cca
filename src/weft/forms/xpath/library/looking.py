"""Looking at nodes: counting, places, instances, repeats."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

from weft.forms.xpath.context import Context
from weft.forms.xpath.kinds import as_nodes, as_number
from weft.forms.xpath.registry import Code, Run, function
from weft.forms.xpath.tree import Node


@function("count", "nodes", gives="number")
def count(_: Context, nodes: list[Node]) -> float:
    return float(len(nodes))


@function("count-non-empty", "nodes", gives="number")
def count_non_empty(context: Context, nodes: list[Node]) -> float:
    context.charge(len(nodes))
    return float(sum(1 for node in nodes if context.text_of(node)))


@function("last", gives="number")
def last(context: Context) -> float:
    return float(context.size)


@function("position", "nodes?", gives="number")
def position(context: Context, nodes: list[Node] | None = None) -> float:
    """The place in the node-set, or, of a node, among the neighbours of its name: which repeat it is."""
    if nodes is None:
        return float(context.position)
    if not nodes:
        return nan
    return float(nodes[0].place())


@function("current", gives="nodes")
def current(context: Context) -> list[Node]:
    """The node the whole expression is about, also inside a predicate."""
    return [context.top.node]


@function("instance", "string", gives="nodes")
def instance(context: Context, name: str) -> list[Node]:
    found = context.world.instances.get(name)
    return [] if found is None else [found]


@function("id", "any", gives="nodes")
def id_(context: Context, value: object) -> list[Node]:
    """Elements by their id attribute."""
    texts = [context.text_of(node) for node in value] if isinstance(value, list) else [str(value)]
    wanted = {word for text in texts for word in text.split()}
    found = []
    for node in context.world.root.walk():
        context.charge(1)
        if "id" in node.attributes and node.attributes["id"].text in wanted:
            wanted.discard(node.attributes["id"].text)
            found.append(node)
    return found


@function("indexed-repeat", "nodes nodes number any*", gives="nodes", lazy=True)
def indexed_repeat(arguments: Sequence[Code]) -> tuple[str, Run]:
    """The nodes of the first argument inside the repeat instances picked by each (repeat, place) after it."""
    target = as_nodes(arguments[0])
    pairs = [
        (as_nodes(repeat), as_number(place))
        for repeat, place in zip(arguments[1::2], arguments[2::2], strict=False)
    ]

    def run(context: Context) -> list[Node]:
        picked = [(repeat(context), place(context)) for repeat, place in pairs]
        inside = _picked(picked, context)
        return [] if inside is None else [n for n in target(context) if _is_inside(n, inside, context)]

    return "nodes", run


def _picked(pairs: list[tuple[list[Node], float]], context: Context) -> Node | None:
    """The innermost repeat instance, taking the outer repeats first whatever order they are written in."""
    inside: Node | None = None
    for nodes, place in sorted(pairs, key=lambda pair: _depth(pair[0])):
        here = nodes if inside is None else [n for n in nodes if _is_inside(n, inside, context)]
        if not 1 <= place <= len(here) or place != int(place):
            return None
        inside = here[int(place) - 1]
    return inside


def _depth(nodes: list[Node]) -> int:
    depth, node = 0, nodes[0].parent if nodes else None
    while node is not None:
        depth, node = depth + 1, node.parent
    return depth


def _is_inside(node: Node, outer: Node, context: Context) -> bool:
    context.charge(1)
    above = node.parent
    while above is not None and above is not outer:
        above = above.parent
    return above is outer


@function("pulldata", "string string string string", gives="string")
def pulldata(context: Context, name: str, wanted: str, key: str, value: str) -> str:
    """A column of the first row of a list whose key column has this value."""
    if context.world.pulldata is not None:
        return context.world.pulldata(context, name, wanted, key, value)
    for top in instance(context, name):
        for row in (one for root in top.elements() for one in root.elements()):
            context.charge(1)
            found = row.first(key)
            if found is not None and context.text_of(found) == value:
                cell = row.first(wanted)
                return "" if cell is None else context.text_of(cell)
    return ""
