"""SAV for SPSS: labels on variables and values; a reason is a labelled user-missing code.

Numbers, choices and ticks carry the code themselves. Texts and dates cannot, so a coded variable stands beside them.
The file is put together in memory by pyreadstat, one table at a time.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from weft.forms.exports.columns import Column
from weft.forms.exports.plan import MAIN
from weft.forms.exports.writers.parquet import ParquetWriter
from weft.forms.exports.writers.sheet import Sheet
from weft.forms.outline import words_in
from weft.forms.states import Reason

FIRST_CODES = (-9999, -99999999)  # the second where an answer lies among the first
CODED = ("integer", "decimal", "choice", "tick", "rank")
NAME_CHARACTERS, LABEL_CHARACTERS, VALUE_LABEL_CHARACTERS = 60, 120, 60  # SPSS counts bytes: 64, 256, 120
NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9_.]")
SHORT_NUMBER = re.compile(r"[0-9]{1,6}")


@dataclass
class _Variables:
    """A table as SPSS wants it."""

    series: list[pl.Series] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)
    values: dict[str, dict[float, str]] = field(default_factory=dict)
    missing: dict[str, list[Any]] = field(default_factory=dict)

    def add(self, column: Column, series: pl.Series) -> None:
        self.series.append(series.rename(self.free(column.name)))
        self.labels.append(column.label[:LABEL_CHARACTERS])

    def free(self, name: str) -> str:
        plain = NOT_IN_A_NAME.sub("_", name)
        plain = (plain if plain[:1].isalpha() else f"q_{plain}")[:NAME_CHARACTERS].rstrip(".")
        taken = {series.name.lower() for series in self.series}
        free, number = plain, 2
        while free.lower() in taken:
            free, number = f"{plain}_{number}", number + 1
        return free


class SavWriter:
    def __init__(self, folder: Path, sheets: tuple[Sheet, ...]) -> None:
        self.folder, self.sheets = folder, sheets
        self.batches = ParquetWriter(folder, sheets)
        self.write = self.batches.write

    def close(self) -> tuple[Path, ...]:
        return tuple(map(self._made, self.sheets, self.batches.close()))

    def _made(self, sheet: Sheet, kept: Path) -> Path:
        found = _variables(sheet, pl.read_parquet(kept))
        kept.unlink()
        path = self.folder / f"{'responses' if sheet.table.name == MAIN else sheet.name}.sav"
        pyreadstat.write_sav(
            pl.DataFrame(found.series),
            path,
            column_labels=found.labels,
            variable_value_labels=found.values,
            missing_ranges=found.missing,
        )
        return path


def _variables(sheet: Sheet, frame: pl.DataFrame) -> _Variables:
    reasons = {column.index: column.name for column in sheet.columns if column.type == "reason"}
    coded = {column.index for column in sheet.columns if column.type in CODED}
    made = _Variables()
    for column in sheet.columns:
        series = frame[column.name]
        if column.index < 0:
            made.add(column, series)
        elif column.type in CODED:
            _add_coded(made, column, series, (frame[reasons[column.index]], sheet.language))
        elif column.type != "reason":
            made.add(column, series.fill_null("") if series.dtype == pl.String else series)
        elif column.index not in coded:
            _add_reason(made, column, series)
    return made


def _add_reason(made: _Variables, column: Column, series: pl.Series) -> None:
    codes = codes_from(FIRST_CODES[0])
    made.add(column, _coded(series, codes))
    made.values[made.series[-1].name] = _labels(codes)


def _add_coded(made: _Variables, column: Column, series: pl.Series, of: tuple[pl.Series, str]) -> None:
    reasons, language = of
    numbers, labels = _numbers(column, series, language)
    codes = codes_from(_first_code(numbers))
    filled = numbers.fill_null(_coded(reasons, codes))
    made.add(column, _not_offered(filled, codes) if column.type == "tick" else filled)
    name = made.series[-1].name
    made.values[name] = labels | _labels(codes)
    made.missing[name] = [{"lo": float(min(codes.values())), "hi": float(max(codes.values()))}]


def _not_offered(series: pl.Series, codes: Mapping[str, int]) -> pl.Series:
    """Answered, and this option was not there: its version did not ask for it."""
    return series.fill_null(float(codes[Reason.NOT_IN_VERSION.value]))


def _numbers(column: Column, series: pl.Series, language: str) -> tuple[pl.Series, dict[float, str]]:
    """The answers as numbers, and what the numbers of choices and ticks say."""
    if column.type == "tick":
        return series.cast(pl.Float64), {0.0: "Not chosen", 1.0: "Chosen"}
    if column.type != "choice":
        return series.cast(pl.Float64), {}
    options = column.question.offered if column.question else ()
    words = {option.value: words_in(option.labels, language) for option in options}
    for other in sorted(set(series.drop_nulls().to_list()) - words.keys()):
        words[other] = other
    numbers = choice_numbers(list(words))
    labels = {number: (words[value] or value)[:VALUE_LABEL_CHARACTERS] for value, number in numbers.items()}
    return series.replace_strict(numbers, default=None, return_dtype=pl.Float64), labels


def choice_numbers(values: list[str]) -> dict[str, float]:
    """The codes of a form where all are short numbers; otherwise 1, 2, 3 in the form's order."""
    if all(SHORT_NUMBER.fullmatch(value) for value in values) and len({int(v) for v in values}) == len(
        values
    ):
        return {value: float(int(value)) for value in values}
    return {value: float(number) for number, value in enumerate(values, start=1)}


def codes_from(first: int) -> dict[str, int]:
    """Reason -> user-missing code, counted up from the lowest."""
    return {reason.value: first + number for number, reason in enumerate(Reason)}


def _first_code(numbers: pl.Series) -> int:
    low, high = FIRST_CODES[0], FIRST_CODES[0] + len(Reason) - 1
    return FIRST_CODES[1] if numbers.is_between(low, high).any() else low


def _coded(reasons: pl.Series, codes: Mapping[str, int]) -> pl.Series:
    return reasons.cast(pl.String).replace_strict(codes, default=None, return_dtype=pl.Float64)


def _labels(codes: Mapping[str, int]) -> dict[float, str]:
    return {float(code): str(Reason(name).label)[:VALUE_LABEL_CHARACTERS] for name, code in codes.items()}
