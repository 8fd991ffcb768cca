"""A file and a recipe become answers, reasons for missing and groups; nothing is dropped silently."""

from dataclasses import replace

import numpy as np
import pytest

from tests.measure.tables.made import LONELY, RECIPE, prepared, with_answers
from weft.measure.tables.recipe import Answering, Comparison, Keep, RecipeError, SampleDesign

UNFAIR = {"age": "u_age", "race": "u_race"}


def unfair(options=None, **parts):
    return with_answers({"q_unfair": Answering(options=options or UNFAIR, **parts)})


def refusal(recipe, data=None, **known) -> str:
    with pytest.raises(RecipeError) as refused:
        prepared(recipe, data, **known)
    return str(refused.value)


def test_answers_and_the_reasons_there_are_none():
    frame = prepared(RECIPE).frame
    counts = dict(frame["q_lonely_direct"].value_counts().rows())
    reasons = dict(frame["q_lonely_direct__missing"].value_counts().rows())
    assert counts == {"often_or_always": 84, "never": 252, None: 64}
    assert reasons == {"dont_know": 20, "refused": 40, "not_answered": 4, None: 336}


def test_codes_the_file_declares_missing_are_reasons_by_their_label():
    recipe = with_answers({"q_lonely_direct": replace(LONELY, missing={})})
    declared = {"lonely": {"-8": "Don't know", "-9": "Prefer not to say", "-1": ""}}
    frame = prepared(recipe, {"lonely": [1, 2, -8, -9, -1, None]}, missing=declared).frame
    assert frame["q_lonely_direct__missing"].to_list() == [
        None, None, "dont_know", "refused", "not_answered", "not_answered",
    ]  # fmt: skip


def test_what_the_recipe_says_of_a_declared_code_counts():
    recipe = with_answers({"q_lonely_direct": replace(LONELY, missing={"-8": "not_asked"})})
    frame = prepared(recipe, {"lonely": [1, -8]}, missing={"lonely": {"-8": "Don't know"}}).frame
    assert frame["q_lonely_direct__missing"].to_list() == [None, "not_asked"]


def test_a_number_that_is_a_missing_code_is_never_a_number():
    recipe = with_answers({"q_ons4_lifesat": Answering(column=("satisfied",))})
    frame = prepared(
        recipe, {"satisfied": [7.0, 99.0, None, 8.5]}, missing={"satisfied": {"99": "Refused"}}
    ).frame
    assert frame["q_ons4_lifesat"].to_list() == [7.0, None, None, 8.5]
    assert frame["q_ons4_lifesat__missing"].to_list() == [None, "refused", "not_answered", None]


def test_an_option_that_means_no_answer_is_its_reason():
    recipe = with_answers(
        {"d_sex": Answering(column=("s",), codes={"1": "female", "3": "prefer_not_to_say"})}
    )
    frame = prepared(recipe, {"s": [1, 3]}).frame
    assert frame["d_sex__missing"].to_list() == [None, "refused"]


def test_values_with_no_meaning_are_refused_by_name():
    recipe = with_answers({"q_lonely_direct": replace(LONELY, missing={"-8": "dont_know"})})
    assert refusal(recipe) == (
        "answers, q_lonely_direct: 1 value has no meaning yet, in 40 rows: '-9'. "
        "Give each an option under `codes:` or a reason under `missing:`."
    )


def test_text_where_a_number_is_asked_for_is_refused():
    recipe = with_answers({"q_ons4_lifesat": Answering(column=("x",))})
    assert refusal(recipe, {"x": ["7", "very"]}) == (
        "answers, q_ons4_lifesat: 1 value is not a number. "
        "Say under `missing:` which values mean no answer, or choose another column."
    )


def test_the_first_of_several_columns_with_an_answer_counts():
    recipe = with_answers({"q_lonely_direct": replace(LONELY, column=("web", "paper"))})
    frame = prepared(recipe, {"web": [1, -8, None, -9], "paper": [2, 2, 1, None]}).frame
    assert frame["q_lonely_direct"].to_list() == ["often_or_always", "never", "often_or_always", None]
    assert frame["q_lonely_direct__missing"].to_list() == [None, None, None, "refused"]


# Tick all that apply.


def test_with_no_column_for_none_who_filled_it_in_and_ticked_nothing_is_none():
    frame = prepared(unfair(), {"u_age": [1, 0, None], "u_race": [0, 0, None]}).frame
    assert frame["q_unfair__none"].to_list() == [False, True, False]
    assert frame["q_unfair__missing"].to_list() == [None, None, "not_answered"]


