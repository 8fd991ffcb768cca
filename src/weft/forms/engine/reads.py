"""Which references an expression reads, found on the form's shape before anybody answered anything.

Every path is followed over slots instead of nodes. A location also knows the innermost slot whose same instance the
path started in: `../age` in a repeat stays in its own instance, `../../child/age` visits all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from weft.forms.engine.rules import Source
from weft.forms.engine.slots import Slot
from weft.forms.xpath.grammar import Call, Chain, Filtered, Literal, Minus, Path, Step, Tree, Union, parse

ELSEWHERE_AXES = ("following-sibling", "preceding-sibling", "following", "preceding")
SPEAKING = frozenset({"itext", "choice-name"})  # functions whose result depends on the language


@dataclass(frozen=True, slots=True)
class Location:
    slot: Slot
    shared: Slot
    elsewhere: bool = False

    def up(self) -> Location | None:
        parent = self.slot.parent
        if parent is None:
            return None
        kept = self.shared is parent or self.shared in parent.above()
        return Location(parent, self.shared if kept else parent, self.elsewhere)

    def to(self, slot: Slot, *, elsewhere: bool = False) -> Location:
        return Location(slot, self.shared, self.elsewhere or elsewhere)


Locations = tuple[Location, ...]


@dataclass
class Reading:
    """Follows one expression from the slot it holds for."""

    start: Slot
    root: Slot
    primary: tuple[str, ...] = ()  # names under which instance() gives the form's own data
    found: dict[Location, None] = field(default_factory=dict)

    def sources(self, expression: str) -> tuple[Source, ...]:
        self.read(parse(expression), (Location(self.start, self.start),))
        return tuple(Source(one.slot, one.shared, one.elsewhere) for one in self.found)

    def read(self, tree: Tree, here: Locations) -> Locations:
        """Note all a part of the expression reads; the locations its result may hold."""
        if isinstance(tree, Path):
            return self.path(tree, here)
        if isinstance(tree, Filtered):
            return self.filtered(self.read(tree.of, here), tree.predicates)
        if isinstance(tree, Union):
            return tuple(one for part in tree.parts for one in self.read(part, here))
        if isinstance(tree, Call):
            return self.call(tree, here)
        if isinstance(tree, Chain):
            for part in (tree.first, *(term for _, term in tree.rest)):
                self.read(part, here)
        elif isinstance(tree, Minus):
            self.read(tree.of, here)
        else:
            assert isinstance(tree, Literal)
        return ()

    def call(self, tree: Call, here: Locations) -> Locations:
        given = [self.read(one, here) for one in tree.arguments]
        if tree.name == "current":
            return (Location(self.start, self.start),)
        if tree.name == "instance":
            return self.instance(tree)
        if tree.name == "jr:choice-name" and isinstance(tree.arguments[-1], Literal):
            return self.read(parse(str(tree.arguments[-1].value)), here)
        if tree.name == "indexed-repeat" and given:
            self.found = {one.to(one.slot, elsewhere=True): None for one in self.found}
        return given[0] if given and tree.name in ("randomize", "indexed-repeat") else ()

    def instance(self, tree: Call) -> Locations:
        named = tree.arguments[0] if tree.arguments else None
        if isinstance(named, Literal) and named.value in self.primary:
            return (Location(self.root, self.root),)
        return ()

    def path(self, tree: Path, here: Locations) -> Locations:
        at_top = False
        if tree.start is not None:
            now = self.read(tree.start, here)
            at_top = isinstance(tree.start, Call) and tree.start.name == "instance"
        elif tree.is_absolute:
            now, at_top = (Location(self.root, self.root),), True
        else:
            now = here
        for step in tree.steps:
            now = self.top(step, now) if at_top and step.axis == "child" else self.step(step, now)
            now, at_top = self.filtered(now, step.predicates), False
        for one in now:
            self.found[one] = None
        return now

    def top(self, step: Step, now: Locations) -> Locations:
        """The first step of an absolute path names the root itself."""
        return tuple(one for one in now if matches(step, one.slot))

    def filtered(self, now: Locations, predicates: tuple[Tree, ...]) -> Locations:
        for one in predicates:
            self.read(one, now)
            now = tuple(at.to(at.slot, elsewhere=at.slot.is_repeat) for at in now)
        return now

    def step(self, step: Step, now: Locations) -> Locations:
        if step.axis == "self":
            return tuple(one for one in now if matches(step, one.slot))
        if step.axis == "parent":
            above = (one.up() for one in now)
            return tuple(one for one in above if one and matches(step, one.slot))
        return tuple(dict.fromkeys(one for at in now for one in self.along(step, at)))

    def along(self, step: Step, at: Location) -> Iterable[Location]:
        axis = step.axis
        if axis == "child" and step.test == "name" and step.local != "*":
            named = at.slot.children.get(f"{step.prefix}:{step.local}" if step.prefix else step.local)
            return [at.to(named)] if named else []
        if axis == "attribute":
            return [at.to(one) for one in at.slot.attributes.values() if matches(step, one)]
        if axis.startswith("ancestor"):
            return self.ancestors(step, at)
        if axis in ELSEWHERE_AXES:
            wide = (self.root if axis in ("following", "preceding") else at.slot.parent) or self.root
            return [at.to(one, elsewhere=True) for one in wide.walk() if matches(step, one)]
        inside = at.slot.children.values() if axis == "child" else at.slot.walk()
        return [at.to(one) for one in inside if matches(step, one)]

    def ancestors(self, step: Step, at: Location) -> list[Location]:
        found: list[Location] = []
        now: Location | None = at if step.axis.endswith("self") else at.up()
        while now is not None:
            if matches(step, now.slot):
                found.append(now)
            now = now.up()
        return found


def matches(step: Step, slot: Slot) -> bool:
    """Whether a step's test may hold for a slot."""
    if step.test == "text":
        return False
    name = f"{step.prefix}:{step.local}" if step.prefix else step.local
    return step.test != "name" or step.local == "*" or name == slot.node.name
