"""What kind a column is, and the expression that turns its staged form into the stored one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from weft.reading.codes import EXTENDED_FROM, code_of, extended_code
from weft.reading.refusals import Refusal, shown
from weft.reading.staging import Declared

# What programs write in a column of numbers where there is none. In a column of text they are text.
NO_NUMBER = ("NA", "NaN", "N/A", ".", "#NULL!", "NULL", "#N/A")
_NUMBER = r"^-?(0|[1-9]\d{0,14}|[1-9]\d*\.\d+|0?\.\d+|0\.\d*|[1-9]\d*\.)([eE][+-]?\d{1,3})?$"
_COMMA_NUMBER = r"^-?(0|[1-9]\d{0,14}|[1-9]\d*,\d+|0?,\d+)$"
_INTEGER = r"^-?\d{1,15}$"
_DATE = r"^\d{4}-\d{2}-\d{2}$"
_DATETIME = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}$"
_FEW = 1_000
_EXACT = 2.0**53
_MS_A_DAY, _SECONDS_A_DAY = 86_400_000, 86_400
_SPSS_BEGINS, _STATA_BEGINS = -141_428, -3_653  # days from 1970-01-01 to 1582-10-14 and to 1960-01-01


@dataclass(frozen=True)
class Settled:
    """The kind of a column, how to make it, and how many cells said in letters that there is no number."""

    kind: str
    stored: pl.Expr
    said_no_number: int = 0


def settle(cells: pl.Series, declared: Declared) -> Settled:
    """Decide from all of a column, never from its first rows."""
    if declared.stored == "cell":
        return _settle_cells(cells, declared.decimal_comma)
    if declared.stored == "text":
        return Settled("text", pl.col(cells.name))
    if declared.stored == "native":
        return _settle_native(cells, declared)
    if declared.stored != "number":
        return _settle_date(cells, declared)
    return _settle_number(cells, declared)


def _settle_cells(cells: pl.Series, decimal_comma: bool) -> Settled:
    trimmed = pl.col(cells.name).str.strip_chars()
    found = _trimmed(cells.unique())
    number_or_not = _without(found, NO_NUMBER)
    number = _number(trimmed, number_or_not, decimal_comma)
    if number is not None:
        said = len(found) != len(number_or_not)
        missing = cells.str.strip_chars().is_in(NO_NUMBER).sum() if said else 0
        return Settled("number", number, int(missing or 0))
    for form, pattern, dtype in (
        ("%Y-%m-%d", _DATE, pl.Date),
        ("%Y-%m-%dT%H:%M:%S", _DATETIME, pl.Datetime("us")),
    ):
        if _is_all(found, pattern):
            as_date = (
                pl.col(cells.name)
                .str.strip_chars()
                .str.replace(" ", "T")
                .str.strptime(dtype, form, strict=False)
            )
            if found.to_frame(cells.name).select(as_date).to_series().null_count() == 0:
                return Settled("date", as_date)
    return Settled("text", pl.when(trimmed != "").then(pl.col(cells.name)))


def _number(trimmed: pl.Expr, found: pl.Series, decimal_comma: bool) -> pl.Expr | None:
    """How to make numbers of the cells, if all of them are."""
    if _is_all(found, _INTEGER) and _is_all(found, _NUMBER):
        return trimmed.cast(pl.Int64, strict=False)
    if _is_all(found, _NUMBER) and found.cast(pl.Float64).is_finite().all():
        return trimmed.replace(NO_NUMBER, None).cast(pl.Float64, strict=False)
    if decimal_comma and _is_all(found, _COMMA_NUMBER):
        return trimmed.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    return None


def _is_all(found: pl.Series, pattern: str) -> bool:
    if len(found) <= _FEW:  # most columns hold a few codes: plain Python is then the quicker way
        return len(found) > 0 and all(re.search(pattern, text, re.ASCII) for text in found)
    return bool(found.str.contains(pattern).all())


def _trimmed(found: pl.Series) -> pl.Series:
    """Different texts, without the spaces around them, and none empty."""
    if len(found) <= _FEW:
        texts = [text.strip() for text in found if text is not None]
        return pl.Series([text for text in texts if text], dtype=pl.String)
    texts_left = found.drop_nulls().str.strip_chars()
    return texts_left.filter(texts_left != "")


def _without(found: pl.Series, words: Sequence[str]) -> pl.Series:
    if len(found) <= _FEW:
        return pl.Series([text for text in found if text not in words], dtype=pl.String)
    return found.filter(~found.is_in(words))


def _settle_number(numbers: pl.Series, declared: Declared) -> Settled:
    found = numbers.drop_nulls().drop_nans().unique()
    extended = found.filter((found >= EXTENDED_FROM) & found.is_finite())
    column = pl.col(numbers.name).fill_nan(None)
    if len(extended) and not any(code.startswith(".") for code in declared.missing):
        extended = extended.clear()
    if len(extended):
        return _settle_extended(found, column)
    if not found.is_finite().all():
        raise Refusal(
            f"Column {shown(declared.name)} holds numbers that are infinite.",
            f"column {shown(declared.name)}",
            "Set them to missing in the program the file came from.",
        )
    if ((found == found.floor()) & (found.abs() <= _EXACT)).all():
        return Settled("number", column.cast(pl.Int64))
    return Settled("number", column)


def _settle_extended(found: pl.Series, column: pl.Expr) -> Settled:
    """Numbers with Stata's letters among them: codes as text, ".a" beside "1"."""
    codes = [extended_code(value) if value >= EXTENDED_FROM else code_of(value) for value in found]
    texts = pl.Series(codes, dtype=pl.String)
    return Settled("number", column.replace_strict(found, texts, default=None, return_dtype=pl.String))


