"""A form, read once and used for any number of fillings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from weft.forms.engine.answers import Choice
from weft.forms.engine.binds import bind_ids, read_binds
from weft.forms.engine.body import Bind, Element, Group, ItemSet, Question, every
from weft.forms.engine.controls import BodyReader, always_true
from weft.forms.engine.errors import FormError
from weft.forms.engine.events import Action, ActionReader
from weft.forms.engine.graph import listen, order
from weft.forms.engine.lists import Lookups, read_instances
from weft.forms.engine.names import CHOOSING, OPENROSA
from weft.forms.engine.reads import SPEAKING, Reading
from weft.forms.engine.rules import CALCULATE, CHOICES, COUNT, RELEVANT, Rule
from weft.forms.engine.slots import Shaper, Slot
from weft.forms.engine.source import Compiler, needed, refuse_long, words
from weft.forms.engine.texts import Translations, read_translations
from weft.forms.xpath import Expression, Node, XPathError, parse_xml


@dataclass(frozen=True, eq=False)
class Shape:
    """The data of a form: where values stand, and what is worked out of what."""

    root: Slot
    instance: Node  # the primary instance as the form gives it
    slots: Mapping[str, Slot]
    rules: tuple[Rule, ...]
    spoken: frozenset[Rule]  # rules whose result depends on the language

    @property
    def preloaded(self) -> list[Slot]:
        """Slots filled in beforehand."""
        return [slot for slot in self.root.walk() if slot.bind.preload]

    @property
    def instance_id(self) -> Slot:
        """Where a submission says its own name."""
        meta = next(one for one in self.root.children.values() if one.node.local == "meta")
        return next(one for one in meta.children.values() if one.node.local == "instanceID")


@dataclass(frozen=True, eq=False)
class Form:
    """What an XForm says. Nothing in it changes, so requests and threads share it."""

    title: str
    id: str
    version: str
    body: tuple[Element, ...]
    binds: Mapping[str, Bind]
    actions: tuple[Action, ...]
    actions_from: Mapping[str, list[Action]] = field(repr=False)  # by the reference they stand at
    shape: Shape = field(repr=False)
    translations: Translations = field(repr=False)
    lists: Mapping[str, Node] = field(repr=False)  # secondary instances
    lookups: Lookups = field(repr=False)
    primary: tuple[str, ...]  # names of the primary instance
    compiled: Compiler = field(repr=False)
    constant_choices: dict[str, dict[str, None]] = field(
        default_factory=dict, repr=False
    )  # filled as first asked
    constant_offers: dict[tuple[str, str], tuple[Choice, ...]] = field(
        default_factory=dict, repr=False
    )  # by reference and language: choices with their labels, where nothing can change them

    @classmethod
    def parse(cls, xml: str, files: Mapping[str, str] | None = None, *, strict: bool = True) -> Form:
        """Read an XForm.

        Args:
            xml: the form, as pyxform writes it or by hand.
            files: text of lists kept outside it, by the address it names or by file name.
            strict: False takes what ODK takes: a question whose data is missing is left out, and expressions that
                need each other are worked out until they rest.

        Raises:
            FormError: what is wrong and at which reference; CyclicForm names the references that need each other.
        """
        try:
            document = parse_xml(xml)
        except XPathError as wrong:
            raise FormError(f"The form cannot be read: {wrong}") from wrong
        return _read(needed(document, "html"), files or {}, strict=strict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Names of the languages, the default first; none where the form has one unnamed language."""
        return self.translations.languages

    @property
    def default_language(self) -> str:
        return self.translations.default

    @cached_property
    def is_steady(self) -> bool:
        """Whether the same answers always come to the same filling: no clock, no chance, nothing that happens to it,
        no instances that come and go."""
        moving = any(one.uses_clock or one.uses_chance for one in self.compiled.made)
        return not moving and not self.actions and not any(slot.is_repeat for slot in self.shape.root.walk())

    def bind(self, ref: str) -> Bind:
        """What holds at a reference (without indexes)."""
        return self.binds.get(ref) or Bind(ref)

    def question(self, ref: str) -> Question | None:
        """The question at a reference (without indexes)."""
        slot = self.shape.slots.get(ref)
        return slot.question if slot else None


def _read(html: Node, files: Mapping[str, str], *, strict: bool) -> Form:
    head = needed(html, "head")
    model, title = needed(head, "model"), head.first("title")
    holder = needed(model, "instance")
    given = _instance(holder)
    refuse_long(one for one in model.elements() if one.local == "bind")
    compiled = Compiler(_namespaces(html, head, model, holder, given))
    said = _said(html, model, given, compiled)
    root = Shaper(said.binds, _by_ref(said.body)).shape([given], None)
    if root.is_repeat:
        raise FormError(f"{root.path}: the whole form cannot repeat")
    _allow_former_id(root)
    primary = tuple(name for name in (holder.get("id"), given.get("id")) if name)
    rules, spoken = _rules(root, primary, strict=strict)
    lists = read_instances(model, files)
    return Form(
        title=words(title).strip() if title is not None else "",
        id=given.get("id") or given.ns,
        version=given.get("version") or given.get("version", OPENROSA) or "",
        body=_held(said.body, {slot.path for slot in root.walk()}, strict=strict),
        binds=said.binds,
        actions=said.actions,
        actions_from=_by_source(said.actions),
        shape=Shape(root, given, {slot.path: slot for slot in root.walk()}, tuple(rules), spoken),
        translations=said.translations,
        lists=lists,
        lookups=Lookups(lists),
        primary=primary,
        compiled=compiled,
    )


