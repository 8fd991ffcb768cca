"""What happens to a filling: it is opened, an answer changes, a repeat grows; and what the form sets then."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from weft.forms.engine import working
from weft.forms.engine.cells import Cell
from weft.forms.engine.errors import EndlessForm
from weft.forms.engine.events import CHANGED, FIRST_LOAD, LOAD, NEW_REPEAT, Action
from weft.forms.engine.rules import ROUNDS_MOST
from weft.forms.engine.slots import Slot
from weft.forms.engine.values import kept

if TYPE_CHECKING:
    from weft.forms.engine.filling import Filling

UID, END = "uid", ("timestamp", "end")


class Happening:
    """Runs the actions of a form over one filling."""

    def __init__(self, filling: Filling) -> None:
        self.filling, self.form = filling, filling.form
        self.is_open = False
        self._due: list[tuple[Action, Cell]] = []

    def opened(self, instance_id: str) -> None:
        """A new filling: values set beforehand, then all results, then what is set on opening."""
        for slot in self.form.shape.preloaded:
            for cell in self._cells(slot):
                self._preload(slot, cell)
        self._name_instance(instance_id)
        self.filling.ripple.mark_all(self.filling.root)
        self.filling.ripple.is_new = True
        self.filling.ripple.settle()
        self.filling.ripple.is_new = False
        self.is_open = True
        for action in self.form.actions:
            if FIRST_LOAD in action.events or LOAD in action.events:
                self._run(action, self.filling.root, only_relevant=True)
        self.settle()

    def loaded(self) -> None:
        """A filling that was kept: its results are worked out again, nothing is set anew."""
        self.filling.ripple.mark_all(self.filling.root)
        self.filling.ripple.settle()
        self.is_open = True

    def ended(self) -> None:
        """It is being sent: note the moment where the form asks for it."""
        for slot in self.form.shape.preloaded:
            if (slot.bind.preload, slot.bind.preload_parameter) == END:
                for cell in self._cells(slot):
                    self._set(cell, self._now("now()"))
        self.settle()

    def changed(self, cell: Cell) -> None:
        """An answer or result shows something new."""
        if self.is_open:
            for action in self.form.actions_from.get(cell.slot.path, ()):
                if CHANGED in action.events:
                    self._due.append((action, cell))

    def grown(self, cell: Cell) -> None:
        """A repeat has a new instance."""
        if self.is_open:
            for action in self.form.actions:
                if NEW_REPEAT in action.events and self._holds(cell.slot, action):
                    self._due.append((action, cell))

    def _holds(self, slot: Slot, action: Action) -> bool:
        target = self.form.shape.slots.get(action.ref)
        return target is not None and (target is slot or slot in target.above())

    def settle(self) -> None:
        """Work out what follows, and what the form sets because of it, until all is at rest."""
        self.filling.ripple.settle()
        rounds = 0
        while self._due:
            rounds += 1
            if rounds > ROUNDS_MOST:
                self._due.clear()
                raise EndlessForm("What the form sets when answers change never comes to rest")
            due, self._due = self._due, []
            for action, cell in dict.fromkeys(due):
                if cell.is_attached:
                    self._run(action, cell)
            self.filling.ripple.settle()

    def _run(self, action: Action, near: Cell, *, only_relevant: bool = False) -> None:
        """Set the value at the action's target that stands nearest to where it happened."""
        for cell in self._targets(action, near):
            if only_relevant and not cell.relevant:
                continue
            value = action.value
            text = self.filling.ripple.string(value, cell.node) if value else ""
            self._set(cell, text)

    def _set(self, cell: Cell, text: str) -> None:
        self.filling.ripple.store(cell, kept(cell.slot.bind.type, text))

    def _targets(self, action: Action, near: Cell) -> Iterable[Cell]:
        slot = self.form.shape.slots.get(action.ref)
        if slot is None or not slot.is_leaf:
            return ()
        found = self._cells(slot, near)
        if "[" in action.target.source:
            nodes = working.nodes(action.target, self.filling.ripple.context(near.node))
            return [cell for cell in found if cell.node in nodes]
        at_load = not {CHANGED}.intersection(action.events)
        return found if len(found) == 1 or at_load or near is self.filling.root else ()

    def _cells(self, slot: Slot, near: Cell | None = None) -> list[Cell]:
        """Instances of a slot, those in the same repeat instances as another cell where there are such."""
        around = near or self.filling.root
        while around.slot is not slot and around.slot not in slot.above():
            assert around.parent is not None  # the root is above every slot
            around = around.parent
        path = [one for one in (slot, *slot.above()) if around.slot in one.above()]
        return around.down(reversed(path))

    def _preload(self, slot: Slot, cell: Cell) -> None:
        kind, detail = slot.bind.preload, slot.bind.preload_parameter
        text = ""
        if kind == UID:
            text = self.filling.new_id()
        elif kind == "date":
            text = self._now("today()")
        elif kind == "timestamp" and (kind, detail) != END:
            text = self._now("now()")
        elif kind == "property":
            text = self.filling.properties.get(detail, "")
        if text:
            self._set(cell, text)

    def _now(self, expression: str) -> str:
        return self.filling.ripple.string(self.form.compiled(expression, ""), self.filling.root.node)

    def _name_instance(self, instance_id: str) -> None:
        slot = self.form.shape.instance_id
        for cell in self._cells(slot):
            if slot.bind.preload == UID or not cell.stored:
                self.filling.ripple.store(cell, instance_id)
