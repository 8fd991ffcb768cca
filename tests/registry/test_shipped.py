"""The definitions that ship with Weft."""

import numpy as np
import polars as pl
import pytest

from weft.registry.answers import FrameAnswers, missing_column, option_column
from weft.registry.conditions import indicator_values
from weft.registry.definitions import BenchmarkStatus, Comparability, Estimator, MissingReason, Question
from weft.registry.load import load_registry

BANK = load_registry()
SURVEY = [
    indicator for indicator in BANK.indicators.values() if indicator.estimator is not Estimator.IMPORTED
]
N = 400


def random_frame() -> pl.DataFrame:
    """Answers of 400 people to every question, drawn at random, a tenth of each missing."""
    draw = np.random.default_rng(7)
    columns: dict[str, object] = {}
    for question in BANK.questions.values():
        gone = draw.random(N) < 0.1
        columns |= random_answers(question, draw, gone)
        columns[missing_column(question.id)] = [str(MissingReason.REFUSED) if m else None for m in gone]
    return pl.DataFrame(columns)


def random_answers(question: Question, draw: np.random.Generator, gone: np.ndarray) -> dict[str, object]:
    codes = [option.code for option in question.options]
    if question.kind == "many":
        return {option_column(question.id, code): (draw.random(N) < 0.3) & ~gone for code in codes}
    if question.kind == "number":
        return {question.id: np.where(gone, np.nan, draw.integers(0, 11, N))}
    return {
        question.id: [None if m else str(code) for m, code in zip(gone, draw.choice(codes, N), strict=True)]
    }


ANSWERS = FrameAnswers(random_frame(), BANK.questions)


def test_every_file_says_its_version_date_and_sources():
    assert [note.name for note in BANK.files] == [
        "questions.yaml",
        "indicators.yaml",
        "breakdowns.yaml",
        "areas-london.yaml",
        "imported.yaml",
    ]
    assert all(note.version >= 1 and note.sources for note in BANK.files)


def test_the_headline_measures_are_declared():
    declared = {"R1", "R3", "R4", "R6", "R7", "R13", "P1", "P2", "E1", "E3", "E5", "O1", "O2"}
    assert {indicator.id for indicator in BANK.headline_indicators()} == declared


@pytest.mark.parametrize("indicator", SURVEY, ids=lambda indicator: indicator.key)
def test_every_survey_indicator_gives_values_for_random_answers(indicator):
    if indicator.estimator is Estimator.MEAN:
        values = ANSWERS.numbers(indicator.value)
    else:
        values = indicator_values(indicator.numerator, indicator.denominator, ANSWERS)
        assert set(values[~np.isnan(values)]) == {0.0, 1.0}
    assert 0 < np.isnan(values).sum() < N
    assert len(indicator.questions) >= 1


def test_every_question_names_its_standard_or_is_ours():
    for question in BANK.questions.values():
        assert bool(question.standard) == (question.comparability is not Comparability.OWN), question.id


def test_an_exact_benchmark_stands_only_beside_the_same_question():
    for indicator in SURVEY:
        same = all(BANK.question(name).comparability is Comparability.SAME for name in indicator.questions)
        exact = [mark for mark in indicator.benchmarks if mark.status is BenchmarkStatus.EXACT]
        assert same or not exact, indicator.key


def test_fourteen_breakdowns_each_keep_prefer_not_to_say_last():
    assert list(BANK.breakdowns) == [
        "age_band",
        "sex",
        "ethnic_group",
        "religion",
        "disability",
        "sexual_orientation",
        "class_at_14",
        "tenure",
        "income_band",
        "employment",
        "country_of_birth",
        "english",
        "caring",
        "deprivation_fifth",
    ]
    for breakdown in BANK.breakdowns.values():
        assert breakdown.levels[-1].label == "Prefer not to say"
        assert breakdown.levels[-1].missing is MissingReason.REFUSED


def test_nobody_is_asked_nationality_or_immigration_status():
    words = ("nationality", "immigration", "visa", "citizen")
    for question in BANK.questions.values():
        labels = " ".join([question.text, *(option.label for option in question.options)]).lower()
        assert not any(word in labels for word in words), question.id


def test_london_has_33_boroughs_each_on_its_own_tile():
    boroughs = [area for area in BANK.areas.values() if area.kind == "borough"]
    assert len(boroughs) == 33
    assert len({area.tile for area in boroughs}) == 33
    assert {area.code for area in boroughs} == {f"E090000{number:02d}" for number in range(1, 34)}
    assert {area.parent for area in boroughs} == {"E12000007"}
    assert BANK.area("E09000030").short == "TOW"
    assert BANK.area("E12000007").name == "London"


def test_four_civic_measures_stay_apart():
    numerators = [BANK.indicator(f"P3{letter}").numerator for letter in "abcd"]
    assert len(set(numerators)) == 4


def test_unfair_treatment_is_about_twelve_months():
    assert BANK.indicator("E1").reference_period == "the last 12 months"
    assert "something_else" not in BANK.indicator("E1").numerator.codes
    assert "a lot" in BANK.indicator("R3").says


def test_published_values_have_a_base_or_say_why_not():
    assert [value.value for value in BANK.values_of("E5")] == [0.21, 0.16]
    for value in BANK.imported:
        assert (value.base is None) == (value.design_effect is None)
        assert value.note