@dataclass(frozen=True)
class _Said:
    """What the elements of a form say, before it is put to the data."""

    binds: Mapping[str, Bind]
    body: tuple[Element, ...]
    actions: tuple[Action, ...]
    translations: Translations


def _said(html: Node, model: Node, given: Node, compiled: Compiler) -> _Said:
    base = "/" + given.name
    ids, binds = bind_ids(model, base), read_binds(model, base, compiled)
    translations = read_translations(model, compiled)
    body = html.first("body") or Node("element", "body")
    actions = ActionReader(ids, compiled)
    return _Said(
        binds,
        BodyReader(binds, ids, translations, compiled).read(body, base),
        (*actions.read(model, ""), *actions.read(body, "")),
        translations,
    )


def _instance(holder: Node) -> Node:
    """The primary instance, with the place for an instance id every submission has."""
    found = next(iter(holder.elements()), None)
    if found is None:
        raise FormError("The form's first <instance> is empty")
    given = found.copy()
    given.parent = found.parent  # for the prefixes declared around it
    meta = given.first("meta")
    if meta is None:
        meta = given.append(_meta(found, "meta"))
    if meta.first("instanceID") is None:
        named = Node("element", "instanceID", ns=meta.ns, prefix=meta.prefix)
        meta.append(named)
    return given


def _allow_former_id(root: Slot) -> None:
    """An edited submission names the one it replaces; the form does not say so, OpenRosa does."""
    meta = next(slot for slot in root.children.values() if slot.node.local == "meta")
    node = Node("element", "deprecatedID", ns=meta.node.ns, prefix=meta.node.prefix)
    path = f"{meta.path}/{node.name}"
    if node.name not in meta.children:
        meta.children[node.name] = Slot(path, node, meta, Bind(path), is_optional=True)


def _meta(near: Node, local: str) -> Node:
    """An element of OpenRosa's names, under the prefix the form gives them."""
    node: Node | None = near
    while node is not None:
        prefix = next((one for one, uri in node.declared.items() if uri == OPENROSA and one), None)
        if prefix:
            return Node("element", local, ns=OPENROSA, prefix=prefix)
        node = node.parent
    return Node("element", local)


def _namespaces(*nodes: Node) -> dict[str, str]:
    return {prefix: uri for node in nodes for prefix, uri in node.declared.items() if prefix}


def _by_ref(body: tuple[Element, ...]) -> dict[str, Element]:
    """Elements by reference; a repeat before the group around it, a question before a note on the same data."""
    found: dict[str, Element] = {}
    for one in every(body):
        held = found.get(one.ref)
        if one.ref and (held is None or (isinstance(one, Group) and one.is_repeat)):
            found[one.ref] = one
    return found


def _by_source(actions: tuple[Action, ...]) -> dict[str, list[Action]]:
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.source, []).append(action)
    return found


def _rules(root: Slot, primary: tuple[str, ...], *, strict: bool) -> tuple[list[Rule], frozenset[Rule]]:
    rules: list[Rule] = []
    spoken: set[Rule] = set()
    for slot in root.walk():
        for facet, expression in _expressions(slot):
            at = slot.parent if facet == COUNT and slot.parent else slot
            rule = Rule(facet, slot, at, expression)
            reading = Reading(slot, root, primary)
            rule.sources = reading.sources(expression.source) if expression else ()
            rules.append(rule)
            if expression and expression.calls & SPEAKING:
                spoken.add(rule)
    ordered = order(rules, strict=strict)
    listen(ordered)
    return ordered, frozenset(spoken)


def _expressions(slot: Slot) -> list[tuple[str, Expression | None]]:
    found: list[tuple[str, Expression | None]] = []
    if slot.bind.relevant:
        found.append((RELEVANT, slot.bind.relevant))
    if slot.bind.calculate and slot.is_leaf:
        found.append((CALCULATE, slot.bind.calculate))
    question, group = slot.question, slot.group
    if question and question.control in CHOOSING:
        chosen = question.choices_from
        found.append((CHOICES, chosen.nodes if isinstance(chosen, ItemSet) else None))
    if group and group.is_repeat and group.count_expr:
        found.append((COUNT, group.count_expr))
    return found


def _held(body: tuple[Element, ...], known: set[str], *, strict: bool) -> tuple[Element, ...]:
    """The body without what the data does not have; strict, such a body is refused."""
    kept: list[Element] = []
    for one in body:
        if one.ref and one.ref not in known:
            if strict:
                raise FormError(f"{one.ref} stands in the form but not in its data")
            continue
        inner = _held(one.children, known, strict=strict) if isinstance(one, Group) else ()
        kept.append(replace(one, children=inner) if isinstance(one, Group) else one)
    return tuple(kept)


def fixed_count(slot: Slot) -> bool:
    """Whether instances are neither added nor removed by hand."""
    group = slot.group
    return bool(group and (group.count_expr or group.no_add_remove))


__all__ = ["Form", "always_true", "fixed_count"]
