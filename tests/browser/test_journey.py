"""Bring your survey on a phone without JavaScript: every page looked at, the upload by keyboard alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.measure.samples import write_sav
from tests.people.make import account, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 800}


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A visitor on a phone with no JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


class Looked:
    """The walker's phone, and a second browser with the same session that measures each page."""

    def __init__(self, phone: Page, measuring: Page, host: str) -> None:
        self.phone, self.measuring, self.host = phone, measuring, host
        self.problems: list[str] = []

    def look(self, name: str) -> None:
        """The page as the walker sees it is strict HTML, accessible, and fits every screen."""
        self.measuring.goto(self.phone.url)
        for check in (
            lambda: strict_html(self.phone.context.request.get(self.phone.url).text()),
            lambda: axe_clean(self.measuring),
            lambda: fits(self.measuring, 320),
            lambda: fits(self.measuring, 375, text=200),
        ):
            try:
                check()
            except AssertionError as error:
                self.problems.append(f"{name}: {error}")
        screenshot(self.measuring, f"journey-{name}", 375)
        screenshot(self.measuring, f"journey-{name}")

    def press(self, name: str) -> None:
        self.phone.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.phone.get_by_role("link", name=name, exact=True).first.click()


@pytest.fixture
def looked(phone: Page, page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Looked:
    """Signed in on both, work done inside the request."""
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    ana = account("ana@example.org", "analyst")
    found = Looked(phone, page, live_server.url)
    phone.goto(f"{live_server.url}/measure/surveys/")
    assert "/sign-in?next=" in phone.url
    found.look("sign-in")
    session = sign_in(Client(), ana).session.session_key
    for browser in (phone, page):
        browser.context.add_cookies([{"name": "sessionid", "value": str(session), "url": live_server.url}])
    phone.goto(f"{live_server.url}/measure/surveys/")
    return found


def upload_by_keyboard(looked: Looked, file: Path) -> None:
    """Tab to the file field, give it the file, tab to the button, press Enter."""
    phone = looked.phone
    phone.locator("h1").click()
    for _ in range(30):
        phone.keyboard.press("Tab")
        if phone.locator("input[type=file]:focus").count():
            break
    phone.locator("input[type=file]:focus").set_input_files(file)
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    phone.wait_for_url(re.compile(r"/measure/surveys/[\w-]{22}/$"))


def test_every_page_of_the_journey_on_a_phone_without_javascript(looked: Looked, tmp_path: Path) -> None:
    phone = looked.phone
    looked.look("list-empty")
    looked.follow("Bring a survey file")
    looked.look("upload")
    looked.press("Upload and read it")
    assert phone.locator(".govuk-error-summary a").inner_text() == "Choose a survey file"
    phone.goto(f"{looked.host}/measure/surveys/new")
    upload_by_keyboard(looked, write_sav(tmp_path / "city.sav"))
    hub = phone.url
    looked.look("hub-new")
    looked.follow("What we read")
    looked.look("read")
    looked.follow("Continue")
    looked.look("about")
    looked.press("Save and continue")
    assert phone.locator(".govuk-error-summary li").count() == 7
    screenshot(phone, "journey-about-refused", 375)
    for label, text in {
        "Name of the survey": "Survey of the City",
        "When people answered": "2025-26",
        "Who could be asked": "residents aged 16 and over",
        "How they answered": "online and on paper",
        "How many were asked, how many answered": "900 of 5,000 addresses asked (18%)",
    }.items():
        phone.get_by_label(label).fill(text)
    phone.get_by_label("The place it is about").select_option(label="London")
    phone.get_by_label("Drawn at random").check()
    phone.get_by_label("The answers are made up").check()
    looked.press("Save and continue")
    looked.look("columns")
    looked.press("Accept all 4 suggestions")
    looked.look("columns-accepted")
    phone.goto(f"{hub}columns/5/")
    looked.look("column")
    looked.follow("Make a measure of our own from this column")
    looked.look("own")
    phone.get_by_label("Short name of the measure").fill("Cycled last week")
    phone.get_by_label("The share of people").check()
    phone.get_by_label("Yes, last week").check()
    looked.press("Save and continue")
    looked.look("codes")
    looked.press("Save and continue")
    looked.follow("Continue")
    looked.look("design")
    phone.get_by_label("Weight (optional)", exact=True).select_option("wt")
    phone.get_by_label("Strata (optional)", exact=True).select_option("strat")
    phone.get_by_label("Clusters (primary sampling units)").select_option("point")
    phone.get_by_label("Column that says where people live").select_option("borough")
    looked.press("Save and continue")
    looked.look("areas")
    looked.press("Save and continue")
    looked.look("breakdowns")
    looked.press("Save and continue")
    looked.look("weights-none")
    looked.follow("Sex")
    looked.look("margin")
    phone.get_by_label("Female").fill("4,500")
    phone.get_by_label("Male", exact=True).fill("4300")
    looked.press("Save")
    looked.look("weights")
    phone.get_by_label("Where the totals come from").fill("Census 2021")
    looked.press("Save and continue")
    looked.look("check-before")
    looked.press("Work out the tables")
    looked.look("check")
    looked.follow("Continue")
    looked.look("evidence")
    looked.follow("Often or always lonely")
    looked.look("measure")
    phone.goto(f"{hub}publish")
    looked.look("publish")
    phone.goto(f"{hub}recipe")
    looked.look("recipe")
    phone.goto(f"{hub}remove")
    looked.look("remove")
    phone.goto(f"{hub}publish")
    looked.press("Build the release")
    looked.look("built")
    looked.press("Ask for sign-off")
    looked.look("asked")
    phone.goto(hub)
    looked.look("hub")
    phone.goto(f"{looked.host}/measure/surveys/")
    looked.look("list")
    assert not looked.problems, "\n".join(looked.problems)
