"""The machine's own Chromium, driven by Playwright. Without one, browser tests say so and are skipped."""

import functools
import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NONE_FOUND = (
    f"No browser to test with: install one of {', '.join(NAMES)} (Debian and Ubuntu: apt install chromium)"
)


def chromium() -> str | None:
    return os.environ.get("WEFT_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def until_read(click: Callable[..., None]) -> Callable[..., None]:
    """A click is over when the page it leads to has been read: Playwright only waits until its first bytes are in,
    and on a busy machine a question asked then finds an empty page."""

    @functools.wraps(click)
    def clicked(self: Locator, *arguments: object, **options: object) -> None:
        click(self, *arguments, **options)
        if not self.page.is_closed():
            self.page.wait_for_load_state("domcontentloaded")

    return clicked


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip(NONE_FOUND)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", until_read(Locator.click))
        running = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor. The page policy is bypassed only so that axe can be injected."""
    made = browser.new_context(bypass_csp=True, viewport={"width": 1200, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def page_without_scripts(browser: Browser) -> Iterator[Page]:
    """A visitor whose browser runs no JavaScript at all."""
    made = browser.new_context(java_script_enabled=False, viewport={"width": 1200, "height": 900})
    yield made.new_page()
    made.close()
