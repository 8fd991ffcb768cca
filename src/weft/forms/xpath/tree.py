"""The document tree that expressions read and the form engine changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

XML = "http://www.w3.org/XML/1998/namespace"


NONE: Mapping[str, Any] = MappingProxyType({})  # shared: most nodes have no attributes


class Node:
    """One node. Change `children` only through the methods: they keep the index by name right."""

    __slots__ = (
        "_named",
        "_places",
        "attributes",
        "children",
        "declared",
        "kind",
        "local",
        "ns",
        "parent",
        "prefix",
        "text",
    )

    def __init__(self, kind: str, local: str = "", *, ns: str = "", prefix: str = "", text: str = "") -> None:
        self.kind = kind  # root, element, attribute, text, comment, processing-instruction
        self.local, self.ns, self.prefix, self.text = local, ns, prefix, text
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: Mapping[str, Node] = NONE  # by local name, or {namespace}local; written with set()
        self.declared: Mapping[str, str] = NONE  # prefixes this element declares
        self._named: dict[str, list[Node]] | None = None
        self._places: dict[int, int] | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.name}>"

    @property
    def name(self) -> str:
        return f"{self.prefix}:{self.local}" if self.prefix else self.local

    # reading
    def named(self, local: str) -> Sequence[Node]:
        """The child elements of this name written without a prefix, in order."""
        if self._named is None:
            self._named = {}
            for child in self.children:
                if child.kind == "element" and not child.prefix:
                    self._named.setdefault(child.local, []).append(child)
        return self._named.get(local, ())

    def place(self) -> int:
        """Which of the neighbours of its name it is, counted from 1: which instance of a repeat."""
        around = self.parent
        if around is None:
            return 1
        if around._places is None:
            around._places = around._counted()
        return around._places.get(id(self), 1)

    def _counted(self) -> dict[int, int]:
        found: dict[int, int] = {}
        name, place = ("", ""), 0
        for child in self.children:
            if child.kind == "element":
                place = place + 1 if (child.ns, child.local) == name else 1
                name = (child.ns, child.local)
                found[id(child)] = place
        return found

    def elements(self) -> list[Node]:
        return [child for child in self.children if child.kind == "element"]

    def first(self, local: str) -> Node | None:
        """The first child element of this local name, with whatever prefix."""
        return next((c for c in self.children if c.kind == "element" and c.local == local), None)

    def get(self, local: str, ns: str = "") -> str | None:
        """The value of an attribute."""
        found = self.attributes.get(f"{{{ns}}}{local}" if ns else local)
        return None if found is None else found.text

    def string_value(self) -> str:
        """All text inside, in document order."""
        children = self.children
        if len(children) == 1 and children[0].kind == "text":
            return children[0].text
        if self.kind not in ("element", "root"):
            return self.text
        return "".join(node.text for node in self.walk() if node.kind == "text") if children else ""

    def walk(self) -> Iterator[Node]:
        """This node and everything inside, in document order, without attributes."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def root(self) -> Node:
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def namespace(self, prefix: str) -> str | None:
        """What a prefix stands for here."""
        node: Node | None = self
        while node is not None:
            if prefix in node.declared:
                return node.declared[prefix]
            node = node.parent
        return XML if prefix == "xml" else None

    # changing
    def append(self, child: Node) -> Node:
        return self.insert(len(self.children), child)

    def insert(self, place: int, child: Node) -> Node:
        child.parent, self._named, self._places = self, None, None
        self.children.insert(place, child)
        return child

    def remove(self, child: Node) -> None:
        place = next(i for i, one in enumerate(self.children) if one is child)
        del self.children[place]
        child.parent = self._named = self._places = None

    def set_text(self, text: str) -> None:
        """Make the text the only content."""
        children = self.children
        if len(children) == 1 and children[0].kind == "text" and text:
            children[0].text = text
            return
        for child in children:
            child.parent = None
        self.children, self._named, self._places = [], None, None
        if text:
            self.append(Node("text", text=text))

    def set(self, local: str, text: str, *, ns: str = "", prefix: str = "") -> Node:
        """Write an attribute."""
        found = Node("attribute", local, ns=ns, prefix=prefix, text=text)
        found.parent = self
        if self.attributes is NONE:
            self.attributes = {}
        cast("dict[str, Node]", self.attributes)[f"{{{ns}}}{local}" if ns else local] = found
        return found

    def copy(self) -> Node:
        """The same again, belonging to no document."""
        made = Node(self.kind, self.local, ns=self.ns, prefix=self.prefix, text=self.text)
        made.declared = self.declared
        for one in self.attributes.values():
            made.set(one.local, one.text, ns=one.ns, prefix=one.prefix)
        for child in self.children:
            made.append(child.copy())
        return made


def in_document_order(nodes: Iterable[Node]) -> list[Node]:
    """Each node once, in document order; nodes of several documents keep the order their documents came in."""
    once = list({id(node): node for node in nodes}.values())
    if len(once) < 2:
        return once
    places: dict[int, tuple[int, ...]] = {}
    return sorted(once, key=lambda node: _place(node, places))


def _place(node: Node, places: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    found = places.get(id(node))
    if found is not None:
        return found
    if node.parent is None:
        return places.setdefault(id(node), (len(places),))
    above = _place(node.parent, places)
    # attributes come after their element and before its children
    for number, one in enumerate(node.parent.attributes.values()):
        places[id(one)] = (*above, -1, number)
    for number, one in enumerate(node.parent.children):
        places[id(one)] = (*above, number)
    return places[id(node)]
