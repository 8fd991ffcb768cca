"""Places in a browser: from a postcode to a venue, and an officer who adds one. Without scripts."""

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, looked_at, screenshot
from tests.people.make import account, sign_in
from tests.places.make import collection, feature, file_of, square
from weft.places.actions import VenueFacts, add_venue, import_boundaries, import_postcodes, load_pack
from weft.places.models import Venue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def london(transactional_db: None) -> None:
    load_pack(by=None)
    import_postcodes(file=file_of("pcds,lat,long,laua\nSE1 7PB,51.50131,-0.11907,E09000022\n"), by=None)
    shape = feature("W1", square(-0.15, 51.45), name="Bishop's", parent="E09000022")
    import_boundaries(file=collection(shape), kind="ward", by=None)
    for number, name in enumerate(("Tide Hall", "Ebb Library", "Flood Kitchen")):
        access = ("step_free", "creche", "hearing_loop") if number else ("toilets",)
        add_venue(
            facts=VenueFacts(
                name, 51.505 + number / 200, -0.11 - number / 150, "1 Weaver Street", "SE1", access
            ),
            by=None,
        )


def officer_signs_in(page: Page, live_server: LiveServer) -> None:
    client = sign_in(Client(), account("officer@example.org", "officer"))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


@pytest.mark.usefixtures("london")
def test_from_a_postcode_to_a_venue(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/places/")
    looked_at(page, "places-home")
    page.get_by_label("Postcode or area").fill("SE1 7PB")
    page.get_by_label("What would help").select_option("step_free")
    page.get_by_role("button", name="Search").click()
    assert "7PB" not in page.url.upper()
    assert page.get_by_role("heading", level=1).inner_text() == "Venues near SE1"
    assert page.locator(".hit").count() == 2 and page.locator(".chip--asked").count() == 2
    looked_at(page, "places-near")
    page.get_by_role("link", name="Ebb Library").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ebb Library"
    looked_at(page, "places-venue")
    page.goto(f"{live_server.url}/places/areas/E09000022/")
    looked_at(page, "places-area")


@pytest.mark.usefixtures("london")
def test_a_mirrored_page_keeps_its_sketch_unmirrored(page: Page, live_server: LiveServer) -> None:
    page.context.add_cookies([{"name": "django_language", "value": "ar", "url": live_server.url}])
    page.goto(f"{live_server.url}/places/near?at=51.500,-0.120&within=2&of=SE1")
    axe_clean(page)
    fits_everywhere(page)
    screenshot(page, "places-near-ar")
    sketch, pin = page.locator(".sketch").bounding_box(), page.locator(".sketch__pin >> nth=0").bounding_box()
    assert (
        sketch and pin and pin["x"] > sketch["x"] + sketch["width"] / 2
    )  # east of the middle stays on the right


@pytest.mark.usefixtures("london")
def test_an_officer_adds_a_venue_and_is_told_what_is_missing(page: Page, live_server: LiveServer) -> None:
    officer_signs_in(page, live_server)
    page.goto(f"{live_server.url}/places/")
    page.get_by_role("link", name="Add a venue").click()
    page.get_by_role("button", name="Save the venue").click()
    assert page.get_by_role("link", name="Enter the name of the venue").is_visible()
    looked_at(page, "places-venue-form")
    page.get_by_label("Name of the venue").fill("Shuttle Room")
    page.get_by_label("Street and number").fill("3 Weaver Street")
    page.get_by_label("Postcode").fill("se17pb")
    page.get_by_label("Step-free").check()
    page.get_by_role("button", name="Save the venue").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Shuttle Room"
    assert Venue.objects.get(name="Shuttle Room").area.name == "Bishop's"


@pytest.mark.usefixtures("london")
def test_an_officer_sees_which_row_of_a_file_is_wrong(page: Page, live_server: LiveServer) -> None:
    officer_signs_in(page, live_server)
    page.goto(f"{live_server.url}/places/import")
    looked_at(page, "places-import")
    page.get_by_label("Where postcodes lie").check()
    file = {"name": "p.csv", "mimeType": "text/csv", "buffer": b"pcds,lat,long\nSE1 7PB,x,-0.1\n"}
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Import the file").click()
    assert page.get_by_role("link", name="row 2, column lat: this is not a number of degrees.").is_visible()
    looked_at(page, "places-import-refused")
