"""Putting rules in the order they are worked out, and refusing those that need each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from graphlib import CycleError, TopologicalSorter

from weft.forms.engine.errors import CyclicForm
from weft.forms.engine.rules import CALCULATE, CHOICES, COUNT, RELEVANT, Reader, Rule, Source
from weft.forms.engine.slots import Slot

# Counts and choices may lean on their own results for a while ("add one while the last says yes");
# the filling stops them when they do not come to rest.
SETTLING = (COUNT, CHOICES)


def order(rules: list[Rule], *, strict: bool = True) -> list[Rule]:
    """Rules so that each comes after those whose results it reads; sets their ranks.

    Raises:
        CyclicForm: naming the references that need each other; not strict, they are worked out until at rest.
    """
    before = _needs(rules)
    firm = {
        rule: [one for one in needed if one.facet not in SETTLING]
        for rule, needed in before.items()
        if rule.facet not in SETTLING
    }
    try:
        ordered = list(TopologicalSorter(firm).static_order())
    except CycleError as wrong:
        if strict:
            raise CyclicForm(tuple(rule.slot.path for rule in wrong.args[1])) from None
        ordered = list(firm)
    try:
        ordered = list(TopologicalSorter(before).static_order())
    except CycleError:
        ordered += [rule for rule in rules if rule.facet in SETTLING]
    for rank, rule in enumerate(ordered):
        rule.rank = rank
    return ordered


def _needs(rules: list[Rule]) -> dict[Rule, list[Rule]]:
    """For each rule the rules it waits for."""
    writers: dict[Slot, list[Rule]] = {}
    for rule in rules:
        for slot in _written(rule):
            writers.setdefault(slot, []).append(rule)
    return {rule: list(dict.fromkeys(_before(rule, writers))) for rule in rules}


def _written(rule: Rule) -> Iterable[Slot]:
    """Slots whose value a rule may change."""
    return rule.slot.walk() if rule.facet in (RELEVANT, COUNT) else (rule.slot,)


def _before(rule: Rule, writers: dict[Slot, list[Rule]]) -> Iterator[Rule]:
    for source in rule.sources:
        for writer in writers.get(source.slot, ()):
            if not _other_instance(rule, writer, source):
                yield writer
    if rule.facet != RELEVANT:
        yield from (one for one in writers.get(rule.slot, ()) if _first(one, rule))


def _first(writer: Rule, rule: Rule) -> bool:
    """At one reference: first whether it is asked, then its result, then what may be chosen."""
    facets = (RELEVANT, CALCULATE, CHOICES, COUNT)
    return facets.index(writer.facet) < facets.index(rule.facet)


def _other_instance(rule: Rule, writer: Rule, source: Source) -> bool:
    """Whether a rule reads its own slot, or one that holds it, only in another instance or as a place."""
    is_container = not source.slot.is_leaf
    return source.elsewhere or (is_container and (writer is rule or source.slot in rule.slot.above()))


def listen(rules: Iterable[Rule]) -> None:
    """Tell every slot which rules hear of its changes."""
    for rule in rules:
        rule.at.rules.append(rule)
        for source in rule.sources:
            shared = (
                source.shared if source.shared is rule.at or source.shared in rule.at.above() else rule.at
            )
            down = [
                slot for slot in (rule.at, *rule.at.above()) if slot is not shared and shared in slot.above()
            ]
            source.slot.readers.append(Reader(rule, shared, tuple(reversed(down))))
