"""Questions on one scale on screens large and small, the live counter under the real policy, owners on the hub."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at, screenshot
from tests.browser.hands import as_somebody, tab_to
from tests.forms.pages.samples import version_of
from tests.forms.pages.test_tables import LIKERT, VIEWS, Shared
from weft.forms.answers import filling_of
from weft.forms.models import Response
from weft.forms.pages.typed import LongAnswer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# A space of every kind that only one of Python and JavaScript would take by itself, and no more.
ODD = ["one two", "a\u00a0b\u2003c", "a\x1cb", "a\x85b", "a\ufeffb", "a\u200bb", " \t a \r\n b ", ""]


def begun(page: Page, at: str) -> str:
    page.goto(f"{at}/forms/area/")
    page.get_by_role("button", name="Start").click()
    return page.url.partition("page/")[0]


def test_a_table_is_answered_by_keyboard_and_stacks_on_a_phone(page: Page, live_server: LiveServer) -> None:
    version_of(LIKERT, "area")
    base = begun(page, live_server.url)
    page.get_by_role("button", name="Continue").click()
    looked_at(page, "table-refused")
    page.goto(base + VIEWS)
    first, second = (page.locator("input[type=radio]").nth(place).bounding_box() for place in (0, 1))
    assert first and second and first["y"] == second["y"]  # beside each other
    for name in ("buses", "parks"):
        tab_to(page, f"input[name=a--views--{name}]")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
    looked_at(page, "table")
    page.set_viewport_size({"width": 320, "height": 900})
    first, second = (page.locator("input[type=radio]").nth(place).bounding_box() for place in (0, 1))
    assert first and second and first["x"] == second["x"]  # one under the other, at 320
    page.locator("main form button").first.click()
    said = filling_of(Response.objects.unscoped("test").select_related("version").get())
    assert [said.state(f"/data/views/{name}").value for name in ("buses", "parks")] == ["2", "2"]
    looked_at(page, "table-and-others")


def test_words_are_counted_as_the_server_counts_them(browser: Browser, live_server: LiveServer) -> None:
    version_of(LIKERT, "area")
    context = browser.new_context()  # with the policy of the page in force
    page = context.new_page()
    base = begun(page, live_server.url)
    page.goto(base + "page/tell/")
    for text in ODD:
        page.locator("textarea").fill(text)
        sent = page.locator("textarea").input_value().replace("\n", "\r\n")
        words = len(LongAnswer(99).clean(sent).split())
        assert page.locator(".words-count").inner_text() == f"{words} of 5 words", repr(text)
    page.locator("textarea").fill("one two three four five six")
    assert page.locator(".words-count").inner_text() == "6 of 5 words: shorten your answer"
    page.get_by_role("status").get_by_text("6 of 5 words").wait_for(state="attached")
    screenshot(page, "words", 320)
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Shorten it to 5 words or fewer").first.wait_for()
    context.close()


def test_the_hub_shows_who_sees_to_a_section(page: Page, live_server: LiveServer) -> None:
    shared = Shared()
    as_somebody(page, live_server, shared.helper)
    page.goto(live_server.url + shared.at)
    page.get_by_role("link", name="Say who sees to which section").click()
    page.get_by_label("Home").select_option(value=shared.boss.person.public_id)
    looked_at(page, "sections")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Seen to by").wait_for()
    looked_at(page, "sections-hub")
