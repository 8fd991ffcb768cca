"""From one response's answers to the cells of its rows: a value, or the reason why there is none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, fromstring

from weft.forms.exports.plan import MAIN, Plan, Question, Table
from weft.forms.states import Reason

TEMPLATE = "{http://openrosa.org/javarosa}template"


@dataclass(frozen=True)
class Cell:
    """What stands in one question of one row."""

    value: str = ""
    reason: str = ""
    version: int = 0  # the one answered: what it did not offer was not left unticked


@dataclass(frozen=True)
class Answered:
    """The answers of one response as they are kept.

    xml: without what is off the route. reasons: reference -> why it is empty. is_partial: the form was left before
    its end.
    """

    version: int
    xml: str
    reasons: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False


@dataclass(frozen=True)
class Row:
    """One row of one table: its number in the response, that of the row it belongs to, and its cells."""

    table: str
    number: int
    parent: int
    cells: tuple[Cell, ...]


@dataclass
class _Scope:
    """The answers in one row: those of the response itself, or of one instance of a repeat."""

    table: str
    ref: str  # of the repeat, without numbers
    place: str  # the same with numbers, as reasons name it
    number: int = 0
    parent: int = 0
    values: dict[str, str] = field(default_factory=dict)

    def placed(self, ref: str) -> str:
        return self.place + ref[len(self.ref) :]


def rows_of(answered: Answered, plan: Plan) -> Iterator[Row]:
    """The row of the response, then those of its repeats in their order."""
    root = fromstring(answered.xml)  # noqa: S314 - the engine wrote it
    repeats = {
        table.refs[answered.version]: table.name for table in plan.tables if answered.version in table.refs
    }
    name = f"/{_local(root)}"
    scopes = [_Scope(MAIN, name, name)]
    _walk(root, (name, name), scopes[0], (repeats, scopes))
    reasons = {ref.replace("[1]", ""): reason for ref, reason in answered.reasons.items()}
    tables = {table.name: table for table in plan.tables}
    for scope in scopes:
        cells = _cells(tables[scope.table], scope, answered, reasons)
        yield Row(scope.table, scope.number, scope.parent, cells)


def _walk(
    node: Element, at: tuple[str, str], scope: _Scope, found: tuple[Mapping[str, str], list[_Scope]]
) -> None:
    repeats, scopes = found
    seen: dict[str, int] = {}
    for child in node:
        if child.get(TEMPLATE) is not None:
            continue
        name = _local(child)
        ref, seen[name] = f"{at[0]}/{name}", seen.get(name, 0) + 1
        place = f"{at[1]}/{name}" + (f"[{seen[name]}]" if seen[name] > 1 else "")
        if ref in repeats:
            number = 1 + sum(each.table == repeats[ref] for each in scopes)
            inner = _Scope(repeats[ref], ref, place, number, scope.number)
            scopes.append(inner)
            _walk(child, (ref, place), inner, found)
        elif len(child):
            scope.values[ref] = ""
            _walk(child, (ref, place), scope, found)
        else:
            scope.values[ref] = (child.text or "").strip()


def _cells(table: Table, scope: _Scope, answered: Answered, reasons: Mapping[str, str]) -> tuple[Cell, ...]:
    refs = [question.refs.get(answered.version) for question in table.questions]
    last = _last_answered(refs, scope, reasons) if answered.is_partial else len(refs)
    return tuple(
        _cell(question, scope, answered, reasons) if index <= last else _unreached(ref, scope)
        for index, (question, ref) in enumerate(zip(table.questions, refs, strict=True))
    )


def _last_answered(refs: list[str | None], scope: _Scope, reasons: Mapping[str, str]) -> int:
    """Where somebody who left the form had come to: the last question with an answer or a reason."""
    reached = [
        index
        for index, ref in enumerate(refs)
        if ref and (scope.values.get(ref) or reasons.get(scope.placed(ref)))
    ]
    return reached[-1] if reached else -1


def _unreached(ref: str | None, scope: _Scope) -> Cell:
    if ref is None:
        return Cell(reason=Reason.NOT_IN_VERSION.value)
    return Cell(reason=(Reason.NOT_REACHED if ref in scope.values else Reason.NOT_ROUTED).value)


def _cell(question: Question, scope: _Scope, answered: Answered, reasons: Mapping[str, str]) -> Cell:
    ref = question.refs.get(answered.version)
    if ref is None:
        return Cell(reason=Reason.NOT_IN_VERSION.value)
    value = scope.values.get(ref, "")
    if value:
        return _given(question, value, answered.version)
    reason = reasons.get(scope.placed(ref), "")
    if ref not in scope.values:  # what stands off the route was dropped, with the reasons given there
        return Cell(reason=reason if reason == Reason.OFF_ROUTE else Reason.NOT_ROUTED.value)
    return Cell(reason=reason or Reason.SKIPPED.value)


def _given(question: Question, value: str, version: int) -> Cell:
    """An answer; a choice that says why there is none is that reason."""
    if question.missing:
        chosen = value.split() if question.is_ticked else [value]
        given = [each for each in chosen if each not in question.missing]
        if not given:
            return Cell(reason=question.missing[chosen[0]])
        return Cell(" ".join(given), version=version)
    return Cell(value, version=version)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]
