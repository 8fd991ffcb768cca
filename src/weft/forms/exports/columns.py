"""The columns of a table in a file, and what stands in them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from weft.forms.exports.cells import Cell
from weft.forms.exports.plan import MAIN, Question, Table
from weft.forms.outline import words_in
from weft.forms.states import Reason

Value = str | int | float | date | None
Type = Literal["text", "integer", "decimal", "date", "choice", "tick", "rank", "reason"]
TYPES: dict[str, Type] = {
    "integer": "integer", "decimal": "decimal", "date": "date", "select_one": "choice",
}  # fmt: skip
WHOLE = re.compile(r"[+-]?\d{1,18}")


@dataclass(frozen=True)
class Column:
    """One column. `index` is the question of the table it tells of; -1 for what is told about the response."""

    name: str
    type: Type
    label: str
    index: int = -1
    option: str = ""
    question: Question | None = None


ABOUT_RESPONSE = (
    Column("weft_response", "text", "Response, under a name of this export only"),
    Column("weft_version", "integer", "Version of the form that was answered"),
    Column("weft_mode", "text", "How it was answered"),
    Column("weft_language", "text", "Language it was answered in"),
    Column("weft_submitted_on", "date", "Day it was submitted"),
    Column("weft_seconds", "integer", "Seconds spent on its pages"),
    Column("weft_device", "text", "Device it was begun on: phone, tablet or desktop"),
)
STATE = Column("weft_state", "text", "Submitted, or kept though not finished")
ABOUT_INSTANCE = (
    Column("weft_response", "text", "Response it belongs to, under a name of this export only"),
    Column("weft_row", "integer", "Number within the response"),
    Column("weft_parent", "integer", "Number of the row it stands in, 0 for the response itself"),
)


def columns_of(table: Table, language: str, *, with_partials: bool = False) -> tuple[Column, ...]:
    """Every column of a table, in order, each name once."""
    about = ABOUT_RESPONSE if table.name == MAIN else ABOUT_INSTANCE
    found = [*about, STATE] if with_partials and table.name == MAIN else list(about)
    taken = {column.name for column in found}
    for index, question in enumerate(table.questions):
        for column in _columns(question, index, language):
            name = _free(column.name, taken)
            taken.add(name.lower())
            found.append(Column(name, column.type, column.label, index, column.option, question))
    return tuple(found)


def _free(name: str, taken: set[str]) -> str:
    """The name, or the name with a number where another column has it; SPSS knows no capitals."""
    number, free = 2, name
    while free.lower() in taken:
        number, free = number + 1, f"{name}_{number}"
    return free


def _columns(question: Question, index: int, language: str) -> list[Column]:
    words = words_in(question.labels, language) or question.key
    if question.is_ticked:
        type_: Type = "rank" if question.kind == "rank" else "tick"
        found = [
            Column(
                f"{question.key}__{option.value}",
                type_,
                f"{words}: {words_in(option.labels, language)}",
                index,
                option.value,
            )
            for option in question.offered
        ]
    else:
        found = [Column(question.key, TYPES.get(question.kind, "text"), words, index)]
    reason = Column(f"{question.key}__reason", "reason", f"{words}: why there is no answer", index)
    return [*found, reason]


def value_in(column: Column, cell: Cell) -> Value:
    """What a typed column shows of a cell; None where there is no answer, or one that does not fit."""
    if column.type == "reason":
        return cell.reason or _misfit(column, cell) or None
    return READ[column.type](column, cell) if cell.value else None


def _misfit(column: Column, cell: Cell) -> str:
    """An answer that its own column cannot hold is told as such: it never just vanishes."""
    question = column.question
    if question is None or question.kind not in TYPES or question.kind == "select_one":
        return ""
    fits = READ[TYPES[question.kind]](column, cell) is not None
    return "" if fits else Reason.DOES_NOT_FIT.value


def _text(_column: Column, cell: Cell) -> Value:
    return cell.value


def _integer(_column: Column, cell: Cell) -> Value:
    if WHOLE.fullmatch(cell.value):
        return int(cell.value)
    found = _decimal(_column, cell)
    return int(found) if isinstance(found, float) and found.is_integer() and abs(found) < 2**53 else None


def _decimal(_column: Column, cell: Cell) -> Value:
    try:
        found = float(cell.value)
    except ValueError:
        return None
    return found if found - found == 0 else None  # neither infinite nor no number


def _date(_column: Column, cell: Cell) -> Value:
    try:
        return date.fromisoformat(cell.value[:10])
    except ValueError:
        return None


def _tick(column: Column, cell: Cell) -> Value:
    if column.option in cell.value.split():
        return 1
    offered = column.question.offered_in.get(column.option) if column.question else None
    return None if offered and cell.version and cell.version not in offered else 0


def _rank(column: Column, cell: Cell) -> Value:
    order = cell.value.split()
    return order.index(column.option) + 1 if column.option in order else None


READ: dict[str, Callable[[Column, Cell], Value]] = {
    "text": _text, "choice": _text, "integer": _integer, "decimal": _decimal, "date": _date,
    "tick": _tick, "rank": _rank,
}  # fmt: skip


def shown_in(column: Column, cell: Cell) -> Value:
    """What a table for reading shows: as in a typed column, and as it was given where it does not fit."""
    value = value_in(column, cell)
    is_plain = column.type in ("text", "choice", "integer", "decimal", "date")
    return cell.value if value is None and is_plain and cell.value else value
