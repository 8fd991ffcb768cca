"""What the demonstration must say: published per cents to the digit, and every verdict the data earn."""

import pytest
from django.test import Client

from tests.measure.pages import main_of, words_of
from weft.measure import queries
from weft.measure.models import Estimate, Release
from weft.measure.queries import indicator_page
from weft.registry.words import Verdict, say_value

pytestmark = pytest.mark.usefixtures("city")
PUBLISHED = [
    ("R1", "2018-19", "8%"),  # often or always lonely
    ("R3", "2018-19", "27%"),  # no one to rely on a lot
    ("R4", "2018-19", "45%"),  # favours with neighbours
    ("R4", "2021-22", "47%"),
    ("R6", "2018-19", "30%"),  # mixing across ethnicity
    ("R7", "2018-19", "9%"),  # mixing across social class
    ("P1", "2018-19", "28%"),  # formal volunteering
    ("P2", "2018-19", "52%"),  # informal volunteering
    ("E1", "2018-19", "35%"),  # treated unfairly
    ("E5", "2018-19", "21%"),  # low or very low food security, imported
    ("E5", "2021-22", "16%"),
    ("O1", "2018-19", "81%"),  # belongs to the city
    ("O1", "2021-22", "80%"),
    ("O2", "2018-19", "74%"),  # belongs to the local area
    ("O2", "2021-22", "73%"),
]
VERDICTS = [
    ("O1", Verdict.NO_DIFFERENCE),
    ("O2", Verdict.NO_DIFFERENCE),
    ("R4", Verdict.NO_DIFFERENCE),
    ("E5", Verdict.LOWER),
]
ONE_WAVE = ("R1", "R3", "R6", "R7", "P1", "P2", "E1")


@pytest.mark.parametrize(("indicator", "period", "percent"), PUBLISHED)
def test_everyone_is_the_published_per_cent(indicator: str, period: str, percent: str) -> None:
    page = indicator_page(indicator, period)
    assert page is not None
    assert say_value(page.figure) == percent


@pytest.mark.parametrize(("indicator", "verdict"), VERDICTS)
def test_the_change_has_the_verdict_it_earns(indicator: str, verdict: Verdict) -> None:
    page = indicator_page(indicator)
    assert page is not None and page.change is not None
    assert page.change.verdict == verdict


def test_what_clearly_changed_is_food_security_alone() -> None:
    picture = queries.city_picture()
    assert picture is not None
    assert [row.indicator.id for row in picture.changed] == ["E5"]
    assert picture.unchanged == 3


@pytest.mark.parametrize(
    ("breakdown", "level"),
    [("age_band", "16_24"), ("income_band", "under_15k"), ("tenure", "social_rent")],
)
def test_loneliness_is_clearly_higher_where_it_was_built_to_be(breakdown: str, level: str) -> None:
    cell = Estimate.objects.get(
        indicator="R1@1",
        breakdown=breakdown,
        level=level,
        release__period="2018-19",
        release__is_current=True,
    )
    assert cell.verdict == Verdict.HIGHER


@pytest.mark.parametrize("period", ["2018-19", "2021-22"])
def test_the_city_of_london_is_hidden_wherever_few_people_answered(period: str) -> None:
    cells = Estimate.objects.filter(breakdown="area", level="E09000001", release__period=period)
    assert cells
    assert {cell.showing for cell in cells} == {"hidden"}


@pytest.mark.parametrize("indicator", ONE_WAVE)
def test_a_value_known_for_one_wave_says_which(client: Client, indicator: str) -> None:
    rows = list(main_of(client, "/measure/").iter("tr"))
    url = f"/measure/indicators/{indicator}/"
    row = next(row for row in rows if any(a.get("href") == url for a in row.iter("a")))
    assert "Asked in 2018-19 only" in words_of(row)


def test_every_release_is_synthetic_and_has_33_boroughs_or_none() -> None:
    assert {release.synthetic for release in Release.objects.all()} == {True}
    for release in Release.objects.all():
        areas = release.estimates.filter(breakdown="area").values("level").distinct().count()
        assert areas in (0, 33)


def test_values_published_without_a_base_are_left_out() -> None:
    assert not Estimate.objects.filter(indicator__in=["E4@1", "E6@1"]).exists()