def test_with_a_column_for_none_only_that_column_says_none():
    recipe = unfair({**UNFAIR, "none": "u_none"})
    found = prepared(recipe, {"u_age": [1, 0, 0], "u_race": [0, 0, 0], "u_none": [0, 1, 0]})
    assert found.frame["q_unfair__none"].to_list() == [False, True, False]
    assert found.answers.answered("q_unfair").tolist() == [True, True, False]
    assert found.answers.reasons("q_unfair").to_list() == [None, None, "not_answered"]


def test_a_refused_box_does_not_make_someone_none():
    recipe = unfair(missing={"-9": "refused"})
    frame = prepared(recipe, {"u_age": [-9, -9, -9], "u_race": [0, 1, -9]}).frame
    assert frame["q_unfair__none"].to_list() == [False, False, False]
    assert frame["q_unfair__missing"].to_list() == ["refused", None, "refused"]


def test_a_box_with_a_value_nobody_explained_is_refused():
    assert refusal(unfair(), {"u_age": [1, 7], "u_race": [0, 0]}) == (
        "answers, q_unfair, options, age: 1 value has no meaning yet, in 1 row: '7'. "
        "Say which under `ticked:` or `unticked:`, or give a reason under `missing:`."
    )


def test_a_box_that_is_no_option_is_refused():
    assert refusal(unfair({"agee": "u_age"}), {"u_age": [1]}).startswith(
        "answers, q_unfair, options, agee: is not an option of q_unfair. Its options are: age, "
    )


# Rows, groups, design.


def test_only_the_rows_to_keep_are_used():
    assert prepared(replace(RECIPE, keep=Keep("wave", ("2024",)))).rows == 200


def test_a_value_to_keep_that_no_row_has_is_refused():
    assert refusal(replace(RECIPE, keep=Keep("wave", ("2024", "2025")))) == (
        "keep, values: no row has '2025' in 'wave'. Check the values; write them as they stand in the file."
    )


def test_a_raw_column_is_a_breakdown_in_the_order_of_its_numbers():
    recipe = replace(RECIPE, by=("band",))
    data = {"lonely": [1, 2, 2, 1], "sex": ["f"] * 4, "wt": [1.0] * 4, "band": [10, 9, -1, None]}
    labels = {"band": {"": "Age band", "9": "Nine", "-1": "Refused"}}
    group = prepared(recipe, data, labels=labels, missing={"band": {"-1": "Refused"}}).groups["band"]
    assert (group.label, group.levels) == ("Age band", (("9", "Nine"), ("10", "10")))
    assert group.values.tolist() == ["10", "9", None, None]


def test_prefer_not_to_say_is_a_group_of_its_own():
    recipe = with_answers(
        {"d_sex": Answering(column=("s",), codes={"1": "female"}, missing={"-9": "refused"})}, by=("sex",)
    )
    assert prepared(recipe, {"s": [1, -9, None]}).groups["sex"].values.tolist() == [
        "female", "prefer_not_to_say", None,
    ]  # fmt: skip


def test_the_waves_to_compare_need_not_be_a_breakdown():
    assert "wave" in prepared(replace(RECIPE, compare=Comparison("wave", "2020", "2024"))).groups


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (
            "2019",
            "2024",
            "compare, first: '2019' is not a value of 'wave' in the rows kept. It has: 2020, 2024.",
        ),
        ("2020", "2020", "compare, last: is the same as `first`. Name two different values."),
    ],
)
def test_waves_that_cannot_be_compared_are_refused(first, last, said):
    assert refusal(replace(RECIPE, compare=Comparison("wave", first, last))) == said


#   what is asked                               what is said
REFUSED = [
    (replace(RECIPE, by=("sexx",)),             "by, sexx: the file has no column 'sexx'. Did you mean sex?"),
    (replace(RECIPE, by=("age_band",)),
     "by, age_band: no column answers d_age_band. Say under `answers:` which column holds age."),
    (replace(RECIPE, design=SampleDesign("sex")),
     "design, weight: column 'sex' holds text, not numbers. Choose the numeric column."),
    (replace(RECIPE, design=SampleDesign(strata=("region",))),
     "design, strata: the file has no column 'region'. "
     "It has 5 columns; the first are lonely, sex, wt, wave, satisfied."),
]  # fmt: skip


@pytest.mark.parametrize(("recipe", "said"), REFUSED)
def test_a_refusal_names_the_part_the_column_and_what_to_do(recipe, said):
    assert refusal(recipe) == said


def test_a_missing_code_of_the_weight_is_no_weight():
    data = {"lonely": [1, 2], "sex": ["f", "m"], "wt": [1.5, 99.0]}
    found = prepared(RECIPE, data, missing={"wt": {"99": ""}}).weight
    assert found[0] == 1.5
    assert np.isnan(found[1])
