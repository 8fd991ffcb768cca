"""Every page of `weft.web` and every component, looked at by a browser."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, fits_everywhere, screenshot

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.samples"),
    pytest.mark.django_db(transaction=True),
]
PAGES = {
    "landing": "/",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "not-found": "/nowhere",
    "table": "/samples/table",
    "parts": "/samples/parts",
    "form": "/samples/form",
    "form-refused": "/samples/form-refused",
}
FIGURE = "tests.web.test_views.sample_figure"


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO, settings.LANDING_FIGURE = True, FIGURE


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits_every_screen(page: Page, live_server: LiveServer, name: str) -> None:
    page.goto(live_server.url + PAGES[name])
    axe_clean(page)
    fits_everywhere(page)
    screenshot(page, name)
    screenshot(page, name, 375)
    axe_clean(page)


@pytest.mark.parametrize("name", ["landing", "table", "form-refused"])
def test_mirrored_page_is_accessible_and_fits(page: Page, live_server: LiveServer, name: str) -> None:
    _choose_arabic(page, live_server)
    page.goto(live_server.url + PAGES[name])
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    axe_clean(page)
    fits_everywhere(page)
    screenshot(page, name + "-ar")
    screenshot(page, name + "-ar", 375)


def test_a_mirrored_page_flips_charts_and_header_but_never_the_map(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url + "/samples/table")
    before = _left(page, ".brand"), _left(page, ".tiles .x1"), _left(page, ".tiles .x8")
    _choose_arabic(page, live_server)
    page.goto(live_server.url + "/samples/table")
    after = _left(page, ".brand"), _left(page, ".tiles .x1"), _left(page, ".tiles .x8")
    assert before[0] < 200 < 800 < after[0]
    assert before[1] < before[2] and after[1] < after[2]
    flipped = page.evaluate("getComputedStyle(document.querySelector('.chart')).transform")
    assert flipped == "matrix(-1, 0, 0, 1, 0, 0)"


def test_language_can_be_chosen_without_scripts(page_without_scripts: Page, live_server: LiveServer) -> None:
    page_without_scripts.goto(live_server.url + "/privacy")
    page_without_scripts.get_by_role("button", name="العربية").click()
    assert page_without_scripts.url == live_server.url + "/privacy"
    assert page_without_scripts.get_by_role("link", name="انتقل إلى المحتوى الرئيسي").count() == 1


def test_the_skip_link_is_the_first_stop_and_reaches_the_content(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/privacy")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "govuk-skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_error_summary_leads_to_the_field(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/samples/form-refused")
    page.locator(".govuk-error-summary a[href='#id_kind_0']").click()
    assert page.evaluate("document.activeElement.id") == "id_kind_0"
    assert page.title().startswith("Error: ")


def test_stacked_rows_are_still_a_table(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 375, "height": 900})
    page.goto(live_server.url + "/samples/table")
    assert page.get_by_role("table").count() == 2
    assert page.get_by_role("rowheader", name="Sample measure three").count() == 1
    assert page.get_by_role("columnheader", name="Since 2018-19").count() == 1


def test_control_a_page_too_wide_is_caught(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/samples/too-wide")
    with pytest.raises(AssertionError, match="wider than a screen of 320"):
        fits(page, 320)


def test_control_a_picture_without_words_is_caught(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/samples/no-alt")
    with pytest.raises(AssertionError, match="image-alt"):
        axe_clean(page)


def _choose_arabic(page: Page, live_server: LiveServer) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])


def _left(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"]
