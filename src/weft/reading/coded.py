"""SPSS and Stata answers: codes as stored, with labels and the codes the file declares missing."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pyreadstat

from weft.reading.codes import code_of, extended_number
from weft.reading.limits import MB, Limits
from weft.reading.names import check_names
from weft.reading.refusals import Refusal
from weft.reading.staging import Declared, Parts, Staged, place, report

_READERS = {"spss": pyreadstat.read_sav, "stata": pyreadstat.read_dta}
_SPSS_DATES = ("DATE", "ADATE", "EDATE", "SDATE", "JDATE", "MOYR", "QYR", "WKYR")
_SPSS_DATETIMES = ("DATETIME", "YMDHMS")
_BYTES_A_NUMBER = 48  # a Python float in a list, and its copy in a frame
_PART_BYTES = 64 * MB


@dataclass(frozen=True)
class _Told:
    """What the library says of the file."""

    names: tuple[str, ...]
    meta: Any
    encoding: str | None


def stage_coded(kind: str, path: Path, folder: Path, limits: Limits) -> Staged:
    """Read the answers in parts, as many rows as claimed, or refuse."""
    told = _describe(kind, path)
    names, notes = check_names(told.names, limits)
    parts = Parts(folder, limits)
    letters: dict[str, set[str]] = {}
    for part, found in _parts(kind, path, told):
        parts.add(part)
        for name, codes in found.items():
            letters.setdefault(name, set()).update(map(str, codes))
        report(0.05 + 0.55 * parts.rows / max(1, told.meta.number_rows or parts.rows), "Reading rows")
    _check_rows(parts.rows, told.meta.number_rows)
    columns = tuple(
        _declared(kind, told.meta, old, new, letters.get(old, set()))
        for old, new in zip(told.names, names, strict=True)
    )
    guess = (
        (f"Encoding: {told.encoding}, a guess; letters with accents may be wrong.",) if told.encoding else ()
    )
    return Staged(kind, parts.table(), parts.rows, columns, (*guess, *notes))


def _describe(kind: str, path: Path) -> _Told:
    encoding = None
    try:
        _, meta = _READERS[kind](path, metadataonly=True, user_missing=True, output_format="dict")
    except UnicodeDecodeError:
        encoding = "cp1252"
        _, meta = _READERS[kind](
            path, metadataonly=True, user_missing=True, output_format="dict", encoding=encoding
        )
    return _Told(tuple(meta.column_names), meta, encoding)


def _parts(
    kind: str, path: Path, told: _Told
) -> Iterator[tuple[pl.DataFrame, Mapping[str, Sequence[object]]]]:
    """Some rows at a time, with the Stata letters that occur among them."""
    row_bytes = sum(_bytes_a_cell(told.meta, name) for name in told.names)
    step = max(50, _PART_BYTES // max(1, row_bytes))
    read = partial(
        _READERS[kind],
        path,
        user_missing=True,
        output_format="dict",
        disable_datetime_conversion=True,
        encoding=told.encoding,
    )
    for offset in itertools.count(0, step):
        answers, meta = read(row_offset=offset, row_limit=step)
        part = _frame(answers, told)
        if part.height:
            yield part, meta.missing_user_values
        if part.height < step:
            return


def _bytes_a_cell(meta: Any, name: str) -> int:
    if meta.readstat_variable_types[name] == "string":
        return 80 + int(meta.variable_storage_width.get(name) or 8)
    return _BYTES_A_NUMBER


def _frame(answers: Mapping[str, Sequence[object]], told: _Told) -> pl.DataFrame:
    columns = []
    for position, name in enumerate(told.names):
        if told.meta.readstat_variable_types[name] == "string":
            column = pl.Series(place(position), answers[name], dtype=pl.String).replace("", None)
        else:
            column = pl.Series(place(position), _numbers(answers[name]), dtype=pl.Float64)
        columns.append(column)
    return pl.DataFrame(columns)


def _numbers(values: Sequence[object]) -> Sequence[object]:
    """Numbers as they are; Stata's letters as the numbers that stand for them."""
    if not any(isinstance(value, str) for value in values):
        return values
    return [extended_number(value) if isinstance(value, str) else value for value in values]


def _check_rows(rows: int, claimed: int | None) -> None:
    if not rows or (claimed is not None and claimed > 0 and rows != claimed):
        raise Refusal(
            f"The file says it has {claimed or 0:,} rows, but {rows:,} could be read.",
            f"after row {rows:,}",
            "The file is cut short. Copy or export it again.",
        )


def _declared(kind: str, meta: Any, old: str, new: str, letters: set[str]) -> Declared:
    labels = {
        _code(kind, code): str(label) for code, label in meta.variable_value_labels.get(old, {}).items()
    }
    alone, ranges = _missing(meta.missing_ranges.get(old, ()))
    lettered = {f".{letter}" for letter in letters}
    if kind == "stata":
        lettered.update(code for code in labels if code.startswith("."))
    return Declared(
        name=new,
        stored=_stored(kind, meta, old),
        label=str(meta.column_names_to_labels.get(old) or ""),
        value_labels=labels,
        missing=alone + tuple(sorted(lettered)),
        missing_ranges=ranges,
    )


def _code(kind: str, code: object) -> str:
    if kind == "stata" and isinstance(code, str) and len(code) == 1:
        return f".{code}"
    return code.rstrip() if isinstance(code, str) else code_of(code)


def _missing(told: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[tuple[float, float], ...]]:
    """Declared missing codes: those alone, and ranges."""
    alone = tuple(_code("spss", each["lo"]) for each in told if each["lo"] == each["hi"])
    ranges = tuple((float(each["lo"]), float(each["hi"])) for each in told if each["lo"] != each["hi"])
    return alone, ranges


def _stored(kind: str, meta: Any, name: str) -> str:
    if meta.readstat_variable_types[name] == "string":
        return "text"
    form = str(meta.original_variable_types.get(name) or "").upper()
    if kind == "stata":
        return {"%TD": "stata_date", "%D": "stata_date", "%TC": "stata_datetime"}.get(
            _stata_form(form), "number"
        )
    base = form.rstrip("0123456789.")
    if base in _SPSS_DATES:
        return "spss_date"
    return "spss_datetime" if base in _SPSS_DATETIMES else "number"


def _stata_form(form: str) -> str:
    plain = form.replace("-", "")
    return next((known for known in ("%TD", "%TC", "%D") if plain.startswith(known)), "")
