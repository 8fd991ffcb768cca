"""How a question stands: whether it may be answered, whether its answer holds, whether it is known to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from weft.forms.engine.answers import Choice, Problem, QuestionState
from weft.forms.engine.body import NO_TEXT, ItemSet, Question, Text
from weft.forms.engine.cells import Cell
from weft.forms.engine.rules import CALCULATE, CHOICES, RELEVANT, Rule
from weft.forms.engine.values import kept
from weft.forms.xpath import Expression

if TYPE_CHECKING:
    from weft.forms.engine.filling import Filling

UNASKED = ("note", "hidden")  # kinds nobody answers


class Standing:
    """Reads one filling; changes nothing."""

    def __init__(self, filling: Filling) -> None:
        self.filling, self.form = filling, filling.form
        self.speech = filling.speech

    def state(self, cell: Cell) -> QuestionState:
        bind, element = cell.slot.bind, cell.slot.element
        question = cell.slot.question
        choices = self.choices(cell)
        label = element.label if element else NO_TEXT
        required = self.is_required(cell)
        return QuestionState(
            ref=cell.ref,
            value=cell.shown,
            relevant=cell.relevant,
            is_determined=self.is_determined(cell),
            readonly=self.is_readonly(cell),
            required=required,
            constraint_ok=self.holds(cell),
            required_ok=self.is_answered(cell) or not (required and cell.relevant),
            constraint_message=self.say(bind.constraint_message, cell),
            required_message=self.say(bind.required_message, cell),
            label=self.say(label, cell),
            hint=self.say(question.hint, cell) if question else "",
            guidance=self.say(question.guidance, cell) if question else "",
            choices=choices,
            reason=self.reason(cell, choices),
        )

    def say(self, text: Text, cell: Cell) -> str:
        return self.speech.say(text, cell.node) if text else ""

    def _true(self, expression: Expression | None, cell: Cell) -> bool:
        return expression is not None and self.filling.ripple.boolean(expression, cell.node)

    # what the binds say
    def is_readonly(self, cell: Cell) -> bool:
        """Its own, or inherited from what is around it."""
        now: Cell | None = cell
        while now is not None:
            if self._true(now.slot.bind.readonly, now):
                return True
            now = now.parent
        return False

    def is_required(self, cell: Cell) -> bool:
        return self._true(cell.slot.bind.required, cell)

    def holds(self, cell: Cell) -> bool:
        """Whether the constraint holds; asked only of an answer that is there."""
        constraint = cell.slot.bind.constraint
        return constraint is None or not cell.shown or self._true(constraint, cell)

    def is_answered(self, cell: Cell) -> bool:
        return bool(cell.shown or not cell.slot.is_leaf or cell.ref in self.filling.reasons)

    def is_blank(self, cell: Cell) -> bool:
        """Neither an answer nor a reason for none."""
        return not cell.stored and cell.ref not in self.filling.reasons

    def reason(self, cell: Cell, choices: Iterable[Choice]) -> str:
        """Why there is no answer: given beside the question, or by what was chosen."""
        given = self.filling.reasons.get(cell.ref, "") if self.filling.reasons else ""
        return given or next((one.reason for one in choices if one.reason and one.value == cell.shown), "")

    def problem(self, cell: Cell) -> Problem | None:
        bind = cell.slot.bind
        if bind.required is None and bind.constraint is None:
            return None
        if not self.is_answered(cell) and self.is_required(cell):
            return Problem(cell.ref, self.say(bind.required_message, cell))
        return None if self.holds(cell) else Problem(cell.ref, self.say(bind.constraint_message, cell))

    # choices
    def choices(self, cell: Cell) -> tuple[Choice, ...]:
        question = cell.slot.question
        if not question or not cell.slot.has_choices:
            return ()
        place = (cell.slot.path, self.speech.language)
        known = self.form.constant_offers.get(place)
        if known is None:
            before = self.speech.outputs
            known = tuple(self.speech.choices(question, cell.node))
            if before == self.speech.outputs and self._is_constant(cell, question):
                self.form.constant_offers[place] = known
            else:
                self.speech.outputs += 1
        return known

    @staticmethod
    def _is_constant(cell: Cell, question: Question) -> bool:
        """Whether what can be chosen, and its order, follows from nothing that changes."""
        chosen = question.choices_from
        by_itself = isinstance(chosen, ItemSet) and (chosen.nodes.uses_clock or chosen.nodes.uses_chance)
        return not by_itself and not any(rule.sources for rule in cell.slot.rules if rule.facet == CHOICES)

    def choice_label(self, cell: Cell, value: str) -> str:
        return next((one.label for one in self.choices(cell) if one.value == value), value)

    def _values(self, cell: Cell, question: Question) -> Iterable[str]:
        known = self.form.constant_choices.get(cell.slot.path)
        if known is None:
            known = dict.fromkeys(self.speech.values(question, cell.node))
            if not any(rule.sources for rule in cell.slot.rules if rule.facet == CHOICES):
                self.form.constant_choices[cell.slot.path] = known
        return known

    def allowed(self, cell: Cell) -> str:
        """The part of the stored answer that can still be chosen; a ranking gains what is new."""
        question = cell.slot.question
        assert question is not None
        values = self._values(cell, question)
        if question.control == "select1":
            return cell.stored if cell.stored in values else ""
        chosen = [one for one in cell.stored.split() if one in values]
        return " ".join(dict.fromkeys([*chosen, *values]) if question.control == "rank" else chosen)

    def fitted(self, cell: Cell, value: str) -> str:
        """An answer as it is kept: of its type, among the choices, within the range."""
        question = cell.slot.question
        text = kept(cell.slot.bind.type, value)
        if question is None or not text:
            return text
        if question.control == "range":
            return text if _within(question, text) else ""
        if question.control == "select1":
            return text if text in self._values(cell, question) else ""
        if question.control == "select":
            chosen = set(text.split())
            return " ".join(one for one in self._values(cell, question) if one in chosen)
        return text

    # is it known whether the question is asked?
    def is_determined(self, cell: Cell) -> bool:
        """False while it depends on a question that is asked and has neither an answer nor a reason."""
        return self._is_known(cell, set())

    def _is_known(self, cell: Cell, seen: set[Cell]) -> bool:
        now: Cell | None = cell
        while now is not None and now not in seen:
            seen.add(now)
            if not all(
                self._sources_known(rule, now, seen) for rule in now.slot.rules if rule.facet == RELEVANT
            ):
                return False
            now = now.parent
        return True

    def _sources_known(self, rule: Rule, cell: Cell, seen: set[Cell]) -> bool:
        for source in rule.sources:
            down = [one for one in (source.slot, *source.slot.above()) if source.shared in one.above()]
            for read in cell.around(source.shared).down(reversed(down)):
                if read is not cell and not self._is_settled(read, seen):
                    return False
        return True

    def _is_settled(self, cell: Cell, seen: set[Cell]) -> bool:
        if not cell.slot.is_leaf or cell in seen:
            return True
        if not self._is_known(cell, seen):
            return False
        for rule in cell.slot.rules:
            if rule.facet == CALCULATE:
                return self._sources_known(rule, cell, seen)
        question = cell.slot.question
        asked = question is not None and question.kind not in UNASKED and cell.relevant
        return not asked or self.is_answered(cell) or self.is_readonly(cell)


def _within(question: Question, text: str) -> bool:
    try:
        number = float(text)
        bounds = question.parameters
        return float(bounds.get("start", "-inf")) <= number <= float(bounds.get("end", "inf"))
    except ValueError:
        return True
