"""Every page of `weft.web` and every component, looked at by a browser."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, fits_everywhere, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.web.samples"), pytest.mark.django_db(transaction=True)]
PAGES = {
    "landing": "/",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "not-found": "/nowhere",
    "table": "/samples/table",
    "form": "/samples/form",
    "form-refused": "/samples/form-refused",
}


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible_and_fits_every_screen(page: Page, live_server: LiveServer, name: str) -> None:
    page.goto(live_server.url + PAGES[name])
    axe_clean(page)
    fits_everywhere(page)
    screenshot(page, name)
    screenshot(page, name, 375)
    axe_clean(page)
