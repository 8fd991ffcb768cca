"""An officer brings a form: the faulty workbook is told row by row, the right one is looked at and published."""

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at
from tests.forms.intake.books import faulty_workbook, good_workbook
from tests.people.make import account, sign_in
from weft.forms.models import FormVersion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def officer_signs_in(page: Page, live_server: LiveServer) -> None:
    client = sign_in(Client(), account("officer@example.org", "officer"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def choose(page: Page, content: bytes) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    page.get_by_label("The form’s file").set_input_files(
        {"name": "neighbours.xlsx", "mimeType": kind, "buffer": content}
    )
    page.get_by_role("button", name="Read the form").click()


def test_from_a_faulty_workbook_to_a_live_form(page: Page, live_server: LiveServer) -> None:
    officer_signs_in(page, live_server)
    page.goto(f"{live_server.url}/forms/keep/")
    page.get_by_role("link", name="Bring a form").click()
    looked_at(page, "forms-new")
    choose(page, faulty_workbook())
    assert page.get_by_role("heading", level=1).inner_text() == "This form cannot be used yet"
    assert page.locator(".listing--faults tbody tr").count() == 4
    looked_at(page, "forms-problems")

    page.get_by_role("link", name="Bring it again").click()
    choose(page, good_workbook())
    assert page.get_by_role("heading", level=1).inner_text() == "Neighbours, version 1"
    looked_at(page, "forms-version")
    page.get_by_role("link", name="Publish").click()
    looked_at(page, "forms-publish")
    page.get_by_role("button", name="Publish").click()
    assert page.get_by_text("Version 1 is live.").is_visible()

    page.get_by_role("link", name="Add questions of the bank").click()
    looked_at(page, "forms-insert")
    page.get_by_label("Are you 16 or older?").check()
    page.get_by_role("button", name="Add them").click()
    assert page.get_by_role("heading", name="What changed since version 1").is_visible()
    looked_at(page, "forms-changes")
    page.goto(f"{live_server.url}/forms/keep/neighbours/")
    looked_at(page, "forms-page")
    page.goto(f"{live_server.url}/forms/keep/")
    looked_at(page, "forms-list")
    page.goto(f"{live_server.url}/forms/keep/begin")
    looked_at(page, "forms-begin")
    states = FormVersion.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "live"), (2, "draft")]
