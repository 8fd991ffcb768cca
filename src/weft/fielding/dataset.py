"""The answers of a wave as a survey file: a row each, the design beside them, labels, a reason for every empty cell."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pyreadstat

from weft.fielding.models import Fieldwork, Sampled
from weft.fielding.queries.substance import questions_of
from weft.forms.answers import clock_now, compiled, kept_in, leaves
from weft.forms.engine import Filling, Form
from weft.forms.models import Response
from weft.forms.purposes import is_case_code
from weft.measure.tables.recipe import Answering
from weft.registry.definitions import Question as BankQuestion
from weft.registry.load import Registry

AREA, STRATUM, HOUSEHOLD, WEIGHT, MODE, OUTCOME = (
    "SAMPLE_AREA", "SAMPLE_STRATUM", "SAMPLE_HOUSEHOLD", "SAMPLE_WEIGHT", "SAMPLE_MODE", "SAMPLE_OUTCOME",
)  # fmt: skip
DESIGN = {
    AREA: "Area of the address",
    STRATUM: "Stratum the address was drawn in",
    HOUSEHOLD: "Household (a number drawn afresh)",
    WEIGHT: "Selection weight",
    MODE: "How it was answered",
    OUTCOME: "Outcome (AAPOR): 1.1 complete, 1.2 partial",
}
LEFT_OUT = (
    "note",
    "hidden",
    "image",
    "audio",
    "video",
    "file",
    "geopoint",
    "geotrace",
    "geoshape",
    "barcode",
)
NUMBERS = ("integer", "decimal", "range")


@dataclass(frozen=True)
class Reason:
    """Why a cell is empty: its code in the file, its words, what the registry calls it."""

    code: int
    words: str
    registry: str


REASONS = {
    "refused": Reason(-9, "Prefer not to say", "refused"),
    "dont_know": Reason(-8, "Don’t know", "dont_know"),
    "not_answered": Reason(-7, "Left empty", "not_answered"),
    "not_routed": Reason(-1, "Not asked", "not_asked"),
}
LONGEST_NAME = 60  # SPSS takes 64 bytes
TEXT, NUMBER, CHOICE = "text", "number", "choice"


@dataclass(frozen=True)
class Column:
    """One column of the file: which question it holds, or which box of one.

    codes: a choice's value in the form -> its number in the file.
    """

    name: str
    ref: str
    label: str
    kind: str
    option: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    labels: dict[int | float, str] = field(default_factory=dict)


def write_dataset(fieldwork: Fieldwork, path: Path) -> int:
    """Write an SPSS file with labels and a declared code for every reason of an empty cell; returns the rows."""
    sampled = list(
        Sampled.objects.filter(fieldwork=fieldwork).order_by("pk").select_related("response__version")
    )
    columns = _columns_of(sampled)
    rows = [{**_design(one), **_answers(one.response, columns)} for one in sampled]
    numeric = {column.name for column in columns if column.kind != TEXT} | {HOUSEHOLD, WEIGHT}
    names = [*DESIGN, *(column.name for column in columns)]
    table = pl.DataFrame(rows, schema={name: pl.Float64 if name in numeric else pl.String for name in names})
    missing: dict[int | float, str] = {reason.code: reason.words for reason in REASONS.values()}
    pyreadstat.write_sav(
        table,
        path,
        file_label=str(fieldwork)[:60],
        column_labels=[*DESIGN.values(), *(column.label[:250] for column in columns)],
        variable_value_labels={c.name: {**c.labels, **missing} for c in columns if c.kind != TEXT},
        missing_ranges={c.name: [{"lo": -9, "hi": -7}, -1] for c in columns if c.kind != TEXT},
    )
    return len(rows)


def columns_of(fieldwork: Fieldwork) -> list[Column]:
    return _columns_of(Sampled.objects.filter(fieldwork=fieldwork).select_related("response__version"))


def _columns_of(sampled: Iterable[Sampled]) -> list[Column]:
    """The columns of every version that was answered, the newest one's words first."""
    versions = {one.response.version_id: one.response.version for one in sampled}
    found: dict[str, Column] = {}
    for version in sorted(versions.values(), key=lambda each: -each.number):
        for column in _columns_in(compiled(version)):
            found.setdefault(column.name, column)
    return list(found.values())


