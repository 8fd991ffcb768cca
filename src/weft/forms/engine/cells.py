"""One filling's data as it stands: a cell for every instance of every slot, each on a node the expressions read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from weft.forms.engine.errors import TooManyRepeats
from weft.forms.engine.rules import REPEATS_MOST
from weft.forms.engine.slots import Slot, by_name, is_template
from weft.forms.engine.values import kept
from weft.forms.xpath import Node

_NONE: Mapping[Slot, list[Cell]] = {}


class Cell:
    """One instance of a slot.

    Attributes:
        stored: the answer or result, also while it is not relevant.
        shown: what expressions read and what is submitted: nothing while not relevant.
        place: 0 for the first instance of a repeat, 1 for the next.
    """

    __slots__ = (
        "is_attached",
        "kids",
        "node",
        "own",
        "parent",
        "place",
        "relevant",
        "shown",
        "slot",
        "stored",
    )

    def __init__(self, slot: Slot, node: Node, parent: Cell | None, place: int = 0) -> None:
        self.slot, self.node, self.parent, self.place = slot, node, parent, place
        self.kids: Mapping[Slot, list[Cell]] = _NONE
        self.stored = self.shown = ""
        self.own = True  # its own relevance, whatever is around it
        self.relevant: bool = parent is None or parent.relevant
        self.is_attached = True

    @property
    def ref(self) -> str:
        """The reference with its indexes: "/data/children[2]/name"."""
        if self.slot.is_single:
            return self.slot.path
        before = self.parent.ref if self.parent else ""
        name = self.slot.path.rpartition("/")[2]
        return f"{before}/{name}[{self.place + 1}]" if self.slot.is_repeat else f"{before}/{name}"

    def walk(self) -> Iterator[Cell]:
        """This cell and all inside, in document order."""
        yield self
        for kids in self.kids.values():
            for kid in kids:
                yield from kid.walk()

    def around(self, slot: Slot) -> Cell:
        """This cell or the one around it that is an instance of a slot."""
        cell: Cell | None = self
        while cell is not None and cell.slot is not slot:
            cell = cell.parent
        if cell is None:
            raise LookupError(slot.path)
        return cell

    def down(self, path: Iterable[Slot]) -> list[Cell]:
        """All cells reached through slots inside each other."""
        found = [self]
        for slot in path:
            found = [kid for cell in found for kid in cell.kids.get(slot, ())]
        return found


def grow(slot: Slot, source: Node, parent: Cell | None = None, place: int = 0) -> Cell:
    """A cell with all inside it, on fresh nodes, with the values of a source of the same shape."""
    cell = Cell(slot, _like(slot.node, source), parent, place)
    if slot.is_leaf:
        _take(cell, source.string_value())
    kids: dict[Slot, list[Cell]] = {}
    _grow_attributes(cell, kids)
    if slot.children:
        named = by_name(source.elements())
        for name, child in slot.children.items():
            kids[child] = _grow_kids(cell, child, named.get(name, []))
    if kids:
        cell.kids = kids
    return cell


def _like(given: Node, source: Node) -> Node:
    """An empty element of the same name, with the attributes of both; the source's values win."""
    made = Node("element", given.local, ns=given.ns, prefix=given.prefix)
    made.declared = given.declared
    for one in (*given.attributes.values(), *source.attributes.values()):
        if not (one.local == "template" and one.ns):
            made.set(one.local, one.text, ns=one.ns, prefix=one.prefix)
    return made


def _take(cell: Cell, text: str) -> None:
    cell.stored = cell.shown = kept(cell.slot.bind.type, text)
    cell.node.set_text(cell.stored)


def _grow_attributes(cell: Cell, kids: dict[Slot, list[Cell]]) -> None:
    for name, slot in cell.slot.attributes.items():
        node = next(one for one in cell.node.attributes.values() if one.name == name)
        made = Cell(slot, node, cell)
        made.stored = made.shown = node.text
        kids[slot] = [made]


def _grow_kids(cell: Cell, slot: Slot, found: list[Node]) -> list[Cell]:
    given = _present(slot, found)
    if len(given) > REPEATS_MOST:
        raise TooManyRepeats(f"{slot.path} repeats more than {REPEATS_MOST:,} times")
    if slot.is_fixed and not given:
        given = [slot.template or slot.node]
    made = [grow(slot, node, cell, place) for place, node in enumerate(given)]
    for kid in made:
        cell.node.append(kid.node)
    return made


def _present(slot: Slot, found: list[Node]) -> list[Node]:
    if slot.is_repeat:
        return [one for one in found if not is_template(one)]
    return found[:1] if found or slot.is_optional else [slot.node]


def write(cell: Cell, text: str) -> None:
    """Show a text to the expressions."""
    cell.shown = text
    if cell.node.kind == "attribute":
        cell.node.text = text
    else:
        cell.node.set_text(text)


def add_instances(around: Cell, slot: Slot, count: int) -> list[Cell]:
    """New instances of a repeat after the last one."""
    kids = around.kids[slot]
    if len(kids) + count > REPEATS_MOST:
        raise TooManyRepeats(f"{slot.path} would repeat more than {REPEATS_MOST:,} times")
    start = _place_after(around, slot)
    made = [grow(slot, _given(slot, len(kids) + more), around, len(kids) + more) for more in range(count)]
    for more, kid in enumerate(made):
        around.node.insert(start + more, kid.node)
    kids.extend(made)
    return made


def _given(slot: Slot, place: int) -> Node:
    """What an instance starts as: where a count asks for it, what the form gives at its place, else the template."""
    assert slot.template is not None  # every repeat has one
    return slot.given[place] if slot.is_counted and place < len(slot.given) else slot.template


def _place_after(around: Cell, slot: Slot) -> int:
    """Where a new instance goes among the nodes around it."""
    last: Node | None = None
    for one, kids in around.kids.items():
        last = kids[-1].node if kids and kids[-1].node.kind == "element" else last
        if one is slot:
            break
    nodes = around.node.children
    return next((place + 1 for place in range(len(nodes) - 1, -1, -1) if nodes[place] is last), 0)


def remove_instances(around: Cell, slot: Slot, first: int, count: int) -> None:
    """Take instances of a repeat away; those after them move up."""
    kids = around.kids[slot]
    gone = kids[first : first + count]
    del kids[first : first + count]
    for cell in gone:
        around.node.remove(cell.node)
        for one in cell.walk():
            one.is_attached = False
    for place in range(first, len(kids)):
        kids[place].place = place
