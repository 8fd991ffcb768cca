"""A raw wave in the analysis form, by the mapping in COLUMNS, for whoever needs answers without a recipe."""

import polars as pl

from weft.demo.columns import USER_MISSING, Column
from weft.demo.waves import Wave
from weft.registry.answers import missing_column, option_column

KEPT = ("", "psu", "stratum", "area", "weight", "rake")


def analysis_frame(wave: Wave) -> pl.DataFrame:
    """Answers by question id, each beside the reason where there is none; design columns as they are."""
    answers: dict[str, pl.Expr] = {}
    for column in wave.columns.values():
        if column.use in KEPT:
            answers[column.name] = pl.col(column.name)
        elif column.option:
            answers[option_column(column.question, column.option)] = pl.col(column.name) == 1
            answers[missing_column(column.question)] = _reason(column)
        else:
            answers[column.question] = _answer(column)
            answers[missing_column(column.question)] = _reason(column)
    return wave.frame.select(expression.alias(name) for name, expression in answers.items())


def _answer(column: Column) -> pl.Expr:
    raw = pl.col(column.name)
    if not column.codes:
        return pl.when(raw >= 0).then(raw).cast(pl.Float64)
    return raw.replace_strict(dict(column.codes), default=None, return_dtype=pl.String)


def _reason(column: Column) -> pl.Expr:
    return pl.col(column.name).replace_strict(dict(USER_MISSING), default=None, return_dtype=pl.String)
