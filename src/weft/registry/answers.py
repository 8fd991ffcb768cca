"""Survey answers in a data frame, asked through the `Answers` protocol.

The analysis form, one row a person:

    choose one        `q` text, the option code or null        `q__missing` why there is none, or null
    a number          `q` float                                `q__missing`
    tick all          `q__option` true or false per option     `q__missing`

A null with no reason means not answered.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from weft.registry.catalogue import UnknownDefinition
from weft.registry.conditions import Booleans, Numbers
from weft.registry.definitions import MissingReason, Question
from weft.registry.nodes import did_you_mean


def missing_column(question: str) -> str:
    """The column that says why there is no answer."""
    return f"{question}__missing"


def option_column(question: str, code: str) -> str:
    """The column of one box of a tick-all question."""
    return f"{question}__{code}"


class FrameAnswers:
    """Answers of n people, by question id.

    Args: frame in the analysis form; questions by id, as they were asked.
    Raises: UnknownDefinition for a question that is not known or has no column.
    """

    def __init__(self, frame: pl.DataFrame, questions: Mapping[str, Question]) -> None:
        self._frame = frame
        self._questions = questions

    def __len__(self) -> int:
        return self._frame.height

    def is_asked(self, question: str) -> bool:
        """True where the frame has the columns of the question."""
        columns = _columns(self._questions[question]) if question in self._questions else []
        return any(name in self._frame.columns for name in columns)

    def is_in(self, question: str, codes: Sequence[str]) -> Booleans:
        """True where the answer is one of the codes (one of those boxes is ticked)."""
        asked = self._asked(question)
        if asked.kind == "many":
            return self._ticked(asked, codes)
        return self._frame[question].is_in(list(codes)).fill_null(False).to_numpy().astype(bool)

    def numbers(self, question: str) -> Numbers:
        """The number answered or the score of the option chosen; NaN where there is no substantive answer."""
        asked = self._asked(question)
        if asked.kind == "many":
            return np.full(len(self), np.nan)
        column = self._frame[question]
        if asked.kind == "one":
            scores = {option.code: option.score for option in asked.options}
            column = column.replace_strict(scores, default=None, return_dtype=pl.Float64)
        values = column.cast(pl.Float64).fill_null(np.nan).to_numpy()
        return np.where(self.answered(question), values, np.nan)

    def answered(self, question: str) -> Booleans:
        """True where there is a substantive answer: no reason for its absence, and a code, number or tick."""
        asked = self._asked(question)
        codes = [option.code for option in asked.options if option.missing is None]
        if asked.kind == "many":
            present = self._ticked(asked, codes)
        elif asked.kind == "one":
            present = self.is_in(question, codes)
        else:
            present = np.isfinite(self._frame[question].cast(pl.Float64).fill_null(np.nan).to_numpy())
        return present & ~self._has_reason(question)

    def reasons(self, question: str) -> pl.Series:
        """Why each person has no answer, as a MissingReason value; null where there is one."""
        asked = self._asked(question)
        by_option = {option.code: str(option.missing) for option in asked.options if option.missing}
        reason = pl.Series([None] * len(self), dtype=pl.String)
        if asked.kind == "one":
            reason = self._frame[question].replace_strict(by_option, default=None, return_dtype=pl.String)
        for code in by_option if asked.kind == "many" else ():
            ticked = pl.Series(self._ticked(asked, [code]))
            reason = pl.select(pl.when(ticked).then(pl.lit(by_option[code])).otherwise(reason)).to_series()
        if missing_column(question) in self._frame.columns:
            reason = pl.select(pl.coalesce(self._frame[missing_column(question)], reason)).to_series()
        answered = pl.Series(self.answered(question))
        unsaid = reason.fill_null(str(MissingReason.NOT_ANSWERED))
        return pl.select(pl.when(~answered).then(unsaid)).to_series().alias(question)

    def _has_reason(self, question: str) -> Booleans:
        if missing_column(question) not in self._frame.columns:
            return np.zeros(len(self), dtype=bool)
        return self._frame[missing_column(question)].is_not_null().to_numpy()

    def _ticked(self, asked: Question, codes: Iterable[str]) -> Booleans:
        """True where any of the boxes is ticked; a box that was not on the form is unticked."""
        ticked = np.zeros(len(self), dtype=bool)
        for code in codes:
            name = option_column(asked.id, code)
            if name in self._frame.columns:
                ticked |= self._frame[name].fill_null(False).to_numpy().astype(bool)
        return ticked

    def _asked(self, question: str) -> Question:
        if question not in self._questions:
            raise UnknownDefinition(f"No question {question!r}.{did_you_mean(question, self._questions)}")
        asked = self._questions[question]
        if not any(name in self._frame.columns for name in _columns(asked)):
            raise UnknownDefinition(f"Question {question} has no column in these answers. It was not asked.")
        return asked


def _columns(asked: Question) -> list[str]:
    if asked.kind == "many":
        return [option_column(asked.id, option.code) for option in asked.options]
    return [asked.id]
