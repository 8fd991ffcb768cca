"""Actions of a form: values that are set when it opens, when a repeat is added, when an answer changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from weft.forms.engine.errors import FormError
from weft.forms.engine.names import CONTROLS
from weft.forms.engine.source import Compiler, absolute, words
from weft.forms.xpath import Expression, Node

FIRST_LOAD, LOAD, NEW_REPEAT, CHANGED = (
    "odk-instance-first-load",
    "odk-instance-load",
    "odk-new-repeat",
    "xforms-value-changed",
)
EVENTS = (FIRST_LOAD, LOAD, NEW_REPEAT, CHANGED, "xforms-ready", "xforms-revalidate")


@dataclass(frozen=True)
class Action:
    """Set the value at `ref`, once one of `events` happens at `source` (the question or repeat it stands in)."""

    ref: str  # without predicates
    target: Expression
    value: Expression | None
    events: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class ActionReader:
    ids: Mapping[str, str]
    compiled: Compiler

    def read(self, node: Node, base: str) -> list[Action]:
        """Actions inside an element of the model or the body; `base` is the reference it stands at."""
        found: list[Action] = []
        for one in node.elements():
            if one.local == "setvalue":
                found.append(self._action(one, base))
            elif one.local in ("group", "repeat", *CONTROLS):
                named = one.get("ref") or one.get("nodeset") or self.ids.get(one.get("bind") or "")
                found += self.read(one, absolute(named, base) if named else base)
        return found

    def _action(self, node: Node, base: str) -> Action:
        named = node.get("ref") or self.ids.get(node.get("bind") or "")
        if not named:
            raise FormError(f"{base}: a <setvalue> names no reference")
        events = tuple((node.get("event") or "").split())
        unknown = [event for event in events if event not in EVENTS]
        if unknown:
            raise FormError(f"{named}: no such event: {', '.join(unknown)}. There are: {', '.join(EVENTS)}")
        ref = absolute(named, base)
        return Action(ref, self.compiled(named, ref), self._value(node, ref), events, base)

    def _value(self, node: Node, ref: str) -> Expression | None:
        said = node.get("value")
        if said and said.strip():
            return self.compiled(said, ref)
        literal = words(node)
        if not literal:
            return None
        quote = '"' if "'" in literal else "'"
        return self.compiled(f"{quote}{literal.replace(quote, '')}{quote}", ref)
