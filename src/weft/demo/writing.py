"""The synthetic waves as files: SPSS for 2018-19, Parquet with a codebook for 2021-22."""

import json
from pathlib import Path

import polars as pl
import pyreadstat

from weft.demo.columns import USER_MISSING, Column
from weft.demo.waves import SEED, Wave, generate

FIRST = "synthetic-london-2018-19.sav"
SECOND = "synthetic-london-2021-22.parquet"
CODEBOOK = "synthetic-london-2021-22-codebook.csv"


def write(folder: Path, seed: int = SEED) -> tuple[Path, ...]:
    """Both waves written to a folder, made if need be; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    first, second = generate(seed)
    write_sav(first, folder / FIRST)
    write_parquet(second, folder / SECOND)
    codebook(second).write_csv(folder / CODEBOOK)
    return tuple(folder / name for name in (FIRST, SECOND, CODEBOOK))


def write_sav(wave: Wave, path: Path) -> None:
    """An SPSS file with labels and user-missing codes; its file label and its note say synthetic."""
    numeric = [column for column in wave.columns.values() if column.labels]
    value_labels: dict[str, dict[int | float, str]] = {
        column.name: dict(column.labels.items()) for column in numeric
    }
    pyreadstat.write_sav(
        wave.frame,
        path,
        file_label=wave.label,
        row_compress=True,
        note=_lines(wave.note),
        column_labels=[column.label for column in wave.columns.values()],
        variable_value_labels=value_labels,
        missing_ranges={column.name: [*USER_MISSING] for column in numeric if _may_be_missing(column)},
    )


def write_parquet(wave: Wave, path: Path) -> None:
    """A Parquet file whose metadata say synthetic and hold every label."""
    labels = {column.name: column.label for column in wave.columns.values()}
    values = {
        column.name: {str(code): text for code, text in column.labels.items()}
        for column in wave.columns.values()
        if column.labels
    }
    metadata = {
        "title": wave.label,
        "note": wave.note,
        "labels": json.dumps(labels),
        "value_labels": json.dumps(values),
    }
    wave.frame.write_parquet(path, metadata=metadata)


def codebook(wave: Wave) -> pl.DataFrame:
    """One row a value label: column, label, code, value_label, missing, and the note synthetic."""
    rows = [
        (column.name, column.label, code, text, USER_MISSING.get(code), wave.label)
        for column in wave.columns.values()
        for code, text in column.labels.items()
    ]
    names = ["column", "label", "code", "value_label", "missing", "note"]
    return pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)


def _may_be_missing(column: Column) -> bool:
    return any(code in column.labels for code in USER_MISSING)


def _lines(text: str, width: int = 78) -> list[str]:
    """A note in lines an SPSS file can hold."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
