"""Text tables: the delimiter, the records, the cells as they stand. One parser says what a cell is."""

import contextlib
import csv
import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from weft.reading.claims import no_rows
from weft.reading.limits import Limits
from weft.reading.names import check_names, refuse_data_as_names
from weft.reading.refusals import Refusal, counted
from weft.reading.staging import PART_CELLS, PART_CHARACTERS, Declared, Parts, Staged, place, report
from weft.reading.text import check_text

_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SAMPLE_CHARACTERS = 65_536
_ENCODINGS = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "cp1252": "Western European (cp1252), a guess"}


@dataclass(frozen=True)
class _Form:
    """How this text table is written."""

    encoding: str
    delimiter: str
    says_delimiter: bool  # a first line "sep=;", as Excel writes


def stage_csv(path: Path, folder: Path, limits: Limits) -> Staged:
    """Read every record, each with as many cells as the header, or refuse with the row."""
    csv.field_size_limit(limits.max_cell_characters)
    form = _form_of(path, check_text(path, limits))
    parts = Parts(folder, limits)
    with path.open("rb") as raw:
        lines = io.TextIOWrapper(raw, encoding=form.encoding, newline="")
        records = _records(lines, form, limits)
        _, header = next(records, (0, []))
        refuse_data_as_names(header)
        names, notes = check_names(header, limits)
        for part in _parts(_of_width(records, len(names)), len(names)):
            _check_size(parts.rows + part.height, len(names), limits)
            parts.add(part)
            report(0.05 + 0.55 * raw.tell() / path.stat().st_size, "Reading rows")
    if not parts.rows:
        raise no_rows()
    comma = form.delimiter in ";\t"
    columns = tuple(Declared(name, "cell", decimal_comma=comma) for name in names)
    told = (f"Encoding: {_ENCODINGS[form.encoding]}.", f"Delimiter: {_DELIMITERS[form.delimiter]}.")
    return Staged("csv", parts.table(), parts.rows, columns, (*told, *notes))


def _form_of(path: Path, encoding: str) -> _Form:
    with path.open(encoding=encoding, newline="") as lines:
        sample = lines.read(_SAMPLE_CHARACTERS)
    first = sample.split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5 and first[4] in _DELIMITERS:
        return _Form(encoding, first[4], True)
    return _Form(encoding, max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter)), False)


def _fit(sample: str, delimiter: str) -> tuple[bool, float, int]:
    """How well a delimiter explains the first records: several columns, the same in each, many of them."""
    lines = sample.splitlines(keepends=True)
    whole = lines[:-1] if len(sample) == _SAMPLE_CHARACTERS and len(lines) > 1 else lines
    reader = csv.reader(whole, delimiter=delimiter)
    widths: list[int] = []
    with contextlib.suppress(csv.Error):
        widths.extend(len(record) for record in itertools.islice(reader, 50) if record)
    if not widths:
        return False, 0.0, 0
    return widths[0] > 1, sum(width == widths[0] for width in widths) / len(widths), widths[0]


def _records(lines: Iterator[str], form: _Form, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not an empty line, with its row number: the header is row 1."""
    reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
    if form.says_delimiter:
        next(reader)
    row = 0
    while True:
        began = reader.line_num + 1
        try:
            record = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken_quotes(row + 1, began, str(error), limits) from None
        row += 1
        if record:
            yield row, record


def _broken_quotes(row: int, line: int, error: str, limits: Limits) -> Refusal:
    if "field larger" in error:
        what = f"A cell is over {limits.max_cell_characters:,} characters. Does its quotation mark close?"
    elif "unexpected end" in error:
        what = "A quotation mark opens a cell and never closes."
    else:
        what = "A quotation mark closes in the middle of a cell."
    return Refusal(
        what,
        f"row {row:,}, which begins on line {line:,}",
        "Write a quotation mark inside a cell twice, or export the table again as CSV UTF-8.",
    )


def _of_width(records: Iterator[tuple[int, list[str]]], width: int) -> Iterator[list[str]]:
    for row, record in records:
        if len(record) != width:
            raise Refusal(
                f"Row {row:,} has {counted(len(record), 'cell')}; the header has {width:,}.",
                f"row {row:,}",
                "Put quotation marks around cells that hold the delimiter, or export the table again.",
            )
        yield record


def _parts(records: Iterator[list[str]], width: int) -> Iterator[pl.DataFrame]:
    """Records gathered into frames of text cells; an empty cell is null."""
    held: list[list[str]] = []
    characters = 0
    for record in records:
        held.append(record)
        characters += sum(map(len, record))
        if len(held) * width >= PART_CELLS or characters >= PART_CHARACTERS:
            yield _frame(held)
            held, characters = [], 0
    if held:
        yield _frame(held)


def _frame(records: list[list[str]]) -> pl.DataFrame:
    columns = [
        pl.Series(place(i), cells, dtype=pl.String) for i, cells in enumerate(zip(*records, strict=True))
    ]
    return pl.DataFrame(columns).with_columns(pl.all().replace("", None))


def _check_size(rows: int, columns: int, limits: Limits) -> None:
    for count, bound, thing in ((rows, limits.max_rows, "rows"), (rows * columns, limits.max_cells, "cells")):
        if count > bound:
            raise Refusal(
                f"The table has more than {bound:,} {thing}.",
                f"row {rows + 1:,}",
                "Leave out columns you do not need, or keep one wave a file.",
            )
