"""The page of who runs a programme: the ladder, people beside visits, hours, what to do next, what to be careful of."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.gather.make import activity, session
from tests.people.make import account, sign_in
from tests.programmes.make import programme
from weft.gather.models import Session
from weft.programmes.actions import open_edition, open_programme
from weft.programmes.models import Edition, Programme
from weft.record.actions import record_fact

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


@pytest.fixture
def made(tmp_path: Path) -> Programme:
    return programme(tmp_path)


def edition(of: Programme, last: date) -> Edition:
    first = date(last.year, 1, 1)
    return open_edition(
        programme=of, key="1", title="First", starts_on=first, ends_on=last, targets=[], by=None
    )


def page(client: Client) -> str:
    answer = sign_in(client, account("officer@example.org", "officer")).get("/programmes/run/cooking/")
    assert answer.status_code == 200
    strict_html(answer)
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def came(of: Edition, key: str, minutes: int = 60) -> None:
    record_fact(
        kind="gather.attendance", on=DAY, programme=of.programme.key, edition=of.key, key=key,
        quantities={"minutes": minutes, "people": 1},
    )  # fmt: skip


def test_people_are_counted_once_and_visits_each_time(client: Client, made: Programme) -> None:
    held = edition(made, date(2026, 12, 31))
    for key in ("ada", "ada", "bo", "", ""):  # two guests who left no name
        came(held, key, 90)
    shown = page(client)
    assert "Came to a session People, each once 4 Visits 5 Hours verified 7.5" in shown
    assert "Took part What is counted People who came So far 4 people" in shown
    assert "They are never added" in shown
    assert "What to be careful of People who come to cook may be those who meet neighbours anyway." in shown


def test_a_programme_without_an_edition_says_what_to_do(client: Client, made: Programme) -> None:
    assert "Next things to do 1 edition to open Nothing is counted before." in page(client)


def test_an_open_programme_whose_edition_is_over_asks_for_the_next(client: Client, made: Programme) -> None:
    edition(made, timezone.localdate() - timedelta(days=1))
    open_programme(programme=made, by=None)
    assert "The last one is over, and the programme is open." in page(client)


def test_a_register_nobody_stood_for_is_the_next_thing(client: Client, made: Programme) -> None:
    held = edition(made, date(timezone.localdate().year, 12, 31))
    open_programme(programme=made, by=None)
    of = session(5, activity=activity(edition=held))
    over = timezone.now() - timedelta(days=2)
    Session.objects.filter(pk=of.pk).update(starts_at=over - timedelta(hours=1), ends_at=over)
    assert "1 register to stand for Who came counts only then." in page(client)


def test_nothing_is_asked_where_all_is_done(client: Client, made: Programme) -> None:
    edition(made, date(timezone.localdate().year, 12, 31))
    open_programme(programme=made, by=None)
    assert "Next things to do" not in page(client)
