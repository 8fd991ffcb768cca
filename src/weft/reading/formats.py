"""From a file to its stored form: stage it, settle and count each column, write the two files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from weft.reading.codes import as_codes, code_of
from weft.reading.limits import Limits
from weft.reading.refusals import counted, shown
from weft.reading.settle import Settled, settle
from weft.reading.staging import PART_CELLS, Declared, Staged, batches, place, report
from weft.reading.survey import COLUMNS, DATA, Column, SurveyFile, describe

_TOP = 50
_FORMULA = r"^\s*[=+\-@＝＋－＠]"
_ROW_GROUP = (2_000, 250_000)


@dataclass(frozen=True)
class Incoming:
    """The copy to read, what kind of file it is, and its SHA-256."""

    kind: str
    path: Path
    sha256: str


def store(incoming: Incoming, folder: Path, limits: Limits) -> None:
    """Leave `data.parquet` and `columns.json` in the folder."""
    staged = _stage(incoming.kind, incoming.path, Path("parts"), limits)
    folder.mkdir()
    found = _look_at_all(staged)
    report(0.9, "Storing")
    _write(staged, found, folder / DATA)
    survey = SurveyFile(
        format=incoming.kind,
        rows=staged.rows,
        columns=tuple(each.column for each in found),
        notes=staged.notes + _notes(found),
        sha256=incoming.sha256,
        folder=folder,
    )
    (folder / COLUMNS).write_text(describe(survey), encoding="utf-8")
    report(1.0, "Done")


def load_reader(kind: str) -> None:
    """Load the libraries a kind of file needs, before memory is bounded."""
    if kind in ("spss", "stata"):
        import weft.reading.coded  # noqa: F401


def _stage(kind: str, original: Path, parts: Path, limits: Limits) -> Staged:
    if kind == "csv":
        from weft.reading.csv_file import stage_csv

        return stage_csv(original, parts, limits)
    if kind == "parquet":
        from weft.reading.parquet_file import stage_parquet

        return stage_parquet(original, limits)
    from weft.reading.coded import stage_coded

    return stage_coded(kind, original, parts, limits)


@dataclass(frozen=True)
class _Found:
    """One column, settled and counted."""

    column: Column
    settled: Settled
    formulas: int = 0


def _look_at_all(staged: Staged) -> list[_Found]:
    found: list[_Found] = []
    for batch in batches(len(staged.columns), staged.rows):
        cells = staged.table.select(place(i) for i in batch).collect()
        found.extend(_look_at(cells[place(i)], staged.columns[i]) for i in batch)
        report(0.6 + 0.3 * len(found) / len(staged.columns), "Counting answers")
    return found


def _look_at(cells: pl.Series, declared: Declared) -> _Found:
    settled = settle(cells, declared)
    values = cells.to_frame().select(settled.stored).to_series()
    counts = values.drop_nulls().value_counts(name="n").rename({values.name: "value"})
    missing = _missing(counts["value"], declared)
    return _Found(_column(values, counts, missing, settled, declared), settled, _formulas(counts, settled))


def _missing(values: pl.Series, declared: Declared) -> dict[str, str]:
    """Declared missing codes with their labels; of a range, the codes that occur or have a label."""
    codes = list(declared.missing)
    for lowest, highest in declared.missing_ranges:
        if values.dtype.is_numeric():
            codes += sorted(map(code_of, values.filter(values.is_between(lowest, highest))))
        codes += [code for code in declared.value_labels if _is_within(code, lowest, highest)]
    return {code: declared.value_labels.get(code, "") for code in dict.fromkeys(codes)}


def _is_within(code: str, lowest: float, highest: float) -> bool:
    try:
        return lowest <= float(code) <= highest
    except ValueError:
        return False


def _column(
    values: pl.Series, counts: pl.DataFrame, missing: dict[str, str], settled: Settled, declared: Declared
) -> Column:
    n_missing = 0
    if missing:
        n_missing = int(counts.filter(as_codes(counts["value"]).is_in(list(missing)))["n"].sum())
    n_given = len(values) - values.null_count()
    return Column(
        name=declared.name,
        label=declared.label,
        kind=settled.kind,
        value_labels=dict(declared.value_labels),
        user_missing=missing,
        n_answered=n_given - n_missing,
        n_blank=values.null_count(),
        n_user_missing=n_missing,
        distinct=counts.height,
        top=tuple(_top(counts, declared)),
    )


def _top(counts: pl.DataFrame, declared: Declared) -> Iterator[tuple[str, str, int]]:
    most = counts.sort("n", "value", descending=[True, False]).head(_TOP)
    for code, count in zip(as_codes(most["value"]), most["n"], strict=True):
        yield code, declared.value_labels.get(code, ""), count


def _formulas(counts: pl.DataFrame, settled: Settled) -> int:
    if settled.kind != "text":
        return 0
    return int(counts.filter(pl.col("value").str.contains(_FORMULA))["n"].sum())


def _write(staged: Staged, found: list[_Found], path: Path) -> None:
    fewest, most = _ROW_GROUP
    rows = min(most, max(fewest, PART_CELLS // len(found)))
    stored = [each.settled.stored.alias(each.column.name) for each in found]
    staged.table.select(stored).sink_parquet(path, row_group_size=rows, statistics=False)


def _notes(found: list[_Found]) -> tuple[str, ...]:
    notes = []
    formulas = [each for each in found if each.formulas]
    if formulas:
        cells = counted(sum(each.formulas for each in formulas), "cell")
        notes.append(f"{cells} {_in_columns(formulas)} begin like a formula (=, +, - or @): kept as text.")
    letters = [each for each in found if each.settled.said_no_number]
    if letters:
        cells = counted(sum(each.settled.said_no_number for each in letters), "cell")
        notes.append(f"{cells} {_in_columns(letters)} of numbers say NA, a point or the like: read as blank.")
    return tuple(notes)


def _in_columns(found: list[_Found]) -> str:
    return f"in {counted(len(found), 'column')} (first: {shown(found[0].column.name)})"
