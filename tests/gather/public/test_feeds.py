"""The open feeds of what is on: paged by when things changed, under a licence, and nobody in them."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.gather.make import activity, seat, session
from tests.gather.public.conftest import planned, venue
from weft.gather.actions.openings import forget_past_openings
from weft.gather.actions.sessions import cancel_session, change_activity
from weft.gather.finding import rules
from weft.gather.finding.models import FeedItem
from weft.gather.models import Session
from weft.gather.queries import feeds

pytestmark = pytest.mark.django_db
SESSIONS, SERIES = "/open/scheduled-sessions", "/open/session-series"
LATER = timedelta(minutes=1)


def read(address: str, client: Client | None = None) -> dict[str, Any]:
    """A page, some time later: what has just been written is not told yet."""
    with time_machine.travel(timezone.now() + LATER, tick=False):
        response = (client or Client()).get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.openactive.rpde+json; version=1"
    found: dict[str, Any] = json.loads(response.content)
    return found


def everything(address: str) -> list[dict[str, Any]]:
    """Every item, read as a reader does: along `next` until a page has none."""
    found, seen = [], set()
    while address not in seen:
        seen.add(address)
        page = read(address)
        found += page["items"]
        address = page["next"]
    return found


def test_a_session_and_its_series_are_told_in_public(london: None) -> None:
    one = planned(3, 18, where=venue("Tide Hall"), title="Cook together")
    page = read(SESSIONS)
    assert page["license"] == "https://creativecommons.org/licenses/by/4.0/"
    item = page["items"][0]
    assert (item["state"], item["kind"], item["id"]) == ("updated", "ScheduledSession", one.public_id)
    data = item["data"]
    assert data["startDate"].startswith(one.local_start) and data["duration"] == "PT90M"
    assert data["location"]["name"] == "Tide Hall"
    assert data["eventStatus"] == "https://schema.org/EventScheduled"
    series = read(SERIES)["items"][0]
    assert (series["kind"], series["data"]["name"]) == ("SessionSeries", "Cook together")
    assert series["data"]["@id"] == data["superEvent"]
    assert series["data"]["offers"] == [{"@type": "Offer", "price": 0.0, "priceCurrency": "GBP"}]


def test_pages_follow_each_other_by_modified_and_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "FEED_PAGE", 2)
    of, soon = activity(), timezone.localdate() + timedelta(days=9)
    with time_machine.travel(timezone.now(), tick=False):  # all in the same millisecond: the id decides
        made = [session(activity=of, local_start=f"{soon}T{hour}:00") for hour in range(10, 15)]
    found = everything(SESSIONS)
    assert sorted(item["id"] for item in found) == sorted(one.public_id for one in made)  # each once
    assert len({item["modified"] for item in found}) == 1


def test_the_last_page_names_itself_and_a_change_appears_behind_it() -> None:
    one, two = planned(3, 10), planned(4, 10)
    last = read(read(SESSIONS)["next"])
    assert (last["items"], read(last["next"])["next"]) == ([], last["next"])
    with time_machine.travel(timezone.now() + timedelta(seconds=30), tick=False):
        change_activity(activity=two.activity, title="Ride slowly", by=None)
    changed = read(last["next"])["items"]
    assert [item["id"] for item in changed] == [two.public_id]
    assert one.public_id in [item["id"] for item in everything(SESSIONS)]


def test_what_was_just_written_waits_until_it_has_settled() -> None:
    planned(3, 10)
    assert json.loads(Client().get(SESSIONS).content)["items"] == []
    assert len(read(SESSIONS)["items"]) == 1


def test_what_is_no_longer_public_is_told_as_gone() -> None:
    one = planned(3, 10)
    change_activity(activity=one.activity, is_public=False, by=None)
    for feed in (SESSIONS, SERIES):
        (item,) = everything(feed)
        assert item["state"] == "deleted" and "data" not in item


def test_of_what_was_never_public_nothing_is_told_nor_when_it_changes() -> None:
    hidden = planned(3, 10, is_public=False)
    change_activity(activity=hidden.activity, title="Ride slowly", by=None)
    cancel_session(session=hidden, because="The hall is flooded", by=None)
    assert (everything(SESSIONS), everything(SERIES), FeedItem.objects.count()) == ([], [], 0)
    was = planned(4, 10)  # control: what was told once is told as gone, once
    for _twice in range(2):
        change_activity(activity=was.activity, is_public=False, title="Ride on", by=None)
    told = FeedItem.objects.values_list("modified", flat=True)
    first = set(told)
    change_activity(activity=was.activity, title="Ride off", by=None)
    assert (set(told.all()), len(everything(SESSIONS))) == (first, 1)


def test_a_cancelled_session_says_so() -> None:
    one = planned(3, 10)
    cancel_session(session=one, because="The hall is flooded", by=None)
    assert everything(SESSIONS)[0]["data"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_sessions_that_have_begun_are_gone_and_forgotten_after_eight_days() -> None:
    one = planned(3, 10)
    begun = one.starts_at + LATER
    forget_past_openings(now=begun)
    assert [(item.kind, item.is_deleted) for item in FeedItem.objects.order_by("kind")] == [
        ("series", True), ("session", True),
    ]  # fmt: skip
    forget_past_openings(now=begun + timedelta(days=7))
    assert FeedItem.objects.count() == 2
    forget_past_openings(now=begun + rules.GONE_KEPT_FOR + LATER)
    assert FeedItem.objects.count() == 0


def test_nobody_stands_in_a_feed() -> None:
    one = planned(3, 10)
    seat(
        one,
        name="Marker Person",
        contact="marker@demonstration.example",
        needs="marker needs",
        at=timezone.now(),
    )
    text = json.dumps([everything(SESSIONS), everything(SERIES)])
    assert "arker" not in text
    assert "apacity" not in text  # how many places are left would tell who books


def test_half_a_place_to_go_on_from_is_refused() -> None:
    for wrong in (
        "?afterTimestamp=1",
        "?afterId=a",
        "?afterTimestamp=x&afterId=a",
        "?afterTimestamp=&afterId=",
    ):
        assert Client().get(SESSIONS + wrong).status_code == 400


def test_a_page_asks_the_database_as_often_for_many(django_assert_num_queries: Any) -> None:
    for many in (1, 3):
        for number in range(many):
            planned(3 + many * 5 + number, 10)
        with time_machine.travel(timezone.now() + LATER, tick=False), django_assert_num_queries(2):
            Client().get(SESSIONS)


def test_the_page_of_open_data_names_both_feeds() -> None:
    page = Client().get("/open/").content.decode()
    strict_html(page)
    assert SESSIONS in page and SERIES in page
    assert Session.objects.count() == 0
