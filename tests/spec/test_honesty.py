"""The first nine honesty rules, each as something that is refused and something that is not (the control)."""

from dataclasses import replace

import numpy as np
import pytest

from tests.measure.tables.made import RECIPE, ROWS, made, public_rows
from weft.measure.tables.gaps import as_many_looks, gap_of
from weft.measure.tables.recipe import RecipeError
from weft.measure.tables.rows import refuse_unsaid
from weft.registry.definitions import DefinitionError
from weft.registry.figure import Figure, Interval, NoInterval, SampleType, Source
from weft.registry.load import load_registry
from weft.registry.words import Verdict, lint, say_interval, sentence
from weft.stats import Design, Difference, difference, prop

LONELY = load_registry().indicator("R1")
PARTS = {
    "definition": LONELY,
    "value": 0.08,
    "base": 6600,
    "period": "2018-19",
    "area": "London",
    "source": Source("Survey of Londoners", SampleType.PROBABILITY),
    "interval": Interval(0.07, 0.09),
}


# 1. The sample type decides what may be claimed.

NOT_RANDOM = [sample for sample in SampleType if sample is not SampleType.PROBABILITY]


@pytest.mark.parametrize("sample", NOT_RANDOM)
def test_1_only_a_random_sample_carries_an_interval(sample):
    with pytest.raises(DefinitionError, match="Only a probability sample has a design-based interval"):
        Figure(**{**PARTS, "source": Source("Talk London", sample)})


@pytest.mark.parametrize("sample", NOT_RANDOM)
def test_1_only_a_random_sample_speaks_of_residents(sample):
    reason = NoInterval(f"{sample.label}, not a random sample")
    said = sentence(Figure(**{**PARTS, "source": Source("Talk London", sample), "interval": reason}))
    assert said.startswith("8% of those who answered in London said they often or always feel lonely")
    assert "residents" not in said
    assert "interval: " in said


def test_1_control_a_random_sample_does_both():
    said = sentence(Figure(**PARTS))
    assert said.startswith("8% of residents aged 16 and over in London said they often or always feel lonely")
    assert "95% interval 7% to 9%" in said


@pytest.mark.parametrize("sample", NOT_RANDOM)
def test_1_tables_of_other_samples_have_no_interval_and_no_comparison(sample):
    rows = public_rows(replace(RECIPE, survey=replace(RECIPE.survey, sample=str(sample))))
    assert {type(row.figure.interval) for row in rows} == {NoInterval}
    assert {row.verdict for row in rows} == {""}


def test_1_control_tables_of_a_random_sample_have_both():
    rows = public_rows(RECIPE)
    assert any(isinstance(row.figure.interval, Interval) for row in rows)
    assert any(row.verdict for row in rows)


# 2. No figure without each of its parts.


@pytest.mark.parametrize("part", PARTS)
def test_2_a_figure_without_one_part_cannot_be_built(part):
    with pytest.raises(TypeError, match=part):
        Figure(**{name: value for name, value in PARTS.items() if name != part})


@pytest.mark.parametrize(
    ("part", "empty"),
    [
        ("definition", "R1"),
        ("base", None),
        ("period", " "),
        ("area", ""),
        ("source", "a survey"),
        ("interval", None),
    ],
)
def test_2_a_figure_with_one_part_empty_cannot_be_built(part, empty):
    with pytest.raises(DefinitionError):
        Figure(**{**PARTS, part: empty})


def test_2_control_with_every_part_it_is_built():
    assert Figure(**PARTS).unit == "residents aged 16 and over"


@pytest.mark.parametrize("fact", ["name", "period", "area", "population", "sample"])
def test_2_no_tables_without_the_facts_of_the_survey(fact):
    with pytest.raises(RecipeError, match=f"survey, {fact}: is empty"):
        refuse_unsaid(replace(RECIPE.survey, **{fact: ""}))


def test_2_control_with_every_fact_there_are_tables():
    refuse_unsaid(RECIPE.survey)


# 3. Every interval knows the design.


def test_3_clusters_widen_the_interval():
    answers = np.repeat([1.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 0.0], 10)
    alone = Design({"a": answers}).evidence(prop("a")).at(prop("a"))
    clustered = Design({"a": answers, "psu": np.repeat(np.arange(10), 10)}, psu="psu")
    together = clustered.evidence(prop("a")).at(prop("a"))
    assert alone.est == together.est == 0.5
    assert together.se / alone.se == pytest.approx(np.sqrt(11))


# 4. A group is compared with the rest; nothing is said unless it is clear.


