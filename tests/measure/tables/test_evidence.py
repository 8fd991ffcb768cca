"""Indicators for everyone and by group: figures worked out by hand from the 400 made-up people."""

from dataclasses import replace
from math import sqrt

import pytest

from tests.measure.tables.made import LONELY, RECIPE, SEX, made, people, with_answers
from weft.measure.tables.export_working import changes_csv
from weft.measure.tables.recipe import Answering, Comparison, Raking, RecipeError, SampleDesign
from weft.registry.words import Verdict


def refusal(recipe, data=None) -> str:
    with pytest.raises(RecipeError) as refused:
        made(recipe, data)
    return str(refused.value)


def test_everyone_by_hand():
    row = made(RECIPE).evidence.everyone("R1@1")
    assert (row.n, row.counted, row.est) == (336, 84, 0.25)
    # Taylor, 400 sampled with 336 in the base: n/(n-1) * sum((y - p)^2) / 336^2
    assert row.se == pytest.approx(sqrt(400 / 399 * (84 * 0.75**2 + 252 * 0.25**2)) / 336, rel=1e-12)


def test_a_group_against_the_rest_by_hand():
    row = made(RECIPE).evidence.at("R1@1", "sex", "female")
    assert (row.n, row.counted) == (168, 67)
    assert row.gap.est == pytest.approx(67 / 168 - 17 / 168)
    assert row.gap.verdict is Verdict.HIGHER


def test_a_number_is_averaged_without_its_missing_codes():
    recipe = with_answers({"q_ons4_lifesat": Answering(column=("satisfied",), missing={"99": "refused"})})
    run = made(recipe)
    (key,) = {row.indicator for row in run.evidence.rows if row.counted is None}
    row = run.evidence.everyone(key)
    assert (row.est, row.n) == (7.5, 200)
    (missing,) = [each for each in run.evidence.missing if each.indicator == key]
    assert missing.shares == {"not_answered": 0.25, "refused": 0.25}


def test_indicators_the_file_cannot_answer_are_skipped_with_the_reason():
    skipped = made(with_answers({"q_lonely_direct": LONELY})).evidence.skipped
    assert skipped["R3@1"] == "the file has no answer to q_rely_emergency"
    assert "R1@1" not in skipped


#   asked for   what is said
REFUSED = [
    ("R3",      "indicators, R3: needs q_rely_emergency, which no column answers. "
                "Say under `answers:` which column holds it, or leave the indicator out."),
    ("E5",      "indicators, E5: takes published values; it is not computed from answers. Leave it out."),
    ("R99",     "indicators, R99: No indicator 'R99'. Did you mean R9? "
                "Run `./weft measure indicators` for the list."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "said"), REFUSED)
def test_an_indicator_that_cannot_be_estimated_is_refused(name, said):
    assert refusal(replace(RECIPE, indicators=(name,))) == said


def test_an_indicator_named_twice_is_estimated_once():
    assert len(made(replace(RECIPE, indicators=("R1", "R1"), by=())).evidence.rows) == 1


def test_the_gap_is_not_told_where_the_rest_is_too_small_to_show():
    data = people()
    data["sex"] = ["f"] * 395 + ["m"] * 5
    assert made(RECIPE, data).evidence.at("R1@1", "sex", "female").gap is None


def test_two_waves_of_one_file():
    run = made(replace(RECIPE, compare=Comparison("wave", "2020", "2024")))
    ((key, gap),) = run.evidence.contrasts
    first, last = (run.evidence.at("R1@1", "wave", level) for level in ("2020", "2024"))
    assert (key, gap.est) == ("R1@1", pytest.approx(last.est - first.est))
    assert first.gap is last.gap is None
    assert "no clear difference" in changes_csv(run.evidence, run.recipe, run.registry)


def test_two_waves_of_people_who_chose_to_answer_are_not_compared():
    recipe = replace(
        RECIPE,
        compare=Comparison("wave", "2020", "2024"),
        survey=replace(RECIPE.survey, sample="self_selected"),
    )
    run = made(recipe)
    assert changes_csv(run.evidence, run.recipe, run.registry).endswith(
        "R1@1,Often or always lonely,2020,2024,,,,,,,not comparable,people were not sampled at random\r\n"
    )


# Raking.

MARGINS = Raking(margins={"sex": {"female": 5100.0, "male": 4900.0}})


def shares_by_sex(data):
    from tests.measure.tables.made import REGISTRY, survey_of
    from weft.measure.tables.prepare import prepare
    from weft.measure.tables.sampling import survey_design

    recipe = replace(RECIPE, rake=MARGINS)
    found = prepare(survey_of(data), recipe, REGISTRY)
    weights = survey_design(found, recipe, {}).sampling.weights
    values = found.groups["sex"].values
    return {
        level: float(weights[values == level].sum() / weights.sum()) for level in ("female", "male", None)
    }


def test_raking_brings_the_groups_to_the_population():
    assert shares_by_sex(people()) == pytest.approx({"female": 0.51, "male": 0.49, None: 0.0})


def test_people_without_an_answer_keep_their_share_when_raking():
    data = people()
    data["sex"] = [None] * 40 + ["f"] * 160 + ["m"] * 200
    assert shares_by_sex(data) == pytest.approx({"female": 0.51 * 0.9, "male": 0.49 * 0.9, None: 0.1})


def test_raked_figures_are_weighted_even_without_a_weight_column():
    from weft.measure.tables.rows import source_of

    assert source_of(replace(RECIPE, design=SampleDesign(), rake=MARGINS)).weighted
    assert not source_of(replace(RECIPE, design=SampleDesign())).weighted


#   margins                                      what is said
BAD_MARGINS = [
    ({"age_band": {"16_24": 1.0}},
     "rake, margins, age_band: is not one of the breakdowns in `by`. Add it there, or remove the margin."),
    ({"sex": {"female": 0.0}},
     "rake, margins, sex: adds up to nobody. Give the number of people in each level, or remove the margin."),
]  # fmt: skip


@pytest.mark.parametrize(("margins", "said"), BAD_MARGINS)
def test_margins_that_cannot_be_used_are_refused(margins, said):
    assert refusal(replace(RECIPE, rake=Raking(margins))) == said


def test_a_margin_nobody_in_the_file_belongs_to_is_refused_by_the_name_of_the_column():
    data = {**people(), "sex": ["f"] * 400}
    assert refusal(replace(RECIPE, rake=MARGINS), data).startswith("rake, margins, sex: column 'sex': ")


def test_a_missing_weight_is_refused_with_the_column_and_the_row():
    data = {**people(), "wt": [None] + [1.0] * 399}
    said = refusal(RECIPE, data)
    assert said.startswith("design, weight: column 'wt': ")
    assert "row 1" in said


def test_nobody_with_an_answer_is_refused():
    data = {**people(), "lonely": [-9] * 400}
    assert refusal(RECIPE, data) == (
        "indicators, R1@1: nobody in the file has an answer. Check how its columns are coded."
    )


def test_without_a_weight_the_report_says_so():
    report = made(with_answers({"q_lonely_direct": LONELY, "d_sex": SEX})).evidence.design
    assert report.watermark == "Unweighted: describes the people who answered, not the population"
