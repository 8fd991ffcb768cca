"""The columns of a survey file as a recipe names them, for the rows it keeps."""

import difflib
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from weft.measure.tables.recipe import Keep, RecipeError
from weft.reading import Column, SurveyFile
from weft.reading.codes import as_codes

NAMED_IN_ERRORS = 5

Texts = NDArray[np.object_]


@dataclass(frozen=True)
class Rows:
    """The rows of a file that the recipe keeps, column by column. `path` says which part of it asks."""

    survey: SurveyFile
    kept: pl.Series | None = None

    @property
    def rows(self) -> int:
        return self.survey.rows if self.kept is None else int(self.kept.sum())

    def has(self, name: str) -> bool:
        return any(column.name == name for column in self.survey.columns)

    def column(self, name: str, path: str) -> Column:
        """A column's description; refuses a name the file does not have, with the nearest it has."""
        for column in self.survey.columns:
            if column.name == name:
                return column
        names = [column.name for column in self.survey.columns]
        raise RecipeError(path, f"the file has no column {name!r}.", _did_you_mean(name, names))

    def values(self, name: str, path: str) -> pl.Series:
        """A column as it was read."""
        self.column(name, path)
        values = self.survey.values(name)
        return values if self.kept is None else values.filter(self.kept)

    def codes(self, name: str, path: str) -> pl.Series:
        """A column as text codes: 1.0 and 1 are both "1"; null where blank."""
        return as_codes(self.values(name, path))

    def known_codes(self, name: str, path: str) -> pl.Series:
        """A column as text codes, null where blank or where the file declares the code missing."""
        codes, gone = self.codes(name, path), list(self.column(name, path).user_missing)
        return codes.set(codes.is_in(gone).fill_null(False), None)

    def numbers(self, name: str, path: str) -> NDArray[np.float64] | None:
        """A column of numbers, NaN where there is none; None when no column is named."""
        if not name:
            return None
        values = self.values(name, path)
        if not values.dtype.is_numeric():
            raise RecipeError(path, f"column {name!r} holds text, not numbers.", "Choose the numeric column.")
        unknown = self.known_codes(name, path).is_null()
        return values.cast(pl.Float64).set(unknown, None).fill_null(np.nan).to_numpy()

    def texts(self, name: str, path: str) -> Texts:
        """A column of codes as an array, None where unknown."""
        return np.array(self.known_codes(name, path).to_list(), dtype=object)


def keep_rows(survey: SurveyFile, keep: Keep) -> Rows:
    """Leave out rows the recipe does not want; refuses values no row has."""
    everyone = Rows(survey)
    if not keep.column:
        return everyone
    codes = everyone.codes(keep.column, "keep, column")
    absent = [value for value in keep.values if value not in set(codes.drop_nulls().unique())]
    if absent or not keep.values:
        found = f"no row has {', '.join(map(repr, absent)) or 'a value that is named'} in {keep.column!r}."
        raise RecipeError("keep, values", found, "Check the values; write them as they stand in the file.")
    return Rows(survey, codes.is_in(list(keep.values)).fill_null(False))


def refuse_unplanned(codes: pl.Series, planned: set[str], path: str, remedy: str) -> None:
    """Refuse values the recipe gives no meaning, naming the first few and the rows they stand in."""
    unplanned = [code for code in codes.drop_nulls().unique().sort().to_list() if code not in planned]
    if unplanned:
        count = int(codes.is_in(unplanned).sum())
        named = ", ".join(repr(code) for code in unplanned[:NAMED_IN_ERRORS])
        more = " …" if len(unplanned) > NAMED_IN_ERRORS else ""
        values = "1 value has" if len(unplanned) == 1 else f"{len(unplanned)} values have"
        rows = "1 row" if count == 1 else f"{count:,} rows"
        raise RecipeError(path, f"{values} no meaning yet, in {rows}: {named}{more}.", remedy)


def _did_you_mean(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(name.lower(), [n.lower() for n in names], n=3, cutoff=0.5)
    found = [n for n in names if n.lower() in near]
    if found:
        return f"Did you mean {', '.join(found)}?"
    return f"It has {len(names)} columns; the first are {', '.join(names[:8])}."
