"""A survey that has been read: its columns as the file describes them, its answers as coded."""

import json
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from weft.reading.refusals import Refusal, shown

if TYPE_CHECKING:
    import polars

DATA = "data.parquet"
COLUMNS = "columns.json"
_FORM = 1


@dataclass(frozen=True)
class Column:
    """One question or variable, as the file declares it and as it was found.

    kind: "number", "text", "date" or "boolean".
    value_labels: code -> label, the code as text ("1", ".a").
    user_missing: codes the file itself declares missing -> label, or "". They stay in the data.
    top: up to 50 most frequent values as (code, label, count).
    """

    name: str
    label: str
    kind: str
    value_labels: dict[str, str] = field(default_factory=dict)
    user_missing: dict[str, str] = field(default_factory=dict)
    n_answered: int = 0
    n_blank: int = 0
    n_user_missing: int = 0
    distinct: int = 0
    top: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True)
class SurveyFile:
    """A survey file after reading. Blank is null; a code the file declares missing is kept as it was."""

    format: str
    rows: int
    columns: tuple[Column, ...]
    notes: tuple[str, ...]
    sha256: str
    folder: Path
    peak_mb: float = field(default=0.0, compare=False)
    seconds: float = field(default=0.0, compare=False)

    def column(self, name: str) -> Column:
        """The column of that name."""
        for column in self.columns:
            if column.name == name:
                return column
        raise Refusal(
            f"There is no column {shown(name)}.", f"{len(self.columns):,} columns read", "Check the spelling."
        )

    def frame(self, columns: Sequence[str] | None = None) -> "polars.DataFrame":
        """The answers as coded: all columns, or those named."""
        import polars

        wanted = None if columns is None else [self.column(name).name for name in columns]
        return polars.read_parquet(self.folder / DATA, columns=wanted, glob=False)

    def values(self, column: str) -> "polars.Series":
        """One column as coded; null where the cell is blank."""
        return self.frame([column]).to_series()

    def codes(self, column: str) -> "polars.Series":
        """One column as text codes, the keys of `value_labels` and `user_missing`; null where blank."""
        from weft.reading.codes import as_codes

        return as_codes(self.values(column))

    def numbers(self, column: str) -> "polars.Series":
        """One column as numbers; null where blank, declared missing by the file, or not a number."""
        from weft.reading.codes import as_numbers

        return as_numbers(self.values(column), self.column(column).user_missing)

    def save(self, folder: Path | str) -> "SurveyFile":
        """Keep it in a new folder, whole or not at all, and return the survey kept there."""
        target = Path(folder)
        if target.exists():
            raise Refusal(
                "There is already something of that name.",
                f"folder {shown(target.name)}",
                "Choose a new name.",
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
        try:
            for name in (DATA, COLUMNS):
                _copy_to_disk(self.folder / name, part / name)
            part.rename(target)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
        return SurveyFile.load(target)

    @classmethod
    def load(cls, folder: Path | str) -> "SurveyFile":
        """A survey kept earlier by `save`."""
        home = Path(folder)
        try:
            told = json.loads((home / COLUMNS).read_text(encoding="utf-8"))
            if told["form"] != _FORM or not (home / DATA).is_file():
                raise ValueError(told["form"])
            columns = tuple(_column(each) for each in told["columns"])
            return cls(told["format"], told["rows"], columns, tuple(told["notes"]), told["sha256"], home)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise Refusal(
                "No complete survey is stored here.", f"folder {shown(home.name)}", "Read the file again."
            ) from error


def describe(survey: SurveyFile) -> str:
    """What `columns.json` holds."""
    told = {
        "form": _FORM,
        "format": survey.format,
        "rows": survey.rows,
        "sha256": survey.sha256,
        "notes": survey.notes,
        "columns": [vars(column) for column in survey.columns],
    }
    return json.dumps(told, ensure_ascii=False)


def _column(told: dict[str, object]) -> Column:
    top = told.pop("top")
    assert isinstance(top, list)
    return Column(**told, top=tuple((code, label, count) for code, label, count in top))  # type: ignore[arg-type]


def _copy_to_disk(source: Path, target: Path) -> None:
    with source.open("rb") as old, target.open("wb") as new:
        shutil.copyfileobj(old, new)
        new.flush()
        os.fsync(new.fileno())
