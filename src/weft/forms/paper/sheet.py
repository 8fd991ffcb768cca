"""A form laid out for paper: numbered questions in order, repeats with room for some, a code before every option."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from weft.forms.outline import Item, Option, Outline, words_in
from weft.forms.outline.parts import CHOOSING, FILES
from weft.forms.paper.routing import said_route
from weft.forms.purposes import is_case_code
from weft.forms.rules import PAPER_REPEATS
from weft.forms.states import Reason

NOT_ON_PAPER = (*FILES, "geopoint", "geotrace", "geoshape", "barcode")
SHORT_NUMBER = re.compile(r"[0-9]{1,3}")
BOXES = {"integer": 4, "decimal": 6}
LINES = {"text": 2}


@dataclass(frozen=True)
class Coded:
    """An option as it stands on paper."""

    code: str
    value: str
    label: str


@dataclass(frozen=True)
class Line:
    """One thing on the sheet. `ref` carries the number of the instance: "/data/child[2]/age"."""

    ref: str
    item: Item
    number: int = 0  # of the question; 0 for what is not answered
    instance: int = 0  # of the repeat it begins, or stands in

    @property
    def kind(self) -> str:
        return self.item.kind

    @property
    def is_question(self) -> bool:
        return self.number > 0

    @property
    def field(self) -> str:
        """Name of its field on the keying page."""
        return f"q{self.number}"

    @cached_property
    def codes(self) -> Mapping[str, str]:
        """Code on paper -> value. The form's own codes where all are short numbers; else 1, 2, 3."""
        values = [option.value for option in self.item.options]
        if all(SHORT_NUMBER.fullmatch(value) for value in values):
            return {value: value for value in values}
        return {str(number): value for number, value in enumerate(values, start=1)}

    @property
    def is_single(self) -> bool:
        return self.kind in ("select_one", "acknowledge")

    @property
    def is_choice(self) -> bool:
        return self.kind in CHOOSING

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it may be left without an answer, as boxes on the paper."""
        asked = (("may_refuse", Reason.REFUSED), ("may_not_know", Reason.DONT_KNOW))
        there = set(self.item.missing.values())  # among the options already
        return tuple(
            reason for name, reason in asked if self.item.weft.get(name) == "yes" and reason not in there
        )


@dataclass(frozen=True)
class Shown:
    """A line in the words of one language, for a template."""

    line: Line
    label: str
    hint: str
    route: str
    options: tuple[Coded, ...]
    boxes: range
    lines: range

    @property
    def is_heading(self) -> bool:
        return self.line.kind in ("group", "repeat")


def lines_of(outline: Outline, *, on_paper: bool = False, repeats: int = 1) -> list[Line]:
    """Every line in order. on_paper: without what paper cannot take. repeats: instances there is room for."""
    found: list[Line] = []
    for line in _laid(outline, list(outline.items), repeats):
        if on_paper and (line.kind in NOT_ON_PAPER or is_case_code(line.ref)):
            continue
        number = 1 + sum(each.is_question for each in found) if line.item.is_asked else 0
        found.append(Line(line.ref, line.item, number, line.instance))
    return found


def paper_lines(outline: Outline) -> list[Line]:
    return lines_of(outline, on_paper=True, repeats=PAPER_REPEATS)


def _laid(outline: Outline, items: list[Item], repeats: int) -> Iterator[Line]:
    """Items with their numbered references; the items of a repeat come once an instance."""
    at = 0
    while at < len(items):
        item, inside = items[at], _inside(items, at)
        at += 1
        if item.kind != "repeat":
            if item.is_asked or item.kind in ("group", "note"):
                yield Line(item.ref, item)
            continue
        for number in range(1, repeats + 1):
            yield Line(_numbered(item.ref, item.ref, number), item, instance=number)
            for line in _laid(outline, inside, repeats):
                yield Line(_numbered(line.ref, item.ref, number), line.item, instance=line.instance or number)
        at += len(inside)


def _inside(items: list[Item], at: int) -> list[Item]:
    if items[at].kind != "repeat":
        return []
    end = at + 1
    while end < len(items) and items[end].ref.startswith(items[at].ref + "/"):
        end += 1
    return items[at + 1 : end]


def _numbered(ref: str, repeat: str, number: int) -> str:
    return f"{repeat}[{number}]{ref[len(repeat) :]}" if number > 1 else ref


def shown(lines: list[Line], language: str) -> list[Shown]:
    """The lines in a language, each with when it is answered."""
    numbers: dict[str, int] = {}
    for line in lines:
        if line.is_question:
            numbers.setdefault(line.item.ref, line.number)
    by_ref = {line.item.ref: line.item for line in lines}
    return [_shown(line, language, (numbers, by_ref)) for line in lines]


def _shown(line: Line, language: str, known: tuple[dict[str, int], dict[str, Item]]) -> Shown:
    item = line.item
    return Shown(
        line=line,
        label=words_in(item.labels, language) or ("" if item.kind == "group" else item.name),
        hint=words_in(item.hints, language),
        route=said_route(item, known, language),
        options=tuple(_coded(line, option, language) for option in item.options),
        boxes=range(BOXES.get(item.kind, 0)),
        lines=range(LINES.get(item.kind, 0)),
    )


def _coded(line: Line, option: Option, language: str) -> Coded:
    code = next(code for code, value in line.codes.items() if value == option.value)
    return Coded(code, option.value, words_in(option.labels, language) or option.value)
