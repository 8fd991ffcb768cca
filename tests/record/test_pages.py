"""The auditor's pages: who may, what they show, what they never show."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.record.actions import record_event
from weft.record.anchors import anchor
from weft.record.keys import sealed_values
from weft.record.models import Event
from weft.record.queries import EVENTS_A_PAGE, known_actions, timeline_of
from weft.record.verifying import verify

HOLDER = "p" * 22


@pytest.fixture
def auditor(db: None, client: Client) -> Client:
    return sign_in(client, account("audit@example.org", "auditor"))


def numbers(client: Client, address: str) -> list[int]:
    text = client.get(address).content.decode()
    return [int(found) for found in re.findall(r'href="/record/(\d+)"><span class="hidden', text)]


def some(count: int, action: str = "test.thing.make") -> list[int]:
    return [record_event(by=None, action=action, thing=f"test.thing:{n}").number for n in range(count)]


@pytest.mark.parametrize(
    ("role", "code"),
    [("auditor", 200), ("system_admin", 200), ("officer", 404), ("analyst", 404), ("volunteer", 404)],
)
def test_only_auditors_and_system_administrators_may_open_it(
    db: None, client: Client, role: str, code: int
) -> None:
    sign_in(client, account("someone@example.org", role))
    for address in ("/record/", "/record/1", "/record/table.csv"):
        assert client.get(address).status_code == code, address


def test_an_auditor_without_a_second_factor_is_sent_to_show_one(db: None, client: Client) -> None:
    sign_in(client, account("audit@example.org", "auditor"), second_factor=False)
    assert client.get("/record/").headers["Location"] == reverse("second-factor")


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in(db: None, client: Client) -> None:
    assert client.get("/record/").headers["Location"].startswith(reverse("sign-in"))


def test_pages_are_strict_html_and_kept_nowhere(auditor: Client) -> None:
    for address in ("/record/", "/record/1", "/record/?action=none.such", "/record/?from_day=x"):
        response = auditor.get(address)
        strict_html(response)
        assert response.headers["Cache-Control"] == "no-store, private"


def test_an_event_that_is_not_there_is_missing(auditor: Client) -> None:
    assert auditor.get("/record/999999").status_code == 404


def test_pages_go_by_number_newest_first_and_back(auditor: Client) -> None:
    made = some(EVENTS_A_PAGE * 2 + 3)
    first = numbers(auditor, "/record/?action=test.thing.make")
    assert first == made[::-1][:EVENTS_A_PAGE]
    second = numbers(auditor, f"/record/?action=test.thing.make&before={first[-1]}")
    assert second == made[::-1][EVENTS_A_PAGE : 2 * EVENTS_A_PAGE]
    assert numbers(auditor, f"/record/?action=test.thing.make&after={second[0]}") == first
    last = auditor.get(f"/record/?action=test.thing.make&before={second[-1]}").content.decode()
    assert ("Older events" in last, "Newer events" in last) == (False, True)


@pytest.mark.parametrize("odd", ["before=x", "before=-1", "before=99999999999999999999", "before=²"])
def test_odd_numbers_in_the_address_do_no_harm(auditor: Client, odd: str) -> None:
    assert auditor.get(f"/record/?{odd}").status_code == 200


def test_filters_narrow_by_what_who_thing_and_day(auditor: Client) -> None:
    with time_machine.travel(datetime(2026, 3, 1, 23, 30, tzinfo=UTC), tick=False):
        [old] = some(1)
    with time_machine.travel(datetime(2026, 3, 2, 0, 30, tzinfo=UTC), tick=False):
        new = record_event(by="account:77", action="test.thing.end", thing="test.thing:9").number
    assert numbers(auditor, "/record/?action=test.thing.make") == [old]
    assert numbers(auditor, "/record/?actor=account:77") == [new]
    assert numbers(auditor, "/record/?thing=test.thing:9") == [new]
    assert numbers(auditor, "/record/?from_day=2026-03-01&to_day=2026-03-01") == [old]
    assert numbers(auditor, "/record/?from_day=2026-03-02&to_day=2026-03-02") == [new]


def test_a_day_before_the_first_is_refused_in_words(auditor: Client) -> None:
    text = auditor.get("/record/?from_day=2026-03-02&to_day=2026-03-01").content.decode()
    assert "Enter a day that is not before the first" in text
    assert "<title>Error: The record - Weft</title>" in text


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "x", "2026-02-30"])
def test_a_day_that_cannot_be_asked_for_is_refused_and_gives_no_table(auditor: Client, day: str) -> None:
    for name in ("from_day", "to_day"):
        text = auditor.get(f"/record/?{name}={day}").content.decode()
        assert "Enter a day, for example 2026-11-22" in text
        sent = auditor.get(f"/record/table.csv?{name}={day}")
        assert sent.headers["Location"] == f"/record/?{name}={day}"
    assert not Event.objects.filter(action="record.table.export").exists()


@pytest.mark.parametrize("odd", ["thing=%27%3B--", "action=nothing"])
def test_odd_filters_do_no_harm(auditor: Client, odd: str) -> None:
    assert auditor.get(f"/record/?{odd}").status_code == 200


def test_the_list_costs_the_same_for_few_and_many(auditor: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            auditor.get("/record/")
        return len(seen)

    some(1)
    one = cost()
    some(40)
    assert cost() == one


def test_sealed_values_are_never_opened(auditor: Client) -> None:
    sealed = sealed_values(HOLDER, {"name": "Jo Bloggs"})
    made = record_event(
        by=None,
        action="people.person.correct",
        thing="people.person:x",
        before=sealed,
        after={"rows": [1, sealed]},
    )
    page = auditor.get(f"/record/{made.number}").content.decode()
    file = b"".join(auditor.get("/record/table.csv").streaming_content).decode()  # type: ignore[attr-defined]
    for text in (page, file):
        assert "kept sealed" in text
        assert sealed["name"]["sealed"] not in text and "Bloggs" not in text
    assert "<h1>Own entry corrected</h1>" in page


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1", "＝1"])
def test_the_table_runs_no_formula(auditor: Client, start: str) -> None:
    record_event(by=None, action="test.thing.make", thing="test.thing:1", reason=start)
    rows = table_of(auditor, "/record/table.csv?action=test.thing.make")
    assert [row["reason"] for row in rows] == [f"'{start}"]


def table_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.streaming
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(text)))


def test_taking_the_table_away_is_recorded_with_its_filters(auditor: Client) -> None:
    made = some(3)
    rows = table_of(auditor, "/record/table.csv?action=test.thing.make")
    assert [int(row["number"]) for row in rows] == made[::-1]
    event = Event.objects.get(action="record.table.export")
    assert event.actor.startswith("account:")
    assert event.after == {"filters": {"action": "test.thing.make"}}
    assert auditor.head("/record/table.csv").status_code == 405
    assert Event.objects.filter(action="record.table.export").count() == 1


def test_the_outcome_of_the_last_check_stands_on_top(auditor: Client) -> None:
    assert "never checked here" in auditor.get("/record/").content.decode()
    verify()
    anchor()
    text = auditor.get("/record/").content.decode()
    count = Event.objects.count()
    assert f"Checked {count} events and 0 facts on" in text
    assert f"Anchored outside the database up to event {count}" in text


def test_a_broken_record_is_said_on_top(auditor: Client, break_record: Callable[[], None]) -> None:
    break_record()
    verify()
    text = auditor.get("/record/").content.decode()
    assert "The record is not whole" in text
    assert "Event 1 was changed: its digest does not match what it says." in text


@pytest.fixture
def break_record() -> Callable[[], None]:
    from tests.record import tamper

    def broken() -> None:
        tamper.unguarded()
        tamper.run("UPDATE record_event SET reason = 'other' WHERE number = 1")

    return broken


def test_the_timeline_of_a_thing_is_its_events_newest_first(db: None) -> None:
    first = record_event(by=None, action="test.thing.make", thing="test.thing:1")
    record_event(by=None, action="test.thing.make", thing="test.thing:2")
    last = record_event(by=None, action="test.thing.end", thing="test.thing:1", reason="done")
    assert timeline_of("test.thing:1") == [last, first]
    from django.template.loader import render_to_string

    text = render_to_string("record/timeline.html", {"events": timeline_of("test.thing:1")})
    assert text.index("test.thing.end") < text.index("test.thing.make")
    assert timeline_of("test.thing:none") == []


def test_known_actions_are_listed_once(db: None) -> None:
    some(3)
    some(1, "test.thing.end")
    assert known_actions() == ["test.thing.end", "test.thing.make"]


@pytest.mark.parametrize("odd", ["after=%00", "actor=%00"])
def test_a_character_no_database_takes_is_refused(auditor: Client, odd: str) -> None:
    assert auditor.get(f"/record/?{odd}").status_code == 400
