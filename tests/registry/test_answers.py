"""Answers in the analysis form."""

import numpy as np
import polars as pl
import pytest

from weft.registry.answers import FrameAnswers
from weft.registry.catalogue import UnknownDefinition
from weft.registry.definitions import MissingReason, Option, Question

ONE = Question(
    "one",
    1,
    "?",
    "one",
    (
        Option("low", "Low", 1),
        Option("high", "High", 3),
        Option("dk", "Don't know", missing=MissingReason.DONT_KNOW),
    ),
)
MANY = Question(
    "many",
    1,
    "?",
    "many",
    (
        Option("a", "A"),
        Option("b", "B"),
        Option("none", "None of these"),
        Option("pnts", "Prefer not to say", missing=MissingReason.REFUSED),
    ),
)
NUMBER = Question("number", 1, "?", "number")
QUESTIONS = {question.id: question for question in (ONE, MANY, NUMBER)}
FRAME = pl.DataFrame(
    {
        "one": ["low", "high", "dk", None, None],
        "one__missing": [None, None, None, "refused", None],
        "many__a": [True, False, False, False, None],
        "many__none": [False, True, False, False, None],
        "many__pnts": [False, False, False, True, None],
        "many__missing": [None, None, "not_asked", None, None],
        "number": [1.5, 0.0, None, float("nan"), 4.0],
        "number__missing": [None, None, None, "dont_know", "refused"],
    },
    schema_overrides={"one__missing": pl.String, "many__missing": pl.String},
)
ANSWERS = FrameAnswers(FRAME, QUESTIONS)


def test_codes_are_found_among_one_answer():
    assert ANSWERS.is_in("one", ["low"]).tolist() == [True, False, False, False, False]
    assert len(ANSWERS) == 5


def test_a_dont_know_is_no_substantive_answer():
    assert ANSWERS.answered("one").tolist() == [True, True, False, False, False]


def test_scores_are_the_numbers_of_an_answer():
    assert ANSWERS.numbers("one")[:2].tolist() == [1.0, 3.0]
    assert np.isnan(ANSWERS.numbers("one")[2:]).all()


def test_any_tick_counts_as_answered_and_none_of_these_is_a_tick():
    assert ANSWERS.answered("many").tolist() == [True, True, False, False, False]
    assert ANSWERS.is_in("many", ["a", "b"]).tolist() == [True, False, False, False, False]
    assert np.isnan(ANSWERS.numbers("many")).all()


def test_a_number_is_answered_where_it_is_finite_and_has_no_reason():
    assert ANSWERS.answered("number").tolist() == [True, True, False, False, False]
    assert ANSWERS.numbers("number")[:2].tolist() == [1.5, 0.0]
    assert np.isnan(ANSWERS.numbers("number")[2:]).all()


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("one", [None, None, "dont_know", "refused", "not_answered"]),
        ("many", [None, None, "not_asked", "refused", "not_answered"]),
        ("number", [None, None, "not_answered", "dont_know", "refused"]),
    ],
)
def test_the_reason_for_every_missing_answer_is_kept(question, expected):
    assert ANSWERS.reasons(question).to_list() == expected


def test_a_frame_without_reasons_counts_nulls_as_not_answered():
    answers = FrameAnswers(pl.DataFrame({"one": ["low", None]}), QUESTIONS)
    assert answers.reasons("one").to_list() == [None, "not_answered"]
    assert answers.answered("one").tolist() == [True, False]


def test_a_question_nobody_was_asked_is_refused():
    answers = FrameAnswers(pl.DataFrame({"one": ["low"]}), QUESTIONS)
    assert answers.is_asked("one") is True
    assert answers.is_asked("many") is False
    assert answers.is_asked("other") is False
    with pytest.raises(UnknownDefinition) as refusal:
        answers.answered("many")
    assert str(refusal.value) == "Question many has no column in these answers. It was not asked."
    with pytest.raises(UnknownDefinition) as refusal:
        answers.answered("ones")
    assert str(refusal.value) == "No question 'ones'. Did you mean one?"
