"""Guessed addresses: 100,000 random public ids name nothing, and a stranger's looks like nobody's."""

import re
import statistics
import time
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.crawler.crawl import Crawl
from tests.crawler.test_crawler import _quiet, small_crawl
from weft.measure.models import Survey
from weft.people.roles.current import actor_for
from weft.people.roles.policy import visible
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id

__all__ = ["_quiet", "small_crawl"]
GUESSES, AT_ONCE, BY_THE_DOOR = 100_000, 500, 200
TOKENS = re.compile(rb'(csrfmiddlewaretoken" value=")\w+')
TEXTS = re.compile("'[^']*'")
pytestmark = pytest.mark.urls("tests.crawler.urls")


def guesses(how_many: int) -> Iterator[list[str]]:
    for _ in range(how_many // AT_ONCE):
        yield [public_id() for _ in range(AT_ONCE)]


def scoped_models() -> list[type[Scoped]]:
    with_id = [m for m in apps.get_models() if issubclass(m, Scoped)]
    return [m for m in with_id if any(f.name == "public_id" for f in m._meta.fields)]


def test_no_guess_names_a_row_of_any_model_not_even_without_the_policy(small_crawl: Crawl) -> None:
    """Stronger than asking as any role: the policy only ever takes rows away."""
    for who in small_crawl.things.world.visitors:
        small_crawl.things.survey(who)
    models = scoped_models()
    assert {"Survey", "Person", "Organisation", "Membership"} <= {m.__name__ for m in models}
    for ids in guesses(GUESSES):
        for model in models:
            assert not model.objects.unscoped("test").filter(public_id__in=ids).exists()


def test_control_an_id_that_is_there_is_found_among_guesses(small_crawl: Crawl) -> None:
    analyst = small_crawl.things.world.visitors[1]
    there = small_crawl.things.survey(analyst).public_id
    ids = [*next(guesses(AT_ONCE)), there]
    assert analyst.account
    asker, model = actor_for(analyst.account, has_second_factor=True), Survey
    reached = visible(asker, "survey.open", model)
    assert list(reached.filter(public_id__in=ids).values_list("public_id", flat=True)) == [there]


def test_no_guess_opens_a_page(small_crawl: Crawl) -> None:
    analyst = small_crawl.things.world.visitors[1]
    for guess in next(guesses(AT_ONCE))[:BY_THE_DOOR]:
        assert analyst.client.get(f"/measure/surveys/{guess}/").status_code == 404


@pytest.mark.slow
def test_no_guess_of_thousands_opens_a_page(small_crawl: Crawl) -> None:
    analyst = small_crawl.things.world.visitors[1]
    for ids in guesses(10_000):
        assert {analyst.client.get(f"/measure/surveys/{guess}/").status_code for guess in ids} == {404}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_strangers_page_and_nobodys_are_the_same_bytes_headers_and_queries(
    small_crawl: Crawl, method: str
) -> None:
    analyst = small_crawl.things.world.visitors[1]
    theirs = (
        f"/measure/surveys/{small_crawl.things.survey(small_crawl.things.world.stranger).public_id}/about"
    )
    nobodys = f"/measure/surveys/{'n' * 22}/about"
    assert asked(analyst.client, method, theirs) == asked(analyst.client, method, nobodys)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_page_one_may_never_open_reads_like_an_address_that_never_was(
    small_crawl: Crawl, method: str
) -> None:
    officer = small_crawl.things.world.visitors[2]
    closed, nowhere = (asked(officer.client, method, f"/measure/surveys/{end}") for end in ("new", "no/such"))
    assert closed[:3] == nowhere[:3]


def asked(client: Client, method: str, address: str) -> tuple[int, bytes, dict[str, str], list[str]]:
    """Status, body, headers and the shapes of the queries, the address itself left out."""
    with CaptureQueriesContext(connection) as queries:
        response = getattr(client, method)(address)
    body = TOKENS.sub(rb"\1", response.content).replace(address.encode(), b"")
    headers = {name: value for name, value in response.items() if name != "Content-Length"}
    return response.status_code, body, headers, [TEXTS.sub("''", str(q["sql"])) for q in queries]


@pytest.mark.slow
def test_a_strangers_page_takes_as_long_as_nobodys(small_crawl: Crawl) -> None:
    """The same statements run for both; the medians of 300 each differ by less than a fifth."""
    analyst = small_crawl.things.world.visitors[1]
    stranger = small_crawl.things.survey(small_crawl.things.world.stranger).public_id
    taken: dict[str, list[float]] = {stranger: [], "n" * 22: []}
    for _ in range(300):
        for each, times in taken.items():
            began = time.perf_counter()
            analyst.client.get(f"/measure/surveys/{each}/about")
            times.append(time.perf_counter() - began)
    first, second = (statistics.median(times) for times in taken.values())
    print(f"stranger's {first * 1000:.2f} ms, nobody's {second * 1000:.2f} ms")
    assert 0.8 < first / second < 1.25