def _settle_date(numbers: pl.Series, declared: Declared) -> Settled:
    """Days, seconds or milliseconds since the program's own beginning of time."""
    if declared.missing or declared.missing_ranges:
        return _settle_number(numbers, declared)
    column = pl.col(numbers.name).fill_nan(None)
    begins = _SPSS_BEGINS if declared.stored.startswith("spss") else _STATA_BEGINS
    if declared.stored.endswith("datetime"):
        scale = 1000 if declared.stored.startswith("spss") else 1
        since = (column * scale).round().cast(pl.Int64, strict=False) + begins * _MS_A_DAY
        return Settled("date", since.cast(pl.Datetime("ms")))
    days = column / _SECONDS_A_DAY if declared.stored.startswith("spss") else column
    return Settled("date", (days.floor().cast(pl.Int32, strict=False) + begins).cast(pl.Date))


def _settle_native(values: pl.Series, declared: Declared) -> Settled:
    dtype, column = values.dtype, pl.col(values.name)
    if dtype.is_float() or dtype.is_decimal():
        return (
            _settle_number(values.cast(pl.Float64), declared)
            if dtype == pl.Float64
            else _narrowed(values, declared)
        )
    if dtype.is_integer():
        fits = values.cast(pl.Int64, strict=False).null_count() == values.null_count()
        return Settled("number", column.cast(pl.Int64)) if fits else Settled("text", column.cast(pl.String))
    if dtype == pl.Boolean:
        return Settled("boolean", column)
    if dtype in (pl.Date, pl.Datetime):
        return Settled("date", column)
    text = column.cast(pl.String)
    return Settled("text", pl.when(text.str.strip_chars() != "").then(text))


def _narrowed(values: pl.Series, declared: Declared) -> Settled:
    settled = _settle_number(values.cast(pl.Float64), declared)
    whole = values.cast(pl.Float64).to_frame().select(settled.stored).to_series().dtype
    return Settled("number", pl.col(values.name).cast(pl.Float64).fill_nan(None).cast(whole))
