"""What follows from one change: rules are worked out in order, and only those that hear of something."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from heapq import heappop, heappush

from weft.forms.engine import working
from weft.forms.engine.cells import Cell, add_instances, remove_instances, write
from weft.forms.engine.errors import EndlessForm, TooManyRepeats
from weft.forms.engine.rules import (
    CALCULATE,
    CELLS_MOST,
    CHOICES,
    COUNT,
    RELEVANT,
    REPEATS_MOST,
    ROUNDS_MOST,
    STEPS_MOST,
    Reader,
    Rule,
)  # fmt: skip
from weft.forms.engine.slots import Slot
from weft.forms.engine.values import kept
from weft.forms.xpath import Context, Expression, Node, World

Told = Callable[[Cell], None]


class Ripple:
    """Works out what has to be worked out again.

    Args:
        world: what expressions see.
        allowed: the part of a stored answer that can still be chosen.
        changed: told of every cell that shows something new.
        grown: told of every instance a count adds.
    """

    def __init__(self, allowed: Callable[[Cell], str], changed: Told, grown: Told) -> None:
        self.world: World
        self.allowed, self.changed, self.grown = allowed, changed, grown
        self._waiting: dict[int, tuple[Rule, dict[Cell, None]]] = {}
        self._order: list[int] = []
        self._rounds: dict[int, int] = {}
        self._steps = 0
        self.cells = 0
        self.turns = 0  # how often something came to be asked, or not any more
        self.is_new = False  # working out a filling for the first time
        self._work = {
            RELEVANT: self._relevant,
            CALCULATE: self._calculate,
            CHOICES: lambda _, cell: self.refresh(cell),
            COUNT: self._count,
        }

    # evaluating
    def context(self, node: Node) -> Context:
        return Context(node, self.world)

    def _spend(self, context: Context, whole: int) -> None:
        self._steps += 1 + whole - context.left
        if self._steps > STEPS_MOST:
            raise EndlessForm("Working out what follows takes too long: make the form's expressions simpler")

    def string(self, expression: Expression, node: Node) -> str:
        context = Context(node, self.world)
        whole = context.left
        result = working.string(expression, context)
        self._spend(context, whole)
        return result

    def boolean(self, expression: Expression, node: Node) -> bool:
        context = Context(node, self.world)
        whole = context.left
        result = working.boolean(expression, context)
        self._spend(context, whole)
        return result

    # marking
    def mark(self, rule: Rule, cells: Iterable[Cell]) -> None:
        waiting = self._waiting.get(rule.rank)
        if waiting is None:
            waiting = self._waiting[rule.rank] = (rule, {})
            heappush(self._order, rule.rank)
        waiting[1].update(dict.fromkeys(cells))

    def mark_all(self, top: Cell) -> None:
        """Every rule of a cell and of all inside it."""
        for cell in top.walk():
            self.cells += top.parent is None
            for rule in cell.slot.rules:
                self.mark(rule, (cell,))

    def tell(self, cell: Cell) -> None:
        """Mark the rules that read a cell."""
        for reader in cell.slot.readers:
            self.mark(reader.rule, self._hearing(cell, reader))

    @staticmethod
    def _hearing(cell: Cell, reader: Reader) -> list[Cell]:
        return cell.around(reader.shared).down(reader.down)

    def tell_count(self, around: Cell, slot: Slot, *, moved: bool = False) -> None:
        """Mark the rules that read a repeat whose instances came or went; with `moved`, places changed as well."""
        seen: set[tuple[Rule, Slot]] = set()
        for inner in slot.walk():
            for reader in inner.readers:
                if (reader.rule, reader.shared) in seen:
                    continue
                seen.add((reader.rule, reader.shared))
                self._tell_around(around, slot, reader, moved=moved)

    def _tell_around(self, around: Cell, slot: Slot, reader: Reader, *, moved: bool) -> None:
        if reader.shared is around.slot or reader.shared in around.slot.above():
            self.mark(reader.rule, around.around(reader.shared).down(reader.down))
        elif moved and reader.shared is slot:
            self.mark(reader.rule, [one for kid in around.kids[slot] for one in kid.down(reader.down)])

    # working
    def settle(self) -> None:
        """Work out all that waits.

        Raises:
            EndlessForm: when rules keep changing each other's results.
        """
        self._rounds.clear()
        self._steps = 0
        while self._order:
            rank = heappop(self._order)
            rule, cells = self._waiting.pop(rank)
            rounds = self._rounds[rank] = self._rounds.get(rank, 0) + 1
            if rounds > ROUNDS_MOST:
                self._waiting.clear()
                self._order.clear()
                raise EndlessForm(f"{rule.slot.path}: its {rule.facet} never comes to rest")
            work = self._work[rule.facet]
            for cell in cells:
                if cell.is_attached:
                    work(rule, cell)

    def _relevant(self, rule: Rule, cell: Cell) -> None:
        assert rule.expression is not None
        cell.own = self.boolean(rule.expression, cell.node)
        self.spread(cell)

    def spread(self, cell: Cell) -> None:
        """Give a cell the relevance of its own rule and of what is around it, and all inside likewise."""
        relevant = cell.own and (cell.parent is None or cell.parent.relevant)
        if relevant == cell.relevant:
            return
        cell.relevant = relevant
        self.turns += 1
        if not cell.kids:
            self.refresh(cell)
        if relevant:
            for rule in cell.slot.rules:
                if rule.facet == CALCULATE:
                    self.mark(rule, (cell,))
        for kids in cell.kids.values():
            for kid in kids:
                self.spread(kid)
        if cell.slot.attributes:
            self.refresh(cell)

    def _calculate(self, rule: Rule, cell: Cell) -> None:
        assert rule.expression is not None
        if cell.relevant:
            self.store(cell, kept(cell.slot.bind.type, self.string(rule.expression, cell.node)))

    def store(self, cell: Cell, text: str) -> None:
        if text != cell.stored or text != cell.shown:
            cell.stored = text
            self.refresh(cell)

    def refresh(self, cell: Cell) -> None:
        """Show what a cell's answer comes to now."""
        if not cell.slot.is_leaf:
            return
        text = cell.stored if cell.relevant else ""
        if text and cell.slot.has_choices:
            text = self.allowed(cell)
        if text != cell.shown:
            write(cell, text)
            self.tell(cell)
            self.changed(cell)

    def _count(self, rule: Rule, cell: Cell) -> None:
        assert rule.expression is not None
        spot = Node("element", rule.slot.node.local, prefix=rule.slot.node.prefix)
        spot.parent = cell.node
        number = working.number(rule.expression, self.context(spot))
        if math.isnan(number):
            if not self.is_new:
                return  # the count was taken back: what was answered stays
            number = 0
        if number > REPEATS_MOST:
            raise TooManyRepeats(f"{rule.slot.path} would repeat more than {REPEATS_MOST:,} times")
        self.resize(cell, rule.slot, max(0, int(number)))

    def resize(self, around: Cell, slot: Slot, count: int) -> None:
        """Give a repeat a number of instances."""
        now = len(around.kids[slot])
        if count < now:
            remove_instances(around, slot, count, now - count)
        self._room_for(slot, count - now)
        for made in add_instances(around, slot, count - now) if count > now else ():
            self.mark_all(made)
            self.grown(made)
        if count != now:
            self.tell_count(around, slot)

    def _room_for(self, slot: Slot, more: int) -> None:
        """Refuse what would make the filling larger than the engine keeps; what is taken away is not given back."""
        if more > 0:
            self.cells += more * slot.size
        if self.cells > CELLS_MOST:
            raise TooManyRepeats(f"{slot.path}: the answers would hold more than {CELLS_MOST:,} values")

    def take(self, around: Cell, slot: Slot, place: int) -> None:
        """Take one instance of a repeat away."""
        remove_instances(around, slot, place, 1)
        self.tell_count(around, slot, moved=True)
