"""A paper is keyed twice and settled with the keyboard alone; the form prints; an export is asked for and agreed to."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at
from tests.browser.hands import as_somebody, tab_to
from tests.forms.exports import made, small
from tests.people.make import account
from weft.forms.answers import filling_of
from weft.forms.models import Response

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def key_paper(page: Page, typed: dict[str, str], name: str = "") -> None:
    tab_to(page, "input[name=reference]")
    page.keyboard.type("A-17")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Paper A-17").wait_for()
    if name:
        looked_at(page, name)
        page.reload()
    for number, text in typed.items():
        tab_to(page, f"#{number}")
        page.keyboard.type(text)
    tab_to(page, "#whole")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def test_a_paper_is_keyed_twice_and_settled_by_keyboard(page: Page, live_server: LiveServer) -> None:
    made.form(small.FIRST)
    desk = live_server.url + "/forms/neighbours/returns/"
    as_somebody(page, live_server, account("one@demonstration.example", "community_researcher"))
    page.goto(desk)
    key_paper(page, {"q1": "1", "q2": "Ada", "q3": "?", "q8": "9", "q10": "1,6"}, "paper-key")
    page.get_by_role("heading", name="There is a problem").wait_for()
    looked_at(page, "paper-key-refused")
    page.reload()  # the first reading again, as a browser sends it
    page.goto(desk)
    key_paper(page, {"q1": "1", "q2": "Ada", "q3": "?", "q8": "1 2", "q10": "1,6"})
    page.get_by_text("Keyed once.").wait_for()

    as_somebody(page, live_server, account("two@demonstration.example", "officer"))
    page.goto(desk)
    key_paper(page, {"q1": "1", "q2": "Ida", "q3": "?", "q8": "1 2", "q10": "1.6"})
    page.get_by_text("The two readings differ.").wait_for()
    looked_at(page, "paper-returns")

    as_somebody(page, live_server, account("three@demonstration.example", "officer"))
    page.goto(desk)
    tab_to(page, "main .own a")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Settle paper A-17").wait_for()
    looked_at(page, "paper-settle")
    page.reload()
    tab_to(page, "input[name=q2]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "main .govuk-button")
    page.keyboard.press("Enter")
    page.get_by_text("Settled. The response is made.").wait_for()
    filling = filling_of(Response.objects.unscoped("the test looks").select_related("version").get())
    assert filling.state("/data/child/name").value == "Ida"
    assert filling.state("/data/groups").value == "choir club"


def test_a_form_is_read_and_printed(page: Page, live_server: LiveServer) -> None:
    made.form(small.FIRST, small.SECOND)
    for name, where in {
        "form-print": "print/",
        "form-paper": "paper/",
        "form-paper-large": "paper/?print=large",
        "form-paper-arabic": "paper/?lang=Arabic%20(ar)",
    }.items():
        page.goto(f"{live_server.url}/forms/neighbours/{where}")
        looked_at(page, name)


def test_special_answers_are_exported_once_somebody_agreed(page: Page, live_server: LiveServer) -> None:
    form = made.form(small.FIRST, small.SECOND)
    made.response(
        form, 2, {"/data/has_children": "no", "/data/about/belief": "no"}, {"/data/groups": "refused"}
    )
    as_somebody(page, live_server, account("one@demonstration.example", "officer"))
    page.goto(live_server.url + "/forms/neighbours/answers/")
    page.get_by_role("link", name="Count the answers to every question").click()
    looked_at(page, "form-answers")
    page.get_by_role("link", name="Export these answers").click()
    looked_at(page, "form-export-ask")
    page.get_by_label("SPSS").check()
    page.get_by_label("What the export is for").fill("The yearly report")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="The export waits for a second person").wait_for()
    waiting = page.url
    as_somebody(page, live_server, account("two@demonstration.example", "analyst"))
    page.goto(waiting)
    looked_at(page, "form-export-decide")
    page.get_by_label("Yes, it may be downloaded").check()
    page.get_by_role("button", name="Decide").click()
    as_somebody(page, live_server, sign_again("one@demonstration.example"))
    page.goto(waiting)
    looked_at(page, "form-export-one")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".zip")


def sign_again(email: str) -> Any:
    from django.contrib.auth.models import User

    return User.objects.get(email=email)
