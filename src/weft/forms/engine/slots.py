"""The shape of a form's data: one slot for each reference, however often it repeats in a filling."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from weft.forms.engine.body import Bind, Element, Group, Question
from weft.forms.engine.names import CHOOSING, JAVAROSA
from weft.forms.engine.rules import Reader, Rule
from weft.forms.xpath import Node


@dataclass(eq=False, slots=True)
class Slot:
    """What every instance of one reference has in common."""

    path: str
    node: Node  # what the form gives: names, attributes, and the default value of a leaf
    parent: Slot | None
    bind: Bind
    element: Element | None = None
    is_repeat: bool = False
    template: Node | None = None  # of a repeat: what a new instance starts as
    given: tuple[Node, ...] = ()  # of a repeat: instances the form itself gives
    is_counted: bool = False  # an expression says how often it repeats
    is_fixed: bool = False  # it repeats as often as the form gives it
    children: dict[str, Slot] = field(default_factory=dict)
    attributes: dict[str, Slot] = field(default_factory=dict)  # only those something is bound to
    rules: list[Rule] = field(default_factory=list)
    readers: list[Reader] = field(default_factory=list)

    is_leaf: bool = True
    is_optional: bool = False  # stands in a filling only where the answers brought it
    has_choices: bool = False
    is_single: bool = True  # no repeat here or around it: its path is its reference

    @property
    def question(self) -> Question | None:
        return self.element if isinstance(self.element, Question) else None

    @property
    def group(self) -> Group | None:
        return self.element if isinstance(self.element, Group) else None

    def walk(self) -> Iterator[Slot]:
        """This slot and all inside, parents before children."""
        yield self
        yield from self.attributes.values()
        for one in self.children.values():
            yield from one.walk()

    @property
    def size(self) -> int:
        """How many cells one new instance takes, repeats inside it at their smallest."""
        return sum(1 for _ in self.walk())

    def above(self) -> Iterator[Slot]:
        """Slots around this one, nearest first."""
        slot = self.parent
        while slot is not None:
            yield slot
            slot = slot.parent


@dataclass(frozen=True)
class Shaper:
    """Builds slots from the primary instance, the binds and the body."""

    binds: Mapping[str, Bind]
    elements: Mapping[str, Element]

    def shape(self, nodes: list[Node], parent: Slot | None) -> Slot:
        """The slot of sibling nodes that share a name."""
        path = f"{parent.path if parent else ''}/{nodes[0].name}"
        element = self.elements.get(path)
        is_repeat = isinstance(element, Group) and element.is_repeat
        made = Slot(path, nodes[0], parent, self.binds.get(path) or Bind(path), element, is_repeat)
        made.is_single = not is_repeat and (parent is None or parent.is_single)
        if isinstance(element, Group) and is_repeat:
            made.given = tuple(one for one in nodes if not is_template(one))
            made.template = nodes[0] if is_template(nodes[0]) else blank(nodes[0])
            made.is_counted = element.count_expr is not None
            made.is_fixed = element.no_add_remove and not made.is_counted
        for same in by_name([child for one in nodes for child in one.elements()]).values():
            made.children[same[0].name] = self.shape(same, made)
        for one in nodes[0].attributes.values():
            if not one.ns:
                self._attribute(one, made)
        made.is_leaf = not made.children and not is_repeat
        made.has_choices = isinstance(element, Question) and element.control in CHOOSING
        return made

    def _attribute(self, node: Node, owner: Slot) -> None:
        path = f"{owner.path}/@{node.name}"
        if path in self.binds or owner.parent is not None:
            made = Slot(path, node, owner, self.binds.get(path) or Bind(path), is_single=owner.is_single)
            owner.attributes[node.name] = made


def is_template(node: Node) -> bool:
    return node.get("template", JAVAROSA) is not None


def by_name(nodes: list[Node]) -> dict[str, list[Node]]:
    found: dict[str, list[Node]] = {}
    for one in nodes:
        found.setdefault(one.name, []).append(one)
    return found


def blank(node: Node) -> Node:
    """The same elements without their values."""
    made = Node("element", node.local, ns=node.ns, prefix=node.prefix)
    made.declared = dict(node.declared)
    for one in node.attributes.values():
        made.set(one.local, one.text, ns=one.ns, prefix=one.prefix)
    for child in node.elements():
        made.append(blank(child))
    return made
