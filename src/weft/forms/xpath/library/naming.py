"""Names, namespaces and languages of nodes, and what a device knows of itself."""

from __future__ import annotations

from weft.forms.xpath.context import Context
from weft.forms.xpath.registry import function
from weft.forms.xpath.tree import XML, Node


def _first(context: Context, nodes: list[Node] | None) -> Node | None:
    if nodes is None:
        return context.node
    return nodes[0] if nodes else None


@function("local-name", "nodes?", gives="string")
def local_name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    return "" if node is None else node.local


@function("name", "nodes?", gives="string")
def name(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    return "" if node is None else node.name


@function("namespace-uri", "nodes?", gives="string")
def namespace_uri(context: Context, nodes: list[Node] | None = None) -> str:
    node = _first(context, nodes)
    return "" if node is None else node.ns


@function("lang", "string", gives="boolean")
def lang(context: Context, wanted: str) -> bool:
    """Whether the node is in a language, by the nearest xml:lang."""
    node: Node | None = context.node
    while node is not None:
        found = node.get("lang", XML)
        if found is not None:
            return wanted != "" and f"{found.lower()}-".startswith(f"{wanted.lower()}-")
        node = node.parent
    return False


@function("property", "string", gives="string")
def property_(context: Context, wanted: str) -> str:
    return context.world.properties.get(wanted, "")


@function("version", gives="string")
def version(context: Context) -> str:
    return context.world.version
