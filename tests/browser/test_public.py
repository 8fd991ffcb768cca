"""The public pages in a browser: accessible, never too wide, mirrored, printed, without scripts."""

import re
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import ROOT, axe_clean, fits_everywhere, screenshot
from tests.measure.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_city")]
LOOKED_AT = (
    "landing",
    "picture",
    "R1",
    "O3",
    "E5",
    "E7",
    "definitions",
    "how-we-know",
    "how-we-hide",
    "demo-data",
    "explore-all",
    "explore-places",
    "explore-since",
    "explore-group",
    "explore-pair",
    "corrections",
)
MIRRORED = ("picture", "R1", "E5", "definitions", "explore-since")


def test_every_page_is_accessible_and_fits_every_screen(page: Page, live_server: LiveServer) -> None:
    for name in LOOKED_AT:
        page.goto(live_server.url + PAGES[name])
        axe_clean(page)
        fits_everywhere(page)
        screenshot(page, f"public-{name}")
        screenshot(page, f"public-{name}", 375)
        axe_clean(page)


def test_mirrored_pages_are_accessible_and_fit(page: Page, live_server: LiveServer) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    for name in MIRRORED:
        page.goto(live_server.url + PAGES[name])
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        axe_clean(page)
        fits_everywhere(page)
        screenshot(page, f"public-{name}-ar")
        screenshot(page, f"public-{name}-ar", 375)


def test_the_first_screen_of_an_indicator_answers_the_question(page: Page, live_server: LiveServer) -> None:
    page.set_viewport_size({"width": 1200, "height": 900})
    page.goto(live_server.url + PAGES["R1"])
    for selector in ("h1", ".figure__value", ".copy", "#definition", ".answer__means dd >> nth=0"):
        box = page.locator(selector).bounding_box()
        assert box is not None and box["y"] + box["height"] <= 900, selector
    page.locator(".copy").click()
    copied = page.evaluate("getSelection().toString()")
    for said in (
        "8% of",
        "2018-19",
        "95% interval 7% to 9%",
        "answered",
        "definition R1 version 1",
        "synthetic",
    ):
        assert said in copied


def test_without_scripts_a_reader_gets_from_the_picture_to_a_borough(
    page_without_scripts: Page, live_server: LiveServer
) -> None:
    page = page_without_scripts
    page.goto(live_server.url + PAGES["picture"])
    page.get_by_role("link", name="Often or always lonely").first.click()
    page.get_by_role("navigation", name="Breakdowns").get_by_role("link", name="Where").click()
    page.locator(".tiles a", has_text="CMD").click()
    assert page.url.endswith("/measure/indicators/R1/#E09000007")
    row = page.locator("tr:target")
    assert row.locator("th").inner_text() == "Camden"
    assert row.is_visible()


def test_a_page_prints_with_its_definition_and_without_the_furniture(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    page.goto(live_server.url + PAGES["R1"])
    page.emulate_media(media="print")
    assert page.locator(".answer__means").is_visible()
    assert not page.locator(".head .verbs").is_visible()
    assert page.locator(".demo").is_visible()
    folder = ROOT / ".weft" / "screenshots"
    printed = page.pdf(path=folder / "public-R1.pdf", format="A4")
    assert 3 <= len(re.findall(rb"/Type\s*/Page\b", plain(printed))) <= 12


def plain(pdf: bytes) -> bytes:
    """The objects of a PDF, the packed ones unpacked."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(_unpacked(part) for part in packed)


def _unpacked(part: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(part)
    except zlib.error:
        return b""
