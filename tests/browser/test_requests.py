"""Ask for large print without an account, by keyboard; staff see it on Today and answer."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, looked_at
from tests.browser.hands import as_somebody, tab_to
from tests.people.make import account
from weft.requests.models import Request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO = True


def test_large_print_is_asked_for_by_keyboard_and_answered_from_today(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url + "/privacy")
    page.get_by_role("link", name="Ask for another format").click()
    looked_at(page, "request-new")
    page.get_by_role("button", name="Send").click()
    looked_at(page, "request-new-refused")
    assert page.title().startswith("Error: ")
    page.reload()
    page.goto(live_server.url + "/requests/new")
    tab_to(page, "input[name=format]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=what]")
    page.keyboard.type("The page about volunteering")
    tab_to(page, "input[name=channel]")
    page.keyboard.press("Space")
    tab_to(page, "textarea[name=contact]")
    page.keyboard.type("reader@demonstration.example")
    tab_to(page, "main button")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="We have your request").wait_for()
    looked_at(page, "request-kept")
    kept_at = page.url
    made = Request.objects.unscoped("the test looks").get()
    assert (made.format, made.contact) == ("large_print", "reader@demonstration.example")

    as_somebody(page, live_server, account("officer@demonstration.example", "officer"))
    page.goto(live_server.url + "/today/")
    looked_at(page, "today")
    page.get_by_role("link", name="1 request for large print").click()
    looked_at(page, "request-one")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("link", name="Say that it takes longer").click()
    looked_at(page, "request-extend")
    page.go_back()
    page.get_by_role("link", name="Answer", exact=True).click()
    looked_at(page, "request-answer")
    page.get_by_label("Your answer").fill("It is in the post.")
    page.get_by_role("button", name="Answer").click()
    page.get_by_text("Answered.").first.wait_for()
    page.goto(live_server.url + "/requests/")
    looked_at(page, "request-list")
    page.goto(live_server.url + "/today/")
    assert "Nothing needs you." in page.inner_text("main")
    page.goto(kept_at)
    assert "Your request was answered" in page.inner_text("main")


def test_asking_works_without_scripts_and_mirrored(
    page_without_scripts: Page, page: Page, live_server: LiveServer
) -> None:
    bare = page_without_scripts
    bare.goto(live_server.url + "/requests/new/complaint")
    bare.get_by_label("What went wrong?").fill("The door was locked.")
    bare.get_by_label("By post").check()
    bare.get_by_label("Where to").fill("1 Elm Road")
    bare.get_by_role("button", name="Send").click()
    assert "We have your request" in bare.inner_text("main")
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    page.goto(live_server.url + "/requests/new/data")
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    axe_clean(page)
    fits_everywhere(page)
