"""Which question a column probably answers: offered where labels agree, silent where they do not."""

import pytest

from tests.measure.tables.made import REGISTRY, survey_of
from weft.measure.tables.description import description, suggested_recipe
from weft.measure.tables.reasons import reason_for
from weft.measure.tables.recipe import Answering, recipe_from_yaml
from weft.measure.tables.suggest import likeness, suggest

LONELY = {
    "": "How often do you feel lonely?",
    "1": "Often or always",
    "2": "Some of the time",
    "3": "Occasionally",
    "4": "Hardly ever",
    "5": "Never",
    "-8": "Don't know",
}
UNFAIR = "In the last 12 months, has anyone treated you unfairly because of any of these?"
LABELS = {
    "Q1": LONELY,
    "UA": {"": f"{UNFAIR}: My age", "1": "Yes", "0": "No"},
    "gender": {"": "What is your sex?", "1": "Female", "2": "Male", "3": "Prefer not to say"},
}  # fmt: skip
DATA = {
    "Q1": [1, 2, 3, 4, 5, -8],
    "UA": [1, 0, 1, 0, 0, 1],
    "gender": [1, 2, 1, 2, 3, 1],
    "serial": list(range(6)),
    "wt_final": [1.5, 0.5, 1.0, 1.0, 1.0, 1.0],
}


def survey():
    return survey_of(DATA, labels=LABELS, missing={"Q1": {"-8": "Don't know"}})


def test_columns_find_their_questions():
    found = {column: s.question for column, s in suggest(survey(), REGISTRY).items()}
    assert found == {"Q1": "q_lonely_direct", "UA": "q_unfair", "gender": "d_sex"}


def test_the_suggested_answers_say_what_every_value_means():
    answers = suggested_recipe(survey(), REGISTRY).answers
    codes = {
        "1": "often_or_always",
        "2": "some_of_the_time",
        "3": "occasionally",
        "4": "hardly_ever",
        "5": "never",
    }
    assert answers["q_lonely_direct"] == Answering(("Q1",), codes=codes, missing={"-8": "dont_know"})
    assert answers["q_unfair"] == Answering(options={"age": "UA"}, ticked=("1",), unticked=("0",))


def test_breakdowns_and_the_only_weight_are_suggested():
    recipe = suggested_recipe(survey(), REGISTRY)
    assert (recipe.by, recipe.design.weight, recipe.design.strata) == (("sex",), "wt_final", ())


def test_two_columns_that_may_be_weights_are_left_to_the_analyst():
    both = survey_of({"wt_a": [1.0, 2.0], "wt_b": [1.0, 2.0]})
    assert suggested_recipe(both, REGISTRY).design.weight == ""


def test_the_description_is_a_recipe_with_the_file_in_its_comments():
    text = description(survey(), REGISTRY)
    assert "# Q1; number; " in text
    assert "# serial; number; 0 / 0 / 0; 0, 1, 2, 3, 4, 5" in text
    assert recipe_from_yaml(text).answers == suggested_recipe(survey(), REGISTRY).answers


def test_values_of_a_column_with_many_are_not_listed():
    names = survey_of({"name": [f"person {i}" for i in range(13)]})
    assert "person" not in description(names, REGISTRY)


def test_an_unlabelled_column_has_no_suggestion():
    assert suggest(survey_of({"v1": [1, 2, 3]}), REGISTRY) == {}


#   label                        reason
REASONS = [
    ("Don't know",               "dont_know"),
    ("DK",                       "dont_know"),
    ("Prefer not to say",        "refused"),
    ("Refused",                  "refused"),
    ("Not applicable",           "not_asked"),
    ("IAP",                      "not_asked"),
    ("No answer",                "not_answered"),
    ("Often or always",          None),
]  # fmt: skip


@pytest.mark.parametrize(("label", "reason"), REASONS)
def test_the_reason_a_label_gives(label, reason):
    assert reason_for(label) == reason


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [("Fairly strongly", "fairly strongly", 1.0), ("Yes", "No", 0.0), ("", "", 1.0)],
)
def test_likeness(one, other, alike):
    assert likeness(one, other) == alike
