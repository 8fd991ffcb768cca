"""Codes as text: one way to write a number, so that data, value labels and missing codes agree."""

from collections.abc import Iterable

import polars as pl

# Stata's largest number is 8.99e307: codes .a to .z travel as numbers above it until a column is settled.
EXTENDED_FROM = 1.0e308
_EXTENDED_STEP = 1.0e306


def code_of(value: object) -> str:
    """The code as text: 1.0 and 1 are "1", 2.5 is "2.5", text stays as it is."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**63:
        return str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def extended_number(letter: str) -> float:
    """The number that stands for Stata's missing code of this letter."""
    return EXTENDED_FROM + (ord(letter) - ord("a")) * _EXTENDED_STEP


def extended_code(number: float) -> str:
    """The Stata code (".a") that travels as this number."""
    return "." + chr(ord("a") + round((number - EXTENDED_FROM) / _EXTENDED_STEP))


def as_codes(values: pl.Series) -> pl.Series:
    """A column as text codes; null stays null."""
    if values.dtype == pl.String:
        return values
    if values.dtype.is_integer() or values.dtype.is_temporal() or values.dtype == pl.Boolean:
        return values.cast(pl.String)
    known = values.drop_nulls().unique()
    texts = [code_of(value) for value in known]
    return values.replace_strict(
        known, pl.Series(texts, dtype=pl.String), default=None, return_dtype=pl.String
    )


def as_numbers(values: pl.Series, missing: Iterable[str]) -> pl.Series:
    """A column as Float64; null where blank, missing by declaration, or not a number."""
    if values.dtype.is_temporal():
        return pl.Series(values.name, [None] * len(values), dtype=pl.Float64)
    codes = list(missing)
    numbers = values.cast(pl.Float64, strict=False)
    if not codes:
        return numbers
    return pl.select(pl.when(~as_codes(values).is_in(codes)).then(numbers).alias(values.name)).to_series()
