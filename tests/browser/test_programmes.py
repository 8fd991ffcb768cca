"""An officer brings a programme from the gallery to an open edition in a few clicks; somebody shows a certificate."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, screenshot
from tests.people.make import account, sign_in
from tests.programmes.make import changed, folder
from weft.programmes.blueprint.shelf import from_shelf
from weft.programmes.models import Evidence, Programme
from weft.replay.playing import play

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_CLICKS = 25  # a minute each, with the reading, stays under half an hour


class Hand:
    """Counts every click and every field filled in."""

    def __init__(self, page: Page) -> None:
        self.page, self.clicks, self.fields = page, 0, 0

    def press(self, role: str, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]

    def fill(self, label: str, text: str) -> None:
        self.fields += 1
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(label).first


def signed_in(page: Page, live_server: LiveServer, email: str, *roles: str) -> None:
    cookie = sign_in(Client(), account(email, *roles)).cookies["sessionid"].value
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


def look(page: Page, name: str) -> None:
    axe_clean(page)
    fits_everywhere(page)
    for width in (320, 1200):
        screenshot(page, f"programmes-{name}", width)


def test_from_the_gallery_to_an_open_edition(
    page_without_scripts: Page, page: Page, live_server: LiveServer, tmp_path: Path, settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings.BLUEPRINTS = [tmp_path]
    made = folder(tmp_path)
    changed(folder(tmp_path, "dining"), "theme: relationships", "theme: equality")
    quiet = page_without_scripts
    signed_in(quiet, live_server, "officer@example.org", "officer")
    hand = Hand(quiet)
    quiet.goto(f"{live_server.url}/programmes/run/")
    hand.press("link", "Choose a blueprint")
    hand.press("link", "Cooking together")
    hand.press("link", "Install it")
    hand.fill("What is it called here?", "Eat together in Bow")
    hand.press("checkbox", "Urdu")
    hand.press("button", "Install")
    hand.press("link", "Steps")
    hand.fill("Book a place: title", "Say that you come")
    hand.press("button", "Keep these words")
    hand.press("link", "Activities and their places")
    hand.fill("how many places", "16")
    hand.press("button", "Keep these words")
    hand.press("link", "Languages and areas")
    hand.press("button", "Keep")
    hand.press("link", "Open an edition")
    hand.press("button", "Open it")
    found = Programme.objects.get()
    assert (found.title, found.state, found.languages) == ("Eat together in Bow", "open", ["en", "ur"])
    assert found.told["activities"][0]["places"]["seat"]["total"] == 16
    assert found.editions.get().targets.get().amount == 48
    with capsys.disabled():
        print(
            f"\n  blueprint to open edition, without JavaScript: {hand.clicks} clicks, {hand.fields} fields"
        )
    assert hand.clicks + hand.fields <= MOST_CLICKS

    signed_in(page, live_server, "officer@example.org", "officer")
    changed(made, 'version: "1.0"', 'version: "1.1"')
    changed(made, "Book a place", "Book your place")
    for address, name in (
        ("run/", "list"),
        ("blueprints/", "gallery"),
        ("blueprints/cooking/", "preview"),
        ("blueprints/cooking/install", "install"),
        ("run/cooking/", "run"),
        ("run/cooking/words/activities", "words"),
        ("run/cooking/edition", "edition"),
        ("run/cooking/where", "where"),
        ("run/cooking/upgrade", "upgrade"),
    ):
        page.goto(f"{live_server.url}/programmes/{address}")
        look(page, name)
    page.get_by_role("button", name="Take it over").click()
    found.refresh_from_db()
    assert (found.version, found.told["steps"][0]["title"]) == ("1.1", "Say that you come")


def test_somebody_shows_a_certificate_and_an_officer_checks_it(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    from tests.programmes.make import programme
    from weft.programmes.actions import open_programme

    open_programme(programme=programme(tmp_path), by=None)
    signed_in(page, live_server, "ada@example.org")
    page.goto(f"{live_server.url}/my/evidence/")
    page.get_by_role("link", name="Show something").click()
    look(page, "offer")
    page.get_by_label("Food hygiene certificate").check()
    page.get_by_role("button", name="I can show this").click()
    look(page, "own")
    signed_in(page, live_server, "officer@example.org", "officer")
    page.goto(f"{live_server.url}/programmes/evidence/")
    look(page, "evidence-list")
    page.get_by_role("link", name="ada@example.org: Food hygiene certificate").click()
    look(page, "evidence-check")
    page.get_by_label("It is what was asked for").check()
    page.get_by_role("button", name="Keep").click()
    assert Evidence.objects.unscoped("test").get().state == "verified"


def test_everybody_reads_what_bike_buddies_reached(page: Page, live_server: LiveServer) -> None:
    play(from_shelf("bike-buddies", with_forms=True))
    page.goto(f"{live_server.url}/programmes/bike-buddies/")
    row = page.get_by_role("row").filter(has_text="The minutes of the volunteer, once")
    assert "245 hours" in row.inner_text()  # 243 to the nearest five
    look(page, "programme-public")