def _columns_in(form: Form) -> Iterator[Column]:
    blank = Filling.new(form, clock=clock_now(), language=form.default_language)
    for question in questions_of(form):
        if question.kind in LEFT_OUT or is_case_code(question.ref):
            continue
        name, label = question.ref.rpartition("/")[2], blank.state(question.ref).label
        labels = {
            choice.value: choice.label for choice in blank.state(question.ref).choices if not choice.reason
        }
        if question.kind == "select_multiple":
            for value, words in labels.items():
                yield _box(question.ref, value, f"{label}: {words}")
        elif labels:
            codes = {value: number for number, value in enumerate(labels, 1)}
            words_of: dict[int | float, str] = {number: labels[value] for value, number in codes.items()}
            yield Column(_name(name), question.ref, label or name, CHOICE, "", codes, words_of)
        else:
            kind = NUMBER if question.kind in NUMBERS else TEXT
            yield Column(_name(name), question.ref, label or name, kind)


def _box(ref: str, value: str, label: str) -> Column:
    name = _name(f"{ref.rpartition('/')[2]}__{value}")
    return Column(name, ref, label, CHOICE, value, {}, {0: "No", 1: "Yes"})


def _name(wanted: str) -> str:
    """A name SPSS takes; one that is cut ends in a mark of the whole."""
    plain = re.sub(r"[^A-Za-z0-9_]", "_", wanted)
    if len(plain) <= LONGEST_NAME and plain[0].isalpha():
        return plain
    return f"Q{plain[: LONGEST_NAME - 10]}_{zlib.crc32(wanted.encode()):08x}"


def _design(one: Sampled) -> dict[str, object]:
    return {
        AREA: one.area, STRATUM: one.stratum, HOUSEHOLD: one.household, WEIGHT: one.weight,
        MODE: one.response.mode, OUTCOME: one.outcome,
    }  # fmt: skip


def _answers(response: Response, columns: list[Column]) -> dict[str, object]:
    """One row: the answer, or why there is none."""
    kept = kept_in(response)
    said = leaves(kept.xml) if kept.xml else {}
    return {column.name: _cell(column, said, kept.reasons) for column in columns}


def _cell(column: Column, said: dict[str, str], reasons: dict[str, str]) -> object:
    text = said.get(column.ref, "")
    if column.kind == TEXT:
        return text
    if column.ref in reasons:
        return REASONS[reasons[column.ref]].code
    if not text:
        return REASONS["not_answered" if column.ref in said else "not_routed"].code
    if column.option:
        return int(column.option in text.split())
    return column.codes.get(text) if column.kind == CHOICE else float(text)


def answering(columns: list[Column], registry: Registry) -> dict[str, Answering]:
    """How each question of the bank is answered: a form's question bears the bank's name and codes."""
    missing = {str(reason.code): reason.registry for reason in REASONS.values()}
    found: dict[str, Answering] = {}
    for column in columns:
        name = column.ref.rpartition("/")[2]
        bank = registry.questions.get(name)
        if bank is None:
            continue
        if column.option:
            before = found.get(name, Answering(missing=missing, ticked=("1",), unticked=("0",)))
            options = {**before.options, column.option: column.name}
            found[name] = Answering(options=options, missing=missing, ticked=("1",), unticked=("0",))
        else:
            found[name] = Answering(column=(column.name,), codes=_codes(column, bank), missing=missing)
    return found


def _codes(column: Column, bank: BankQuestion) -> dict[str, str]:
    """Number in the file -> option of the bank."""
    known = {option.code for option in bank.options}
    return {str(number): value for value, number in column.codes.items() if value in known}