def test_4_a_group_is_compared_with_the_rest_and_not_the_total():
    evidence = made(RECIPE).evidence
    women, men = (evidence.at("R1@1", "sex", level) for level in ("female", "male"))
    assert women.gap.est == pytest.approx(women.est - men.est)
    assert women.gap.est != pytest.approx(women.est - evidence.everyone("R1@1").est)


#   difference  standard error  verdict
VERDICTS = [
    (0.05,      0.02,           Verdict.HIGHER),
    (-0.05,     0.02,           Verdict.LOWER),
    (0.05,      0.03,           Verdict.NO_DIFFERENCE),
    (0.00,      0.02,           Verdict.NO_DIFFERENCE),
    (0.05,      float("nan"),   Verdict.NO_DIFFERENCE),
]  # fmt: skip


@pytest.mark.parametrize(("est", "se", "verdict"), VERDICTS)
def test_4_no_difference_word_unless_it_is_clear(est, se, verdict):
    assert gap_of(difference(est, se, 500)).verdict is verdict


def test_4_the_size_of_a_difference_is_given_only_where_it_is_clear():
    for row in public_rows(RECIPE):
        assert bool(row.difference) == (row.verdict in ("clearly higher", "clearly lower"))


# 5. No league tables.


def test_5_places_are_in_the_order_of_their_names():
    from tests.measure.tables.made import survey_of
    from weft.measure.tables.columns import Rows
    from weft.measure.tables.groups import area_of
    from weft.measure.tables.recipe import AreaColumn

    survey = survey_of({"place": ["E09000033", "E09000001"]})
    recipe = replace(RECIPE, areas=AreaColumn("place"), survey=replace(RECIPE.survey, area_code="E12000007"))
    names = [label for _, label in area_of(Rows(survey), recipe, load_registry()).levels]
    assert len(names) == 33
    assert names == sorted(names)


@pytest.mark.parametrize("text", ["the best borough", "top ward", "the worst areas"])
def test_5_rankings_are_refused(text):
    assert lint(text)


# 6. Looks that were not declared in advance are weighed together.


def test_6_one_in_twenty_false_alarms_is_controlled():
    looks = [gap_of(difference(0.0197, 0.01, 10_000))] + [
        gap_of(difference(0.0, 0.01, 10_000)) for _ in range(19)
    ]
    assert looks[0].verdict is Verdict.HIGHER
    assert as_many_looks(looks)[0].verdict is Verdict.NO_DIFFERENCE


def test_6_control_a_declared_look_and_a_strong_one_stay():
    alone = as_many_looks([gap_of(difference(0.0197, 0.01, 10_000))])
    strong = as_many_looks(
        [gap_of(difference(0.05, 0.01, 10_000))] + [gap_of(difference(0.0, 0.01, 10_000))] * 19
    )
    assert alone[0].verdict is strong[0].verdict is Verdict.HIGHER


# 7. A trend only where everything matches: see test_waves.py.


# 8. Nobody who did not answer is dropped silently.


def test_8_the_shares_without_an_answer_are_published_by_reason():
    from weft.measure.tables.export_notes import missing_words
    from weft.measure.tables.rows import missing_shares

    evidence = made(RECIPE).evidence
    (lonely,) = [missing for missing in evidence.missing if missing.indicator == "R1@1"]
    assert lonely.counts == {"dont_know": 20, "not_answered": 4, "refused": 40}
    words = missing_words(tuple(missing_shares(lonely, ROWS)))
    assert words == "dont know 5%; not answered fewer than 10 people; refused 10%"


# 9. Association only.


@pytest.mark.parametrize("word", ["caused", "led to", "impact", "boosted", "thanks to", "resulted in"])
def test_9_a_causal_word_is_refused(word):
    assert [finding.word for finding in lint(f"The programme {word} less loneliness.")] == [word]


@pytest.mark.parametrize("words", ["goes with", "is more common after", "people were more likely to report"])
def test_9_control_association_words_pass(words):
    assert lint(f"Joining {words} less loneliness.") == ()


def test_9_control_a_randomised_design_earns_them():
    assert lint("The programme caused less loneliness.", design="randomised") == ()


@pytest.mark.parametrize("fact", ["limits", "response", "source"])
def test_9_what_an_analyst_types_is_read_too(fact):
    with pytest.raises(RecipeError, match="“impact” claims more than a survey can show"):
        refuse_unsaid(replace(RECIPE.survey, **{fact: "It shows the impact of the fund."}))


def test_a_difference_of_nothing_known_says_nothing():
    nan = float("nan")
    assert gap_of(Difference(nan, nan, nan, nan, nan, nan)).verdict is Verdict.NO_DIFFERENCE


def test_no_interval_says_why():
    figure = Figure(**{**PARTS, "interval": NoInterval("the base was not published")})
    assert say_interval(figure) == "no interval: the base was not published"
