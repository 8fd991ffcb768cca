"""What whoever watches is told, and what readers see when the database is gone or the disk is full."""

import errno
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.operations import health
from weft.operations.actions import run_tick
from weft.operations.outage import is_outage
from weft.requests.models import Request

pytestmark = pytest.mark.django_db
TOKEN = "p0Zr7Qw2Lk9Xv4Bn8Mt1Yc6Hd3"
SENT = {"key": "k", "format": "audio", "what": "This page", "channel": "phone", "contact": "020 7946 0001"}


def gone(*_: Any, **__: Any) -> None:
    raise OperationalError("server closed the connection; password=secret")


@pytest.fixture
def database_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr(connection, "ensure_connection", gone)


def test_anyone_learns_only_that_it_is_well(client: Client) -> None:
    found = client.get("/health")
    assert (found.status_code, found.json()) == (200, {"status": "ok"})
    assert "no-store" in found["Cache-Control"]


def test_details_are_for_the_token_and_for_staff(client: Client, settings: Settings) -> None:
    run_tick()
    settings.HEALTH_TOKEN = TOKEN
    told = client.get("/health", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert sorted(told) == ["database", "faults", "jobs", "last_backup", "last_tick", "record", "status"]
    assert told["jobs"]["verify"]["is_failing"] is False and told["last_tick"]
    assert client.get("/health", headers={"Authorization": f"Bearer {TOKEN}x"}).json() == {"status": "ok"}
    officer = sign_in(Client(), account("officer@example.org", "officer")).get("/health").json()
    resident = sign_in(Client(), account("resident@example.org")).get("/health").json()
    assert "jobs" in officer and resident == {"status": "ok"}
    settings.HEALTH_TOKEN = ""
    assert client.get("/health", headers={"Authorization": "Bearer "}).json() == {"status": "ok"}


def test_without_a_database_health_answers_503(
    client: Client, database_gone: None, settings: Settings
) -> None:
    settings.HEALTH_TOKEN = TOKEN
    assert client.get("/health").status_code == 503
    told = client.get("/health", headers={"Authorization": f"Bearer {TOKEN}"}).json()
    assert told == {"status": "failing", "faults": ["The database does not answer."]}


def test_a_full_disk_makes_health_answer_503(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "LEAST_FREE_MB", 10**9)
    assert client.get("/health").json() == {"status": "failing"}

    def full(**_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(health.tempfile, "TemporaryFile", full)
    assert health.disk_fault() == "The data folder cannot be written to."


def test_readers_are_told_in_plain_words_when_nothing_can_be_kept(database_gone: None) -> None:
    client = Client(raise_request_exception=False)
    page = client.post(reverse("request-new"), SENT)
    assert (page.status_code, page["Retry-After"]) == (503, "120")
    strict_html(page)
    text = page.content.decode()
    assert "What you sent just now was not kept." in text
    assert "secret" not in text and "7946" not in text


def test_control_any_other_failure_is_our_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise ValueError("a fault in the code")

    monkeypatch.setattr("weft.requests.views.asking.ask", broken)
    page = Client(raise_request_exception=False).post(reverse("request-new"), SENT)
    assert page.status_code == 500 and "Something went wrong on our side" in page.content.decode()


def test_a_disk_that_fills_up_while_a_request_is_kept_loses_nothing_acknowledged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was told to be kept is there; what could not be kept was answered with 503, and sent again it is one."""
    client = Client(raise_request_exception=False)
    assert client.post(reverse("request-new"), SENT).status_code == 302

    def full(**_: Any) -> None:
        raise OperationalError("database or disk is full")

    rows = Request.objects.unscoped("the test looks")
    with monkeypatch.context() as patch:
        patch.setattr("weft.requests.actions.asking.record_event", full)
        assert client.post(reverse("request-new"), SENT | {"key": "second"}).status_code == 503
        assert rows.count() == 1
    assert client.post(reverse("request-new"), SENT | {"key": "second"}).status_code == 302
    assert client.post(reverse("request-new"), SENT | {"key": "second"}).status_code == 302
    assert rows.count() == 2


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (OperationalError("x"), True),
        (OSError(errno.ENOSPC, "full"), True),
        (OSError(errno.EACCES, "not allowed"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_what_counts_as_an_outage(error: BaseException | None, expected: bool) -> None:
    assert is_outage(error) is expected
