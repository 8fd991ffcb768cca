"""Publishing: all or nothing, frozen with a fingerprint, replaced but never lost, compared only when alike."""

import re
from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from tests.measure.pages import main_of, words_of
from tests.measure.releasing import released
from weft.demo.roles import account_of
from weft.measure.actions import change_recipe, publish
from weft.measure.comparing import Wave, compare_waves, why_not_comparable
from weft.measure.models import Change, Estimate, Release, Survey
from weft.measure.recipes import shipped_registry
from weft.measure.rules import PERIOD
from weft.measure.states import SurveyState, WrongState
from weft.measure.tables.recipe import RecipeError, SurveyFacts
from weft.registry.words import Verdict

KEPT = ("R4@1", "O1@1")


@pytest.fixture
def estimated(city: None) -> Survey:
    """The second wave once more, estimated and not yet published, with two of its indicators."""
    survey = Survey.objects.unscoped("test").get(releases__period="2021-22")
    rows = [row for row in survey.evidence["rows"] if row["indicator"] in KEPT]
    survey.pk, survey.public_id, survey._state.adding = None, "again", True
    survey.evidence = survey.evidence | {"rows": rows}
    survey.state = SurveyState.ESTIMATED
    survey.save()
    return survey


def counts() -> tuple[int, int, int]:
    return Release.objects.count(), Estimate.objects.count(), Change.objects.count()


def test_a_second_release_of_a_wave_replaces_the_first_which_stays_at_its_address(
    estimated: Survey, client: Client
) -> None:
    first = Release.objects.get(survey__isnull=False, period="2021-22")
    second = released(estimated, account_of(role="analyst"))
    first.refresh_from_db()
    assert (first.is_current, second.is_current) == (False, True)
    old = words_of(main_of(client, f"/measure/releases/{first.public_id}/"))
    assert "This release was replaced. Go to the current one" in old
    assert "Exchanges favours with neighbours" in old
    assert "was replaced" not in words_of(main_of(client, f"/measure/releases/{second.public_id}/"))
    assert sorted(second.changes.values_list("indicator", flat=True)) == ["O1@1", "R4@1"]
    estimated.refresh_from_db()
    assert estimated.state == SurveyState.PUBLISHED


def test_a_failure_midway_stores_nothing(estimated: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("midway")

    before = counts()
    monkeypatch.setattr(publish, "_compare", broken)
    with pytest.raises(RuntimeError, match="midway"):
        released(estimated, account_of(role="analyst"))
    assert counts() == before
    assert Release.objects.filter(is_current=True).count() == 4
    estimated.refresh_from_db()
    assert estimated.state == SurveyState.ESTIMATED


def test_only_what_was_estimated_is_published(estimated: Survey) -> None:
    estimated.state = SurveyState.READ
    estimated.save()
    with pytest.raises(WrongState):
        released(estimated, account_of(role="analyst"))


@pytest.mark.parametrize("name", ["period", "response", "population"])
def test_a_release_without_its_method_is_refused(estimated: Survey, name: str) -> None:
    estimated.recipe["survey"][name] = ""
    estimated.save()
    with pytest.raises(RecipeError, match="is empty"):
        released(estimated, account_of(role="analyst"))


def test_real_answers_are_never_published_in_the_demonstration(estimated: Survey) -> None:
    estimated.recipe["survey"]["synthetic"] = False
    estimated.save()
    with pytest.raises(RecipeError, match="this is the demonstration"):
        released(estimated, account_of(role="analyst"))


def cells() -> list[Estimate]:
    return list(Estimate.objects.filter(release__period="2021-22", indicator="R4@1"))


@pytest.mark.parametrize("field", ["est", "lo", "hi", "base", "difference", "verdict", "reason", "showing"])
def test_the_fingerprint_changes_with_any_value_shown(city: None, field: str) -> None:
    rows = cells()
    before = publish.digest_of(rows)
    setattr(rows[1], field, "other" if field in ("verdict", "reason", "showing") else 0.5)
    assert publish.digest_of(rows) != before


def test_the_fingerprint_is_of_the_values_alone(city: None) -> None:
    rows = cells()
    assert publish.digest_of(rows) == publish.digest_of(rows[::-1])


def stored(**changed: object) -> None:
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    cell = {
        "release": release, "indicator": "X@1", "level_label": "Everyone", "position": 1, "showing": "shown",
        "est": 0.5, "base": 100,
    }  # fmt: skip
    with transaction.atomic():
        Estimate.objects.create(**(cell | changed))


def test_control_a_whole_cell_can_be_stored(city: None) -> None:
    stored()
    stored(indicator="Y@1", showing="hidden", est=None, base=None, reason="Fewer than 30 people answered")


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("a hidden cell with its value", {"showing": "hidden", "reason": "few"}),
        ("a hidden cell without a reason", {"showing": "hidden", "est": None, "base": None}),
        ("a shown cell without a base", {"base": None}),
        ("a shown cell without a value", {"est": None}),
        ("a cell twice", {"indicator": "R4@1"}),
    ],
)
def test_the_database_refuses(city: None, name: str, changed: dict[str, object]) -> None:
    with pytest.raises(IntegrityError):
        stored(**changed)


