"""The auditor's pages in a browser: looked at, narrowed, followed, without scripts."""

import pytest
from django.conf import settings
from django.db import transaction
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, screenshot
from tests.people.make import account
from tests.record.tamper import make_record
from weft.people.roles.current import SECOND_FACTOR
from weft.record.actions import record_event
from weft.record.anchors import anchor
from weft.record.keys import sealed_values
from weft.record.verifying import verify

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path) -> None:
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"


def as_auditor(page: Page, server: LiveServer) -> None:
    from django.test import Client

    client = Client()
    client.force_login(account("audit@example.org", "auditor"))
    session = client.session
    session[SECOND_FACTOR] = 1
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": server.url}])


def some_events() -> None:
    for _ in range(6):
        make_record()
    with transaction.atomic():
        sealed = sealed_values("p" * 22, {"name": "Jo"})
        record_event(
            by="account:3",
            action="people.person.correct",
            thing="people.person:q1w2e3r4t5y6u7i8o9p0aa",
            before=sealed,
            after={**sealed, "language": "cy"},
            reason="They asked for their name to be written as in their passport.",
        )
    anchor()
    verify()


def test_the_record_is_accessible_and_fits_every_screen(page: Page, live_server: LiveServer) -> None:
    some_events()
    as_auditor(page, live_server)
    for name, address in (
        ("record", "/record/"),
        ("record-event", "/record/55"),
        ("record-refused", "/record/?from_day=2026-03-02&to_day=2026-03-01"),
    ):
        page.goto(live_server.url + address)
        axe_clean(page)
        fits_everywhere(page)
        screenshot(page, name)
        screenshot(page, name, 320)


def test_an_auditor_finds_an_event_without_scripts(
    page_without_scripts: Page, live_server: LiveServer
) -> None:
    page = page_without_scripts
    some_events()
    as_auditor(page, live_server)
    page.goto(live_server.url + "/record/")
    assert page.get_by_text("The record is whole").count() == 1
    page.get_by_role("link", name="Older events").click()
    assert page.get_by_role("rowheader").count() == 7  # 57 events in all, with the two of the account
    page.get_by_text("Choose which events").click()
    page.get_by_label("What was done").select_option("people.person.correct")
    page.get_by_role("button", name="Show these events").click()
    page.get_by_role("link", name="Event 55").click()
    assert page.get_by_role("cell", name="kept sealed").count() == 2
    page.get_by_role("link", name="people.person:q1w2e3r4t5y6u7i8o9p0aa").click()
    assert page.get_by_role("rowheader").count() == 1
