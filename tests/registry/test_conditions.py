"""Conditions in three-valued logic, with the truth tables of Kleene (1952, section 64) written out."""

import numpy as np
import pytest

from weft.registry.conditions import (
    Answered,
    Answers,
    AtLeast,
    Between,
    Condition,
    IsIn,
    Not,
    Truth,
    indicator_values,
)

T, F, U = "true", "false", "unknown"


class Fixed(Condition):
    """A part whose truth is given, one letter a person."""

    def __init__(self, *states: str) -> None:
        self.states = np.array(states)

    def evaluate(self, answers: Answers) -> Truth:
        return Truth(self.states == T, self.states != U)

    def questions(self) -> tuple[str, ...]:
        return ("fixed",)


class Rows:
    """Codes by question; None is missing."""

    def __init__(self, **columns: list[str | float | None]) -> None:
        self.columns = columns

    def __len__(self) -> int:
        return len(next(iter(self.columns.values())))

    def is_in(self, question, codes):
        return np.array([value in codes for value in self.columns[question]])

    def numbers(self, question):
        return np.array([np.nan if value is None else value for value in self.columns[question]], dtype=float)

    def answered(self, question):
        return np.array([value is not None for value in self.columns[question]])


def states(truth: Truth) -> list[str]:
    return [(T if true else F) if known else U for true, known in zip(truth.true, truth.known, strict=True)]


LEFT = [T, T, T, F, F, F, U, U, U]
RIGHT = [T, F, U, T, F, U, T, F, U]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (2, [T, F, U, F, F, F, U, F, U]),  # all
        (1, [T, T, T, T, F, U, T, U, U]),  # any
    ],
)
def test_all_and_any_follow_kleene(count, expected):
    condition = AtLeast(count, (Fixed(*LEFT), Fixed(*RIGHT)))
    assert states(condition.evaluate(Rows(fixed=[None] * 9))) == expected


def test_not_keeps_unknown_unknown():
    assert states(Not(Fixed(T, F, U)).evaluate(Rows(q=[None] * 3))) == [F, T, U]
    assert Not(Fixed(T)).questions() == ("fixed",)


def test_two_of_three_is_settled_by_what_is_known():
    parts = (Fixed(T, F, T, T), Fixed(T, F, U, F), Fixed(U, U, U, U))
    assert states(AtLeast(2, parts).evaluate(Rows(q=[None] * 4))) == [T, F, U, U]


def test_an_answer_is_in_its_codes_or_unknown():
    rows = Rows(q=["a", "b", None])
    assert states(IsIn("q", ("a",)).evaluate(rows)) == [T, F, U]


def test_answered_is_never_unknown():
    assert states(Answered("q").evaluate(Rows(q=["a", None]))) == [T, F]
    assert Answered("q").questions() == ("q",)


def test_a_sum_needs_every_number():
    rows = Rows(q=[3, 3, 1, None], r=[3, 2, 1, 3], s=[3, 3, 1, 3])
    condition = Between(("q", "r", "s"), 8, 9)
    assert states(condition.evaluate(rows)) == [T, T, F, U]
    assert condition.questions() == ("q", "r", "s")


def test_values_are_one_nought_or_missing():
    rows = Rows(q=["a", "b", None, "a"], r=["x", "x", "x", None])
    values = indicator_values(IsIn("q", ("a",)), None, rows)
    assert values.tolist()[:2] == [1.0, 0.0]
    assert np.isnan(values[2])
    inside = indicator_values(IsIn("q", ("a",)), IsIn("r", ("x",)), rows)
    assert np.isnan(inside).tolist() == [False, False, True, True]


def test_a_condition_names_its_questions_once_in_order():
    condition = AtLeast(1, (IsIn("b", ("x",)), IsIn("a", ("x",)), IsIn("b", ("y",))))
    assert condition.questions() == ("b", "a")


def test_the_bare_condition_is_only_a_promise():
    with pytest.raises(NotImplementedError):
        Condition().evaluate(Rows(q=["a"]))
    with pytest.raises(NotImplementedError):
        Condition().questions()
