"""From a reference with indexes to the cells it names."""

from __future__ import annotations

import re

from weft.forms.engine.cells import Cell
from weft.forms.engine.errors import NotARepeat, UnknownReference
from weft.forms.engine.slots import Slot

_STEP = re.compile(r"([^\[\]]+)(?:\[(\d{1,9})\])?\Z")


def cells_at(root: Cell, ref: str) -> list[Cell]:
    """The cell at a reference, in a list; an empty one when there is none."""
    steps = ref.split("/")[1:]
    if not ref.startswith("/") or not steps or _named(steps[0])[0] != root.slot.node.name:
        return []
    found = [root]
    for step in steps[1:]:
        name, index = _named(step)
        slots = found[0].slot
        slot = slots.attributes.get(name[1:]) if name.startswith("@") else slots.children.get(name)
        kids = found[0].kids.get(slot, []) if slot else []
        found = kids[index - 1 : index]
        if not found:
            return []
    return found


def _named(step: str) -> tuple[str, int]:
    found = _STEP.match(step)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def cell_at(root: Cell, ref: str) -> Cell:
    """Raises UnknownReference."""
    found = cells_at(root, ref)
    if not found:
        raise UnknownReference(f"Nothing stands at {ref}")
    return found[0]


def repeat_at(root: Cell, ref: str) -> tuple[Cell, Slot]:
    """What is around a repeat, and the repeat. Raises UnknownReference, NotARepeat."""
    before, _, name = ref.rpartition("/")
    around = cell_at(root, before)
    slot = around.slot.children.get(_named(name)[0])
    if slot is None:
        raise UnknownReference(f"Nothing stands at {ref}")
    if not slot.is_repeat:
        raise NotARepeat(f"{ref} does not repeat")
    return around, slot


def most_instances(root: Cell) -> int:
    """How often the repeat with the most instances repeats; 0 where nothing does."""
    found = (len(kids) for cell in root.walk() for slot, kids in cell.kids.items() if slot.is_repeat)
    return max(found, default=0)
