"""The answers of a wave as a survey file: a row each, the design beside them, labels, a reason for every empty cell."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from weft.fielding.models import Fieldwork, Sampled
from weft.fielding.queries.substance import questions_of
from weft.forms.answers import compiled, kept_in, leaves
from weft.forms.engine import Filling, Form, Question
from weft.forms.models import Response
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
LEFT_OUT = ("note", "hidden", "image", "audio", "video", "file", "geopoint", "geotrace", "geoshape", "barcode")
# Reason for an empty cell -> reason of the registry.
REASONS = {
    "refused": "refused", "dont_know": "dont_know", "not_routed": "not_asked", "not_answered": "not_answered",
}  # fmt: skip
EMPTY = {"refused": "Prefer not to say", "dont_know": "Don’t know", "not_routed": "Not asked", "not_answered": "Left empty"}
REASON_MARK = "~"  # before a reason in a cell: no choice of a form begins so


@dataclass(frozen=True)
class Column:
    """One column of the file: which question it holds, or which box of one."""

    name: str
    ref: str
    label: str
    option: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def write_dataset(fieldwork: Fieldwork, path: Path) -> int:
    """Write a Parquet file with labels; returns the rows. Raises nothing for an answer a version did not have."""
    sampled = list(Sampled.objects.filter(fieldwork=fieldwork).order_by("pk").select_related("response__version"))
    columns = _columns_of(sampled)
    rows = [{**_design(one), **_answers(one.response, columns)} for one in sampled]
    names = [*DESIGN, *(column.name for column in columns)]
    schema = {name: pl.Float64 if name == WEIGHT else pl.Int64 if name == HOUSEHOLD else pl.String for name in names}
    table = pl.DataFrame(rows, schema=schema)
    labels = {**DESIGN, **{column.name: column.label for column in columns}}
    reasons = {f"{REASON_MARK}{code}": words for code, words in EMPTY.items()}
    values = {column.name: {**column.labels, **reasons} for column in columns if column.labels}
    told = {"title": str(fieldwork), "labels": json.dumps(labels), "value_labels": json.dumps(values)}
    table.write_parquet(path, metadata=told)
    return len(rows)


def columns_of(fieldwork: Fieldwork) -> list[Column]:
    return _columns_of(Sampled.objects.filter(fieldwork=fieldwork).select_related("response__version"))


def _columns_of(sampled: "list[Sampled] | object") -> list[Column]:
    """The columns of every version that was answered, the newest one's words first."""
    versions = {one.response.version_id: one.response.version for one in sampled}  # type: ignore[attr-defined]
    found: dict[str, Column] = {}
    for version in sorted(versions.values(), key=lambda each: -each.number):
        for column in _columns_in(compiled(version)):
            found.setdefault(column.name, column)
    return list(found.values())


def _columns_in(form: Form) -> Iterator[Column]:
    blank = Filling.new(form, clock=_any_clock(), language=form.default_language)
    for question in questions_of(form):
        if question.kind in LEFT_OUT:
            continue
        name, state = question.ref.rpartition("/")[2], blank.state(question.ref)
        labels = {choice.value: choice.label for choice in state.choices if not choice.reason}
        if question.kind == "select_multiple":
            for value, label in labels.items():
                yield Column(f"{name}__{value}", question.ref, f"{state.label}: {label}", value, {"1": "Yes", "0": "No"})
        else:
            yield Column(name, question.ref, state.label or name, "", labels)


def _any_clock():  # type: ignore[no-untyped-def]
    from weft.forms.answers import clock_now

    return clock_now()


def _design(one: Sampled) -> dict[str, object]:
    return {
        AREA: one.area, STRATUM: one.stratum or None, HOUSEHOLD: one.household, WEIGHT: one.weight,
        MODE: one.response.mode, OUTCOME: one.outcome,
    }  # fmt: skip


def _answers(response: Response, columns: list[Column]) -> dict[str, str | None]:
    """One row: the answer, or why there is none."""
    kept = kept_in(response)
    said = leaves(kept.xml) if kept.xml else {}
    return {column.name: _cell(column, said, kept.reasons) for column in columns}


def _cell(column: Column, said: dict[str, str], reasons: dict[str, str]) -> str | None:
    reason = reasons.get(column.ref)
    if reason:
        return f"{REASON_MARK}{reason}"
    if column.ref not in said:
        return f"{REASON_MARK}not_routed"
    text = said[column.ref]
    if not text:
        return f"{REASON_MARK}not_answered"
    if column.option:
        return "1" if column.option in text.split() else "0"
    return text


def answering(columns: list[Column], registry: Registry) -> dict[str, Answering]:
    """How each question of the bank is answered: a form's question bears the bank's name, its choices the bank's codes."""
    missing = {f"{REASON_MARK}{code}": reason for code, reason in REASONS.items()}
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
    known = {option.code for option in bank.options}
    return {code: code for code in column.labels if code in known}


