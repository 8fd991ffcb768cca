"""Today: by deadline, in a sentence, for staff only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.people.models import Organisation
from weft.people.roles.actor import ANYONE, Actor
from weft.requests.actions import Asked, ask, take
from weft.requests.states import Kind
from weft.today.tasks import TodayTask, Whose, board
from weft.today.words import by_when, sentence

TODAY = date(2026, 11, 24)
SAID: list[TodayTask] = []


def said(_actor: Actor) -> list[TodayTask]:
    return SAID


@pytest.fixture
def source(settings: Settings) -> list[TodayTask]:
    SAID.clear()
    settings.TODAY_SOURCES = ["tests.today.test_today.said"]
    return SAID


def due(days: int, count: int = 1) -> TodayTask:
    return TodayTask(count, "returns to check", due_at=TODAY + timedelta(days=days))


def test_each_line_stands_where_its_deadline_says(source: list[TodayTask]) -> None:
    source += [due(8), due(7), due(1), due(0), due(-1), TodayTask(1, "no day")]
    source += [TodayTask(1, "theirs", state=Whose.OTHERS), TodayTask(1, "on", state=Whose.ON)]
    found = board(ANYONE, TODAY)
    days = [
        [task.due_on for task in part]
        for part in (found.late, found.by_tonight, found.this_week, found.later)
    ]
    assert days == [
        [date(2026, 11, 23)],
        [TODAY],
        [date(2026, 11, 25), date(2026, 12, 1)],
        [date(2026, 12, 2), None],
    ]
    assert [task.words for task in found.others + found.on] == ["theirs", "on"]


@pytest.mark.parametrize(
    ("tasks", "words"),
    [
        ([], "Nothing needs you. Nothing is late."),
        ([due(0)], "One thing needs you, today. Nothing is late."),
        ([due(0, 2)], "Two things need you, all of them today. Nothing is late."),
        ([due(0, 2), due(3, 4)], "Six things need you, two of them today. Nothing is late."),
        ([due(3)], "One thing needs you. Nothing is late."),
        ([due(-2), due(5, 12)], "13 things need you, none of them today. One is late."),
    ],
)
def test_the_sentence_on_top_adds_up(source: list[TodayTask], tasks: list[TodayTask], words: str) -> None:
    source += tasks
    assert sentence(board(ANYONE, TODAY)) == f"Tuesday 24 November. {words}"


def test_a_deadline_is_said_in_words() -> None:
    at_five = TodayTask(1, "x", due_at=datetime(2026, 11, 24, 17, tzinfo=UTC))
    assert by_when(at_five, TODAY) == ("Today", "5pm")
    assert by_when(due(1), TODAY) == ("Wednesday", "in 1 day")
    assert by_when(due(9), TODAY) == ("3 December", "in 9 days")
    assert by_when(due(-2), TODAY) == ("22 November", "2 days late")


@pytest.mark.django_db
def test_a_request_needs_every_officer_until_one_takes_it(client: Client) -> None:
    mine, other = account("me@example.org", "officer"), account("other@example.org", "officer")
    asked = Asked(Kind.FORMAT, "The page", "email", "hidden@example.org", "large_print")
    made = ask(asked=asked, key="", by=None)
    page = sign_in(client, mine).get(reverse("today"))
    strict_html(page)
    text = page.content.decode()
    assert "request for large print" in text and reverse("request-one", args=[made.public_id]) in text
    assert "hidden@example.org" not in text and "no-store" in page["Cache-Control"]
    take(request=made, by=other)
    text = client.get(reverse("today")).content.decode()
    assert "request for large print" not in text and "request is with a colleague" in text
    assert "Nothing needs you." in text


@pytest.mark.django_db
def test_today_is_for_staff_who_showed_a_second_factor() -> None:
    partner = Organisation.objects.create(name="Partner", kind="charity")
    expected = {"officer": 200, "auditor": 200, "analyst": 200, "system_admin": 200, "partner_staff": 200}
    for role in (*expected, "volunteer", "carer"):
        inside = partner if role in ("partner_staff", "volunteer", "carer") else None
        user = account(f"{role}@example.org", role, organisation=inside)
        page = sign_in(Client(), user).get(reverse("today"))
        assert page.status_code == expected.get(role, 404), role
        header = sign_in(Client(), user).get("/privacy").content.decode()
        assert ('href="/today/"' in header) == (role in expected), role
        if role != "officer" and role != "auditor" and page.status_code == 200:
            assert "large print" not in page.content.decode()
    officer = sign_in(Client(), account("waiting@example.org", "officer"), second_factor=False)
    assert officer.get(reverse("today"))["Location"] == reverse("second-factor")


@pytest.mark.django_db
def test_staff_land_on_today_after_signing_in_and_others_elsewhere() -> None:
    officer = sign_in(Client(), account("officer@example.org", "officer"))
    assert officer.get(reverse("after-sign-in"))["Location"] == "/today/"
    resident = sign_in(Client(), account("resident@example.org"))
    assert resident.get(reverse("after-sign-in"))["Location"] in ("/", "/my/")
    new = sign_in(Client(), account("new@example.org", "system_admin"), second_factor=False)
    assert new.get(new.get(reverse("after-sign-in"))["Location"])["Location"] == reverse("second-factor")


@pytest.mark.django_db
def test_today_asks_the_database_as_often_for_three_requests_as_for_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, account("officer@example.org", "officer"))
    asked = Asked(Kind.FORMAT, "The page", "email", "a@example.org", "audio")
    counts = []
    for _ in range(2):
        ask(asked=asked, key="", by=None)
        with django_assert_max_num_queries(30) as captured:
            client.get(reverse("today"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.django_db
def test_readers_without_an_account_pay_nothing_for_it(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        assert "Today" not in client.get("/privacy").content.decode()
