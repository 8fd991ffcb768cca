"""The crawl can fail: a rule too few, a rule too many, a view that asks nobody, a route nobody listed."""

from dataclasses import replace

import pytest

from tests.crawler.crawl import OWN, STRANGERS, Crawl, Visit
from tests.crawler.oracle import Oracle
from tests.crawler.routes import Route, routes
from tests.crawler.test_crawler import _quiet, small_crawl
from weft.people.roles.matrix import Rule, matrix

__all__ = ["_quiet", "small_crawl"]
PLANTED = "tests.crawler.planted"
SURVEY = frozenset({"public_id"})


def visited(
    small_crawl: Crawl, name: str, who: str, kind: str, parameters: frozenset[str] = SURVEY
) -> list[str]:
    """What one visit found."""
    visitor = next(each for each in small_crawl.things.world.visitors if each.name == who)
    small_crawl.things.survey(small_crawl.things.world.stranger)
    small_crawl.go(Visit(Route(name, parameters), visitor, "get", kind))
    return small_crawl.faults


@pytest.mark.urls("tests.crawler.urls")
def test_a_rule_removed_from_the_matrix_is_noticed(
    small_crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = tuple(rule for rule in matrix().rules if rule.action != "survey.open")
    monkeypatch.setattr("weft.people.roles.policy.matrix", lambda: replace(matrix(), rules=fewer))
    assert visited(small_crawl, "measure-survey-about", "analyst", OWN) == [
        "GET measure-survey-about (own) by analyst: missing, wanted let in"
    ]


@pytest.mark.urls("tests.crawler.urls")
def test_a_rule_too_many_is_noticed(small_crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    more = (Rule("survey.open", "analyst", "all"), *matrix().rules)
    monkeypatch.setattr("weft.people.roles.policy.matrix", lambda: replace(matrix(), rules=more))
    found = visited(small_crawl, "measure-survey-about", "analyst", STRANGERS)
    assert found[0] == "GET measure-survey-about (stranger's) by analyst: let in, wanted missing"
    assert "GET measure-survey-about (stranger's) by analyst: shows the survey of stranger" in found


@pytest.mark.urls(PLANTED)
def test_a_view_that_asks_nobody_is_noticed(small_crawl: Crawl) -> None:
    found = visited(replace(small_crawl, urlconf=PLANTED), "measure-survey-read", "analyst", STRANGERS)
    assert found == [
        "GET measure-survey-read (stranger's) by analyst: let in, wanted missing",
        "GET measure-survey-read (stranger's) by analyst: shows the survey of stranger",
    ]


@pytest.mark.urls(PLANTED)
@pytest.mark.parametrize(
    ("route", "what"), [("definitions", "survey of stranger"), ("privacy", "organisation of elsewhere")]
)
def test_a_name_in_a_header_or_a_letter_is_noticed(small_crawl: Crawl, route: str, what: str) -> None:
    found = visited(replace(small_crawl, urlconf=PLANTED), route, "resident", "no thing", frozenset())
    assert found == [f"GET {route} (no thing) by resident: shows the {what}"]


def test_a_route_nobody_listed_is_noticed() -> None:
    assert {route.name for route in routes(PLANTED)} - set(Oracle().data["routes"]) == {"left-out"}


@pytest.mark.urls(PLANTED)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_a_route_nobody_listed_is_missing_for_everybody(small_crawl: Crawl, method: str) -> None:
    for who in small_crawl.things.world.visitors:
        assert getattr(who.client, method)("/nobody-listed-this").status_code == 404
