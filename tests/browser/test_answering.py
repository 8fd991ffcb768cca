"""Answering a form on a phone without JavaScript, by keyboard, and set from right to left."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, fits_everywhere
from tests.forms.pages.samples import NEIGHBOURS, SHORT, version_of
from weft.forms.models import Response

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 320, "height": 640}


def submitted() -> int:
    return Response.objects.unscoped("test").filter(state="submitted").count()


def test_a_form_is_answered_on_a_phone_without_scripts(
    live_server: LiveServer, page_without_scripts: Page
) -> None:
    version_of(SHORT)
    phone = page_without_scripts
    phone.set_viewport_size(PHONE)
    phone.goto(f"{live_server.url}/forms/street/")
    phone.get_by_role("button", name="Start").click()
    phone.get_by_label("What do people call you?").fill("Ada")
    phone.keyboard.press("Enter")
    phone.get_by_label("How old are you?").fill("44")
    phone.get_by_role("button", name="Save and come back later").click()
    phone.get_by_role("button", name="Get a code").click()
    code = phone.locator(".code").inner_text()
    phone.get_by_role("button", name="close the form on this device").click()
    phone.get_by_label("Enter your code").fill(code.lower())
    phone.keyboard.press("Enter")
    phone.get_by_label("What is your work?").fill("Baker")
    phone.keyboard.press("Enter")
    phone.get_by_role("button", name="Continue").click()
    assert "Choose an answer" in phone.locator(".govuk-error-summary").inner_text()
    phone.get_by_label("Yes").check()
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_role("link", name="Change How old are you?").click()
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_role("link", name="Continue").click()
    phone.get_by_role("button", name="Send").click()
    assert "Your answers have arrived" in phone.locator("h1").inner_text()
    assert submitted() == 1


def test_pages_are_sound_in_three_directions(live_server: LiveServer, page: Page) -> None:
    version_of(NEIGHBOURS)
    page.goto(f"{live_server.url}/forms/street/")
    axe_clean(page)
    page.get_by_label("العربية").check()
    page.locator("main form button").first.click()
    axe_clean(page)
    assert page.locator("html").get_attribute("dir") == "rtl"
    base = page.url
    page.goto(f"{base}page/children/")
    for language in ("English mirrored", "English"):
        axe_clean(page)
        fits(page, 320)
        page.locator("main").get_by_role("button", name=language, exact=True).click()
    assert page.locator("html").get_attribute("dir") == "ltr"
    page.get_by_role("button", name="Continue").click()
    axe_clean(page)
    fits_everywhere(page)
