"""The columns of the raw survey files, and the question and option each one's codes stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from weft.demo.items import ITEMS, MIXINGS, PERSON, TICKS, UCLA_COLUMNS
from weft.demo.margins import read_margins
from weft.registry.definitions import Question
from weft.registry.load import load_registry

DONT_KNOW, REFUSED, NOT_ASKED = -8, -9, -1
# As an SPSS file declares them, and the reason each stands for.
USER_MISSING: Mapping[int, str] = {DONT_KNOW: "dont_know", REFUSED: "refused", NOT_ASKED: "not_asked"}
MISSING_LABELS: Mapping[int, str] = {
    DONT_KNOW: "Don't know",
    REFUSED: "Prefer not to say",
    NOT_ASKED: "Not applicable",
}


@dataclass(frozen=True)
class Column:
    """One raw column.

    question: the question of the bank it answers, "" for the design.
    option: the option of a tick-all question.
    codes: numeric code -> option code of the question. labels: numeric code -> value label in the file.
    use: "answer", "psu", "stratum", "area", "weight", "rake" or "" (kept as it is).
    """

    name: str
    label: str
    question: str = ""
    option: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    use: str = "answer"


def _choices(question: Question) -> tuple[dict[int, str], dict[int, str]]:
    kept = [option for option in question.options if option.missing is None]
    codes = {number: option.code for number, option in enumerate(kept, start=1)}
    labels = {number: option.label for number, option in enumerate(kept, start=1)}
    return codes, {**labels, **MISSING_LABELS}


def _one(name: str, label: str, question: str, use: str = "answer") -> Column:
    asked = load_registry().question(question)
    if asked.kind == "number":
        return Column(name, label, question, labels=dict(MISSING_LABELS), use=use)
    codes, labels = _choices(asked)
    return Column(name, label, question, codes=codes, labels=labels, use=use)


def tick_columns(stem: str, question: str) -> dict[str, str]:
    """Raw column of each option: FVOL01 and so on, in the order of the bank."""
    options = load_registry().question(question).options
    return {option.code: f"{stem}{number:02d}" for number, option in enumerate(options, start=1)}


def _ticks(stem: str, label: str, question: str) -> list[Column]:
    asked = load_registry().question(question)
    labels = {0: "Not mentioned", 1: "Mentioned", **MISSING_LABELS}
    return [
        Column(name, f"{label}: {asked.label_of(code)}", question, code, {}, labels)
        for code, name in tick_columns(stem, question).items()
    ]


def _mixing(name: str, label: str, question: str) -> list[Column]:
    return [
        _one(f"MIXF{name}", f"Last month: how often time with {label}", f"q_mix_freq_{question}"),
        _one(f"MIXP{name}", f"Last month: how positive time with {label}", f"q_mix_pos_{question}"),
    ]


def _design() -> list[Column]:
    boroughs = dict(enumerate(read_margins().names, start=1))
    rake = {"AGEBAND": "AGE_W", "SEX": "SEX_W", "ETHGRP5": "ETH_W", "TENURE": "TEN_W"}
    person = {name: (label, question) for name, label, question, _ in PERSON}
    return [
        Column("SERIAL", "Serial number of synthetic respondent", use=""),
        Column("ADDRESS", "Serial number of synthetic address (primary sampling unit)", use="psu"),
        Column("LAD", "Local authority, ONS code (stratum)", use="area"),
        Column("BOROUGH", "London borough", labels=boroughs, use="stratum"),
        Column("MODE", "How answered", labels={1: "Online", 2: "On paper"}, use=""),
        Column("WT_BASE", "Base weight before raking, mean 1", use="weight"),
        Column("WT_FINAL", "Final weight, raked to Census 2021, mean 1", use="weight"),
        *[
            _one(weighting, f"{person[name][0]}, imputed, for weighting", person[name][1], "rake")
            for name, weighting in rake.items()
        ],
    ]


def _columns() -> dict[str, Column]:
    columns = _design()
    columns += [_one(item.column, item.label, item.question) for item in ITEMS]
    columns += [_one(name, *rest) for name, rest in UCLA_COLUMNS.items()]
    for mixing in MIXINGS:
        columns += _mixing(mixing.name, mixing.label, mixing.question)
    for ticks in TICKS:
        columns += _ticks(ticks.stem, ticks.label, ticks.question)
    columns += [_one(name, label, question) for name, label, question, _ in PERSON]
    return {column.name: column for column in columns}


# Every column either file may hold, by name.
COLUMNS: Mapping[str, Column] = _columns()


def code_of(column: str, option: str) -> int:
    """The numeric code of an option in a raw column."""
    return next(number for number, code in COLUMNS[column].codes.items() if code == option)
