"""The static site from a plain file server: readable by everybody, without the service, without scripts."""

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.checks import axe_clean, fits_everywhere, screenshot
from tests.measure.test_site import small_city
from weft.measure.site.making import make
from weft.measure.site.writing import write

__all__ = ["small_city"]
pytestmark = pytest.mark.browser
LOOKED_AT = (
    "index.html",
    "explore/index.html",
    "explore/R1/2018-19/area/index.html",
    "explore/O1/2021-22/tenure/since-2018-19/index.html",
    "indicators/R1/index.html",
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def atlas(small_city: None, tmp_path: Path) -> Iterator[str]:
    """The address of a server that knows nothing but files."""
    site = make(lambda _share, _doing: None)
    write(tmp_path, site.files, site.releases)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(tmp_path)))
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
    serving.join()


def test_pages_of_the_site_are_accessible_and_fit_every_screen(page: Page, atlas: str) -> None:
    for path in LOOKED_AT:
        page.goto(atlas + path)
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith(
            "Charter"
        )
        axe_clean(page)
        fits_everywhere(page)
    screenshot(page, "atlas-indicator")


def test_without_scripts_a_reader_gets_from_the_front_page_to_a_split_and_takes_it_along(
    page_without_scripts: Page, atlas: str
) -> None:
    page = page_without_scripts
    page.goto(atlas)
    page.get_by_role("link", name="Explore the figures").click()
    page.get_by_role("link", name="Belongs to the city").click()
    page.get_by_text("Choose another split or wave").click()
    page.get_by_role("link", name="Housing tenure").click()
    assert page.locator("h2").first.inner_text() == "By housing tenure"
    page.get_by_role("link", name="2018-19", exact=True).last.click()
    assert page.locator("thead").first.inner_text().find("Since 2018-19") >= 0
    with page.expect_download() as waiting:
        page.get_by_role("link", name="This view (CSV)").click()
    assert waiting.value.suggested_filename == "O1-2021-22-tenure-2018-19.csv"
    assert page.locator("form").count() == 0
