"""Twelve contradictions met in what was published about one city. Each is refused, explained or kept apart.

contradictions.yaml holds every claim as found and as it may be said. The right one is the control: if the
checks found fault with everything, they would prove nothing.
"""

from pathlib import Path

import pytest

from weft.registry.claim_reading import Case, load_cases
from weft.registry.claims import Mismatch, check_claim, check_together
from weft.registry.definitions import DefinitionError, Indicator
from weft.registry.figure import Figure, Interval, SampleType, Source
from weft.registry.load import LoadError, load_registry, parse_definitions
from weft.registry.words import percent, sentence

REGISTRY = load_registry()
CASES, KNOWN = load_cases(Path(__file__).with_name("contradictions.yaml"), REGISTRY)

#   number  what comes apart
EXPECTED = {
    1: {Mismatch.REFERENCE_PERIOD},
    2: {Mismatch.THRESHOLD},
    3: {Mismatch.DATE},
    4: {Mismatch.TWO_VALUES},
    5: {Mismatch.ADDED},
    6: {Mismatch.ADDED},
    7: {Mismatch.UNDATED, Mismatch.TWO_LISTS},
    8: {Mismatch.ADDED},
    9: {Mismatch.UNIT},
    10: {Mismatch.COMPARATOR, Mismatch.NO_CAVEAT},
    11: {Mismatch.NO_BASE},
    12: {Mismatch.ROUNDING},
}


def mismatches(claims):
    alone = [finding for claim in claims for finding in check_claim(claim, KNOWN)]
    return {finding.mismatch for finding in (*alone, *check_together(claims))}


def test_there_are_twelve():
    assert [case.number for case in CASES] == list(EXPECTED)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_the_claim_as_found_is_explained(case: Case):
    assert mismatches(case.found) == EXPECTED[case.number]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.number))
def test_the_claim_said_rightly_passes(case: Case):
    assert mismatches(case.right) == set()


def figure(indicator: Indicator, value: float = 0.35, **changes) -> Figure:
    parts = {
        "definition": indicator,
        "value": value,
        "base": 6600,
        "period": "2018-19",
        "area": "London",
        "source": Source("Survey of Londoners", SampleType.PROBABILITY),
        "interval": Interval(value - 0.01, value + 0.01),
    }
    return Figure(**{**parts, **changes})


def test_1_the_copied_sentence_says_12_months():
    assert sentence(figure(REGISTRY.indicator("E1"))) == (
        "35% of residents aged 16 and over in London said they were treated unfairly in the last 12 months "
        "because of a protected characteristic or their social class in 2018-19 "
        "(95% interval 34% to 36%; 6,600 answered; "
        "Survey of Londoners, probability sample, weighted; asked about the last 12 months; "
        "definition E1 version 1)."
    )


def test_2_the_copied_sentence_says_a_lot():
    said = sentence(figure(REGISTRY.indicator("R3"), 0.27))
    who, did_not = said.split(" did not ")
    assert who == "27% of residents aged 16 and over in London"
    assert did_not.startswith("have someone they could rely on a lot in an emergency")


VALUE = """\
version: 1
updated: 2020-02-29
source: a snapshot
values:
- {{indicator: E5, period: "{period}", percent: 10, area: E12000007, source: a snapshot}}
"""


def test_3_a_published_value_dated_after_its_own_file_is_refused_by_line():
    with pytest.raises(LoadError) as refused:
        parse_definitions(VALUE.format(period="2021"), "snapshot.yaml", REGISTRY, local=False)
    assert str(refused.value) == (
        "snapshot.yaml:5: `period` '2021' is after the file was updated (2020-02-29). Check both dates."
    )


def test_3_control_a_value_of_an_earlier_year_is_taken():
    assert parse_definitions(VALUE.format(period="2018"), "snapshot.yaml", REGISTRY, local=False).imported


def test_5_figures_cannot_be_added():
    with pytest.raises(TypeError):
        figure(REGISTRY.indicator("P1")) + figure(REGISTRY.indicator("P2"))


def test_9_the_copied_sentence_says_projects_when_projects_answered():
    from dataclasses import replace

    about_projects = replace(REGISTRY.indicator("O2"), unit="projects")
    assert sentence(figure(about_projects, 0.93)).startswith("93% of projects in London")


def test_11_a_percentage_without_a_base_cannot_be_built():
    with pytest.raises(DefinitionError, match="A figure needs its base"):
        figure(REGISTRY.indicator("O2"), 0.86, base=None)


# 86% of so many parents, with a Wilson interval (t quantile on n - 1)
@pytest.mark.parametrize(("n", "low", "high"), [(25, "67%", "95%"), (100, "78%", "92%"), (300, "82%", "89%")])
def test_11_the_base_decides_what_86_per_cent_means(n, low, high):
    from weft.stats import published

    cell = published(0.86, n)
    assert (percent(cell.lo), percent(cell.hi)) == (low, high)


def test_12_one_unrounded_value_is_rounded_once():
    kept = figure(REGISTRY.indicator("O2"), 0.7350)
    assert (kept.value, percent(kept.value), percent(0.7349)) == (0.7350, "74%", "73%")


def test_a_claim_about_something_unknown_is_refused_with_what_comes_closest():
    from weft.registry.catalogue import UnknownDefinition

    with pytest.raises(
        UnknownDefinition, match=r"No definition 'culture_seed'\. Did you mean culture_seeds\?"
    ):
        KNOWN.about("culture_seed")


def test_claims_about_different_places_do_not_contradict_each_other():
    from dataclasses import replace

    one, other = CASES[3].found
    assert check_together([one, replace(other, area="Leeds")]) == ()
