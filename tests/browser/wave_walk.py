"""Who walks through a wave, and what an officer does before anybody answers."""

import re
import zlib
from pathlib import Path
from typing import Any

from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.browser.hands import tab_to
from tests.browser.test_fieldwork import list_of, press
from tests.fielding.make import day
from tests.people.make import sign_in
from weft.fielding.codes import coder
from weft.fielding.models import Case, Fieldwork, LetterBatch

PHONE: ViewportSize = {"width": 375, "height": 740}
DESK: ViewportSize = {"width": 1200, "height": 900}


class Walk:
    """Who walks, and one browser that measures every page they see."""

    def __init__(self, browser: Browser, measuring: Page, host: str) -> None:
        self.browser, self.measuring, self.host = browser, measuring, host
        self.problems: list[str] = []

    def visitor(self, user: User | None = None, *, scripts: bool = False) -> Page:
        context = self.browser.new_context(java_script_enabled=scripts, viewport=DESK if user else PHONE)
        if user:
            session = str(sign_in(Client(), user).session.session_key)
            name = configured.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session, "url": self.host}])
        return context.new_page()

    def look(self, page: Page, name: str) -> None:
        """Strict, accessible, and no wider than a small phone."""
        self.measuring.context.clear_cookies()
        self.measuring.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        self.measuring.goto(page.url)
        try:
            strict_html(page.context.request.get(page.url).text())
            axe_clean(self.measuring)
            fits(self.measuring, 320)
        except AssertionError as error:
            self.problems.append(f"{name}: {error}")
        screenshot(self.measuring, f"wave-{name}", 320)


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def plan_by_keyboard(page: Page, walk: Walk) -> Fieldwork:
    """From the form's own page to a planned wave; paper is forgotten."""
    page.goto(f"{walk.host}/measure/fieldwork/new")
    tab_to(page, "select[name=form]")
    page.keyboard.type("City survey")
    type_into(page, "input[name=name]", "spring")
    first, last = (page.locator(f"input[name={name}]") for name in ("first_day", "last_day"))
    first.fill(day(0).isoformat())
    last.fill(day(40).isoformat())
    for mode in ("telephone", "interviewer", "collect"):
        tab_to(page, f"input[value={mode}]")
        page.keyboard.press("Space")
    type_into(page, "input[name=reminder1]", "0")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_text("Planned. Next: bring the addresses.").wait_for()
    return Fieldwork.objects.get()


def print_due(page: Page, walk: Walk, wave: Fieldwork, count: int) -> LetterBatch:
    """One press of the button that prints so many letters."""
    page.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/letters")
    page.get_by_role("button", name=f"Print these {count} letters").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the letters (PDF)").click()
    made = LetterBatch.objects.latest("pk")
    assert codes_on(Path(waiting.value.path()).read_bytes()) == codes_of(wave, made.contacts.values("case"))
    press(page, "They are in the post: mark as sent")
    return made


def codes_on(pdf: bytes) -> set[str]:
    """The codes printed on letters, as somebody with the paper in hand reads them."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    text = b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x").decode("latin-1")
    return {found.replace(" ", "") for found in re.findall(r"\(((?:[2-9A-Z]{4} ){2}[2-9A-Z]{4})\)", text)}


def codes_of(wave: Fieldwork, chosen: Any) -> set[str]:
    code_for = coder(wave.public_id)
    return {code_for(case.public_id) for case in Case.objects.unscoped("test").filter(pk__in=chosen)}


def bring_addresses(page: Page) -> None:
    page.get_by_role("link", name="Addresses").click()
    page.get_by_label("List of addresses").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": list_of(500)}
    )
    for name in ("Check the list", "Take over these 500 addresses", "Open fieldwork"):
        press(page, name)


def choose(page: Page, *values: str) -> None:
    for value in values:
        page.locator(f"input[value={value}]").check()
        page.locator("main form button.govuk-button").first.click()
