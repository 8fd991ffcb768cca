"""Definitions are checked at birth, and say what is wrong."""

import pytest

from weft.registry.conditions import Answered
from weft.registry.definitions import (
    Area,
    Breakdown,
    DefinitionError,
    Estimator,
    Good,
    Indicator,
    Option,
    Question,
    Theme,
)

YES, NO = Option("yes", "Yes"), Option("no", "No")


def indicator(**changes):
    plain = {
        "id": "X1",
        "version": 1,
        "theme": Theme.OUTCOMES,
        "label": "Belongs",
        "estimator": Estimator.PROPORTION,
        "says": "belong",
        "counted": "People who belong",
        "out_of": "People who answered",
        "unit": "residents",
        "good": Good.HIGH,
        "numerator": Answered("q"),
    }
    return Indicator(**(plain | changes))


def test_keys_carry_the_version():
    assert indicator().key == "X1@1"
    assert Question("q", 2, "?", "one", (YES, NO)).key == "q@2"
    assert Breakdown("b", 3, "B", "q", (YES, NO)).key == "b@3"
    assert Area("E1", "Town", "city").tile is None


def test_a_label_is_found_by_code_and_falls_back_to_it():
    question = Question("q", 1, "?", "one", (YES, NO))
    assert question.label_of("yes") == "Yes"
    assert question.label_of("maybe") == "maybe"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "1x"}, "'1x' is not a usable id. Start with a letter; then letters, digits and underscores."),
        ({"version": 0}, "Indicator X1: version must be 1 or more."),
        ({"numerator": None}, "Indicator X1: a proportion needs a numerator."),
        (
            {"estimator": Estimator.MEAN},
            "Indicator X1: a mean needs `value`, the question it averages.",
        ),
        ({"says": " "}, "Indicator X1: `says` is empty. Say it in plain words."),
    ],
)
def test_an_indicator_that_cannot_stand_is_refused(changes, message):
    with pytest.raises(DefinitionError) as refusal:
        indicator(**changes)
    assert str(refusal.value) == message


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("some", (YES,), "Question q: kind is 'some'. Use one, many or number."),
        (
            "one",
            (YES, Option("YES", "Yes")),
            "Question q: two options have the same code. Codes must differ.",
        ),
        ("many", (), "Question q: list its options, each with a code and a label."),
    ],
)
def test_a_question_that_cannot_stand_is_refused(kind, options, message):
    with pytest.raises(DefinitionError) as refusal:
        Question("q", 1, "?", kind, options)
    assert str(refusal.value) == message


def test_a_breakdown_of_one_level_is_refused():
    with pytest.raises(DefinitionError) as refusal:
        Breakdown("b", 1, "B", "q", (YES,))
    assert str(refusal.value) == "Breakdown b: needs at least two levels."
