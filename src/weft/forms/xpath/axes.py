"""The axes of XPath 1.0, section 2.2, each in document order from the node outwards unless it is a reverse axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from weft.forms.xpath.tree import Node

Axis: TypeAlias = Callable[[Node], Iterable[Node]]
REVERSE = {"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"}
# from nodes in document order, none inside another, these give nodes in document order without repeats
ORDERLY = {"child", "attribute", "self"}
FLAT = ORDERLY | {"parent", "following-sibling", "preceding-sibling"}  # never a node and another inside it


def _self(node: Node) -> Iterable[Node]:
    return (node,)


def _child(node: Node) -> Iterable[Node]:
    return node.children


def _attribute(node: Node) -> Iterable[Node]:
    return node.attributes.values()


def _parent(node: Node) -> Iterable[Node]:
    return () if node.parent is None else (node.parent,)


def _ancestor(node: Node) -> Iterator[Node]:
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def _ancestor_or_self(node: Node) -> Iterator[Node]:
    yield node
    yield from _ancestor(node)


def _descendant(node: Node) -> Iterator[Node]:
    inside = node.walk()
    next(inside)
    return inside


def _siblings(node: Node) -> tuple[list[Node], int]:
    """All children of the parent, and which of them this is."""
    if node.parent is None or node.kind == "attribute":
        return [], 0
    around = node.parent.children
    return around, next(place for place, one in enumerate(around) if one is node)


def _following_sibling(node: Node) -> Iterable[Node]:
    around, place = _siblings(node)
    return around[place + 1 :]


def _preceding_sibling(node: Node) -> Iterable[Node]:
    around, place = _siblings(node)
    return reversed(around[:place])


def _following(node: Node) -> Iterator[Node]:
    if node.kind == "attribute" and node.parent is not None:
        yield from _descendant(node.parent)
        node = node.parent
    for one in _ancestor_or_self(node):
        for after in _following_sibling(one):
            yield from after.walk()


def _preceding(node: Node) -> Iterator[Node]:
    if node.kind == "attribute" and node.parent is not None:
        node = node.parent
    for one in _ancestor_or_self(node):
        for before in _preceding_sibling(one):
            yield from reversed(list(before.walk()))


AXES: dict[str, Axis] = {
    "self": _self,
    "child": _child,
    "attribute": _attribute,
    "parent": _parent,
    "ancestor": _ancestor,
    "ancestor-or-self": _ancestor_or_self,
    "descendant": _descendant,
    "descendant-or-self": Node.walk,
    "following-sibling": _following_sibling,
    "preceding-sibling": _preceding_sibling,
    "following": _following,
    "preceding": _preceding,
}
