"""One filling of a form: answers, what follows from them, and what is still wrong."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from random import SystemRandom

from weft.forms.engine.answers import Clock, Place, Problem, QuestionState
from weft.forms.engine.body import Element, Group
from weft.forms.engine.cells import Cell, grow
from weft.forms.engine.errors import AnswerTooLong, FillingError, NotARepeat, ReadOnly
from weft.forms.engine.finding import cell_at, cells_at, repeat_at
from weft.forms.engine.form import Form, fixed_count
from weft.forms.engine.happening import Happening
from weft.forms.engine.names import REASONS
from weft.forms.engine.ripple import Ripple
from weft.forms.engine.rules import ANSWER_MOST, CELLS_MOST
from weft.forms.engine.slots import Slot
from weft.forms.engine.speech import Speech
from weft.forms.engine.standing import Standing
from weft.forms.engine.writing import written
from weft.forms.xpath import Node, World, XPathError, parse_xml

CHANCE = SystemRandom().random


class Filling:
    """Answers to a form, by reference: "/data/children[2]/name".

    Make one with `Filling.new` or `Filling.load`.
    """

    def __init__(
        self,
        form: Form,
        source: Node,
        clock: Clock,
        language: str | None,
        chance: Callable[[], float] = CHANCE,
    ) -> None:
        self.form, self.clock = form, clock
        self.properties: Mapping[str, str] = {}  # what jr:preload="property" asks for
        self.reasons: dict[str, str] = {}
        self.noted: dict[str, tuple[int, object]] = {}  # by name: what a reader worked out, and at which turn
        self.speech = Speech(form, language if language in form.languages else form.default_language)
        self.root = grow(form.shape.root, source)
        self.ripple = Ripple(self._allowed, self._changed, self._grown)
        top = Node("root")
        top.append(self.root.node)
        lists = {name: _holder(form.lists.get(name), top) for name in (*form.primary, *form.lists)}
        world = World(
            root=top,
            now=clock.local,
            instances=lists,
            choice_name=self.speech.choice_name,
            itext=self.speech.itext,
            pulldata=form.lookups,
            random=chance,
            version=form.version,
        )
        self.ripple.world = self.speech.world = world
        self.happening, self.standing = Happening(self), Standing(self)

    @classmethod
    def new(
        cls,
        form: Form,
        clock: Clock,
        language: str | None = None,
        instance_id: str | None = None,
        *,
        properties: Mapping[str, str] | None = None,
        chance: Callable[[], float] = CHANCE,
    ) -> Filling:
        """A filling nobody has answered yet.

        Args:
            instance_id: its name, "uuid:…"; made up when None.
            properties: what jr:preload="property" asks for ("username", "deviceid" …).
            chance: numbers from 0 up to 1 for random(), uuid() and randomize().

        Raises:
            EndlessForm, TooManyRepeats: when the form's own expressions never come to rest.
        """
        made = cls(form, form.shape.instance, clock, language, chance)
        made.properties = properties or {}
        made.happening.opened(made.new_id() if instance_id is None else instance_id)
        return made

    @classmethod
    def load(cls, form: Form, xml: str, clock: Clock, language: str | None = None) -> Filling:
        """A filling as `full_xml` or `xml` wrote it, or as a field app sent it.

        Raises:
            FillingError: the text is not answers to this form.
        """
        try:
            document = parse_xml(xml)
        except XPathError as wrong:
            raise FillingError(f"The answers cannot be read: {wrong}") from wrong
        if sum(1 for node in document.walk() if node.kind == "element") > CELLS_MOST:
            raise FillingError(f"The answers hold more than {CELLS_MOST:,} values")
        found = document.first(form.shape.instance.local)
        if found is None:
            raise FillingError(f"The answers are to another form: they have no <{form.shape.instance.local}>")
        made = cls(form, found, clock, language)
        made.happening.loaded()
        return made

    @staticmethod
    def new_id() -> str:
        """A name no other filling has."""
        return f"uuid:{uuid.uuid4()}"

    # answering
    def set(self, ref: str, value: str) -> None:
        """Answer a question; "" takes the answer back.

        Raises:
            UnknownReference, ReadOnly, AnswerTooLong.
        """
        cell = self._open(ref)
        if len(value) > ANSWER_MOST:
            raise AnswerTooLong(f"{cell.ref} is longer than {ANSWER_MOST:,} characters")
        text = self.standing.fitted(cell, value)
        self.reasons.pop(cell.ref, None)
        self._store(cell, text)

    def leave(self, ref: str, reason: str) -> None:
        """Leave a question without an answer for a reason ("refused", "dont_know"); "" takes the reason back.

        Raises:
            UnknownReference, ReadOnly.
        """
        if reason and reason not in REASONS:
            raise FillingError(f"No such reason: {reason}. There are: {', '.join(REASONS)}")
        cell = self._open(ref)
        self.reasons.pop(cell.ref, None)
        if reason:
            self.reasons[cell.ref] = reason
        self._store(cell, "")

    def _open(self, ref: str) -> Cell:
        cell = cell_at(self.root, ref)
        if not cell.slot.is_leaf:
            raise ReadOnly(f"{ref} holds other questions; it has no answer of its own")
        if self.standing.is_readonly(cell):
            raise ReadOnly(f"{ref} may be read, not answered")
        return cell

    def _store(self, cell: Cell, text: str) -> None:
        self.ripple.store(cell, text)
        self.happening.settle()

    # repeats
    def add(self, repeat_ref: str) -> str:
        """Add an instance to a repeat; its reference.

        Raises:
            UnknownReference, NotARepeat, TooManyRepeats.
        """
        around, slot = repeat_at(self.root, repeat_ref)
        if fixed_count(slot):
            raise NotARepeat(f"The form says how often {repeat_ref} repeats")
        self.ripple.resize(around, slot, len(around.kids[slot]) + 1)
        self.happening.settle()
        return around.kids[slot][-1].ref

    def remove(self, repeat_ref: str, index: int) -> None:
        """Take an instance of a repeat away, counted from 1; those after it move up.

        Raises:
            UnknownReference, NotARepeat.
        """
        around, slot = repeat_at(self.root, repeat_ref)
        if fixed_count(slot):
            raise NotARepeat(f"The form says how often {repeat_ref} repeats")
        if not 1 <= index <= len(around.kids[slot]):
            raise NotARepeat(f"{repeat_ref} has no instance {index}")
        kept_reasons = {
            id(cell): reason for ref, reason in self.reasons.items() for cell in cells_at(self.root, ref)
        }
        self.ripple.take(around, slot, index - 1)
        self.reasons = (
            {cell.ref: kept_reasons[id(cell)] for cell in self.root.walk() if id(cell) in kept_reasons}
            if kept_reasons
            else {}
        )
        self.happening.settle()

    # reading
    @property
    def turn(self) -> int:
        """A number that changes when something comes to be asked, or is not asked any more (of a steady form)."""
        return self.ripple.turns

    @property
    def language(self) -> str:
        return self.speech.language

    @language.setter
    def language(self, language: str) -> None:
        if language not in self.form.languages:
            raise FillingError(f"No such language: {language}. There are: {', '.join(self.form.languages)}")
        self.speech.language = language
        for cell in self.root.walk() if self.form.shape.spoken else ():
            for rule in cell.slot.rules:
                if rule in self.form.shape.spoken:
                    self.ripple.mark(rule, (cell,))
        self.happening.settle()

    def state(self, ref: str) -> QuestionState:
        """All there is to know about a question (or group) now.

        Raises:
            UnknownReference.
        """
        return self.standing.state(cell_at(self.root, ref))

    def walk(self, include_irrelevant: bool = False) -> Iterator[Place]:
        """Groups, repeat instances and questions in document order."""
        for cell, element, depth in self._met(self.form.body, self.root, 0, include_irrelevant):
            yield Place(cell.ref if cell else "", element, depth)

    def _met(
        self, body: tuple[Element, ...], around: Cell, depth: int, everything: bool
    ) -> Iterator[tuple[Cell | None, Element, int]]:
        """What a walk comes past; no cell for a group that only the body knows."""
        for element in body:
            if not element.ref:
                assert isinstance(element, Group)
                yield None, element, depth
                yield from self._met(element.children, around, depth + 1, everything)
                continue
            for cell in _instances(around, self.form.shape.slots[element.ref]):
                if cell.relevant or everything:
                    yield cell, element, depth
                    if isinstance(element, Group):
                        yield from self._met(element.children, cell, depth + 1, everything)

    def problems(self) -> tuple[Problem, ...]:
        """Relevant questions whose answer is missing or does not hold, in document order."""
        met = self._met(self.form.body, self.root, 0, False)
        found = (self.standing.problem(cell) for cell, _, _ in met if cell and cell.slot.question)
        return tuple(one for one in found if one)

    def choice_label(self, ref: str, value: str) -> str:
        """The label of a choice of a question, in the language of the filling; the value where there is none."""
        return self.standing.choice_label(cell_at(self.root, ref), value)

    def dropped(self) -> tuple[str, ...]:
        """References with an answer that is not part of the submission: not relevant, or no longer a choice."""
        return tuple(
            cell.ref for cell in self.root.walk() if cell.slot.question and cell.stored and not cell.shown
        )

    # writing
    def xml(self) -> str:
        """The submission: without what is not relevant."""
        return written(self.root, everything=False)

    def full_xml(self) -> str:
        """The draft: everything answered so far."""
        return written(self.root, everything=True)

    def finish(self) -> None:
        """The answers are about to be sent: note the moment where the form asks for it (jr:preload timestamp end)."""
        self.happening.ended()

    # what the ripple asks and tells
    def _allowed(self, cell: Cell) -> str:
        return self.standing.allowed(cell)

    def _changed(self, cell: Cell) -> None:
        self.happening.changed(cell)

    def _grown(self, cell: Cell) -> None:
        self.happening.grown(cell)


def _holder(given: Node | None, top: Node) -> Node:
    return top if given is None else given


def _instances(around: Cell, slot: Slot) -> list[Cell]:
    """Cells of a slot near another cell; also where the body groups what the data keeps apart."""
    if slot.parent is around.slot:
        return around.kids.get(slot, [])
    while around.parent is not None and around.slot not in slot.above():
        around = around.parent
    return around.down(reversed([one for one in (slot, *slot.above()) if around.slot in one.above()]))


def answers_by_ref(filling: Filling) -> Mapping[str, str]:
    """What is submitted, by reference: only questions with an answer."""
    return {cell.ref: cell.shown for cell in filling.root.walk() if cell.shown and cell.slot.question}
