"""Every route for every role, with its own, its neighbour's, a stranger's and nobody's things. No leak, ever."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.crawler.crawl import Crawl
from tests.crawler.oracle import Oracle
from tests.crawler.routes import routes
from tests.crawler.things import MAKERS, Things
from tests.crawler.world import make_small_world, make_world

URLS = "tests.crawler.urls"
AT_LEAST = 2_000  # visits in the ordinary suite

pytestmark = pytest.mark.urls(URLS)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """Thousands of refusals would each be a line in the log."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def crawl(db: None, settings: Settings, tmp_path: Path) -> Crawl:
    settings.UPLOADS, settings.DATA, settings.WORK_INLINE = tmp_path / "uploads", tmp_path, True
    oracle = Oracle()
    return Crawl(oracle, Things(make_world(oracle), tmp_path), URLS)


@pytest.fixture
def small_crawl(db: None, settings: Settings, tmp_path: Path) -> Crawl:
    """A crawl of a few visitors, for the tests of the crawl itself."""
    settings.UPLOADS, settings.DATA, settings.WORK_INLINE = tmp_path / "uploads", tmp_path, True
    return Crawl(Oracle(), Things(make_small_world(), tmp_path), URLS)


def test_every_route_has_a_line_in_the_matrix_and_the_matrix_none_too_many() -> None:
    there, listed = {route.name for route in routes(URLS)}, set(Oracle().data["routes"])
    assert there - listed == set()
    assert listed - there == set()


def test_every_route_that_names_something_has_a_maker() -> None:
    named = {route.name for route in routes(URLS) if route.parameters}
    assert named - set(MAKERS) == set(), "Add a maker to tests/crawler/things.py"
    assert set(MAKERS) - named == set()


def test_no_route_leaks_to_any_role(crawl: Crawl) -> None:
    for visit in crawl.sample(crawl.plan(routes(URLS)), AT_LEAST):
        crawl.go(visit)
    assert "\n".join(sorted(crawl.faults)) == ""
    assert crawl.visits >= AT_LEAST


@pytest.mark.slow
def test_no_route_leaks_to_any_role_by_any_method(crawl: Crawl) -> None:
    for visit in crawl.plan(routes(URLS)):
        crawl.go(visit)
    print(f"{crawl.visits} visits, {len(crawl.faults)} faults")
    assert crawl.faults == []
