"""Which tables and questions an export has, over all versions of a form.

A question is known by its key for ever. Versions are read oldest first; a question that is new in a version stands
after the one it follows there. So a later version never moves or removes what an earlier export had.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from weft.forms.outline import Item, Option, Outline

MAIN = ""  # name of the table of responses
NUMBERS = ("integer", "decimal")


@dataclass(frozen=True)
class Question:
    """One question over all versions that ask it."""

    key: str
    kind: str
    labels: Mapping[str, str]
    options: tuple[Option, ...]
    refs: Mapping[int, str]  # number of the version -> where it stands there
    is_special: bool = False
    offered_in: Mapping[str, frozenset[int]] = field(default_factory=dict)  # option -> numbers of versions

    @cached_property
    def missing(self) -> Mapping[str, str]:
        return {option.value: option.missing for option in self.options if option.missing}

    @cached_property
    def offered(self) -> tuple[Option, ...]:
        return tuple(option for option in self.options if not option.missing)

    @property
    def is_ticked(self) -> bool:
        """One column an option: several may be chosen, or they are put in an order."""
        return self.kind in ("select_multiple", "rank")


@dataclass(frozen=True)
class Table:
    """Responses, or the instances of one repeat."""

    name: str
    refs: Mapping[int, str] = field(default_factory=dict)
    parent: str = MAIN
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The tables of an export: that of responses first."""

    tables: tuple[Table, ...]
    language: str = ""

    @property
    def main(self) -> Table:
        return self.tables[0]

    @property
    def has_special(self) -> bool:
        return any(question.is_special for table in self.tables for question in table.questions)

    def without_special(self) -> "Plan":
        """The same, less the questions marked special."""
        kept = [
            replace(table, questions=tuple(q for q in table.questions if not q.is_special))
            for table in self.tables
        ]
        return replace(self, tables=tuple(kept))


def plan_of(versions: Iterable[tuple[int, Outline]], language: str = "") -> Plan:
    """The plan over versions, each with its number."""
    drafts: dict[str, _Draft] = {MAIN: _Draft()}
    spoken = ""
    for number, outline in sorted(versions, key=lambda pair: pair[0]):
        spoken = spoken or outline.default_language
        _add(drafts, number, outline)
    return Plan(tuple(draft.table(name) for name, draft in drafts.items()), language or spoken)


@dataclass
class _Draft:
    """A table while versions are added to it."""

    parent: str = MAIN
    refs: dict[int, str] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    found: dict[str, Question] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        return Table(name, self.refs, self.parent, tuple(self.found[key] for key in self.order))

    def place(self, question: Question, after: str) -> None:
        known = self.found.get(question.key)
        if known is None:
            self.order.insert(self.order.index(after) + 1 if after else 0, question.key)
        self.found[question.key] = question if known is None else _joined(known, question)


def _add(drafts: dict[str, _Draft], number: int, outline: Outline) -> None:
    last: dict[str, str] = {}
    names = {item.ref: outline.keys[item.ref] for item in outline.items if item.kind == "repeat"}
    for item in outline.items:
        if item.kind == "repeat":
            draft = drafts.setdefault(names[item.ref], _Draft(names.get(item.repeat, MAIN)))
            draft.refs[number] = item.ref
        elif item.has_answer:
            table, key = names.get(item.repeat, MAIN), outline.keys[item.ref]
            drafts[table].place(_question(key, item, number), last.get(table, ""))
            last[table] = key


def _question(key: str, item: Item, number: int) -> Question:
    kind = "text" if item.kind in ("calculate", "hidden") else item.kind
    offered = {option.value: frozenset({number}) for option in item.options}
    return Question(key, kind, item.labels, item.options, {number: item.ref}, item.is_special, offered)


def _joined(older: Question, newer: Question) -> Question:
    """One question of both: the newer words, every option either had in the order they came, the wider kind."""
    options = {option.value: option for option in older.options}
    options |= {option.value: option for option in newer.options}
    return Question(
        key=older.key,
        kind=wider(older.kind, newer.kind),
        labels=newer.labels or older.labels,
        options=tuple(options.values()),
        refs={**older.refs, **newer.refs},
        is_special=older.is_special or newer.is_special,
        offered_in={
            value: older.offered_in.get(value, frozenset()) | newer.offered_in.get(value, frozenset())
            for value in options
        },
    )


def wider(one: str, other: str) -> str:
    """The kind that holds the answers of both."""
    if one == other:
        return one
    both = {one, other}
    if both == {"select_one", "select_multiple"}:
        return "select_multiple"
    return "decimal" if both == set(NUMBERS) else "text"