def test_the_database_refuses_two_current_releases_of_a_wave(city: None) -> None:
    release = Release.objects.get(survey__isnull=False, period="2021-22")
    release.pk, release.public_id, release._state.adding = None, "twice", True
    with pytest.raises(IntegrityError), transaction.atomic():
        release.save()


def test_the_database_refuses_a_comparison_with_neither_numbers_nor_reason(city: None) -> None:
    change = Change.objects.filter(difference__isnull=False).first()
    assert change is not None
    change.difference = None
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


R4 = {"est": 0.45, "se": 0.007, "df": 4000.0, "n": 6400, "counted": 2880}
WAVE = Wave("2018-19", "residents", "online", "probability", {"R4@1": R4})
LATER = replace(WAVE, period="2021-22")


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"mode": "telephone"}, "people answered in different ways"),
        ({"population": "adults"}, "the population changed"),
        ({"sample": "quota"}, "people were sampled in different ways"),
    ],
)
def test_waves_are_compared_only_when_alike(changed: dict[str, str], reason: str) -> None:
    later = replace(LATER, **changed)
    assert why_not_comparable(WAVE, later, "R4@1", "R4@1", shipped_registry()) == reason
    (change,) = compare_waves(WAVE, later, shipped_registry())
    assert (change["verdict"] == Verdict.NOT_COMPARABLE) is bool(reason)
    assert ("difference" in change) is not bool(reason)


def test_another_version_or_no_random_sample_is_never_compared() -> None:
    bank = shipped_registry()
    assert why_not_comparable(WAVE, LATER, "R4@1", "R4@2", bank) == "the definition changed"
    quota = [replace(wave, sample="quota") for wave in (WAVE, LATER)]
    assert why_not_comparable(*quota, "R4@1", "R4@1", bank) == "people were not sampled at random in both"


def test_two_presses_of_the_button_publish_once(estimated: Survey) -> None:
    other_tab = Survey.objects.unscoped("test").get(pk=estimated.pk)
    released(estimated, account_of(role="analyst"))
    before = counts()
    with pytest.raises(WrongState):
        released(other_tab, account_of(role="analyst"))
    assert counts() == before


def test_a_recipe_changed_in_another_tab_is_not_published_with_the_old_tables(estimated: Survey) -> None:
    opened = Survey.objects.unscoped("test").get(pk=estimated.pk)
    change_recipe(survey=estimated, change=lambda r: replace(r, by=()), by=account_of(role="analyst"))
    before = counts()
    with pytest.raises(WrongState):
        released(opened, account_of(role="analyst"))
    assert counts() == before
    assert Survey.objects.unscoped("test").get(pk=estimated.pk).state == SurveyState.READ


@pytest.mark.parametrize("small", [{"n": 20, "counted": 10, "est": 0.5}, {"counted": 3, "est": 3 / 6400}])
def test_a_change_never_tells_the_value_of_a_hidden_wave(small: dict[str, float]) -> None:
    few = {"R4@1": R4 | small}
    for waves in ((replace(WAVE, unrounded=few), LATER), (WAVE, replace(LATER, unrounded=few))):
        (change,) = compare_waves(*waves, shipped_registry())
        assert change["verdict"] == Verdict.NOT_COMPARABLE
        assert "difference" not in change


def test_waves_whose_order_the_periods_do_not_say_are_not_compared() -> None:
    waves = replace(WAVE, period="2024 autumn"), replace(WAVE, period="2024 spring")
    assert "which came first" in why_not_comparable(*waves, "R4@1", "R4@1", shipped_registry())
    assert PERIOD.fullmatch("2024-09")
    assert not PERIOD.fullmatch("2024-9")  # as text, 2024-10 would come before it


def test_surveys_of_different_names_never_share_a_series() -> None:
    named = [SurveyFacts(name=name, area="London") for name in ("城市调查", "邻里调查", "Survey", "Suŗvey")]
    begin_alike = [SurveyFacts(name="x" * 115 + end, area="London") for end in ("one", "two")]
    series = [publish.series_of(facts) for facts in (*named, *begin_alike)]
    assert len(set(series)) == 5  # an accent does not make another survey
    assert series[2] == "survey-london"
    assert max(map(len, series)) <= 80
    assert all(re.fullmatch(r"[a-z0-9-]+", found) for found in series)


def test_the_page_names_the_release_that_would_be_replaced(
    estimated: Survey, client: Client, settings: Settings
) -> None:
    settings.DEMO = True
    client.force_login(account_of(role="analyst"))
    page = f"/measure/surveys/{estimated.public_id}/publish"
    assert "Yours would take its place" in words_of(main_of(client, page))
    Release.objects.filter(period="2021-22").update(is_current=False)
    assert "Yours would take its place" not in words_of(main_of(client, page))
