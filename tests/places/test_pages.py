"""The pages of places: what anybody sees, what a postcode leaves behind, and what an officer may change."""

import logging

import pytest
from django.test import Client

from tests.browser.checks import strict_html
from weft.places.actions import VenueFacts, add_venue
from weft.record.models import Event

pytestmark = pytest.mark.django_db


def test_an_empty_service_says_what_to_do(client: Client) -> None:
    response = client.get("/places/")
    strict_html(response)
    assert "Load a place pack with ./weft places pack" in response.content.decode()


@pytest.mark.usefixtures("london")
def test_a_typed_postcode_is_in_no_address_no_log_and_no_table(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/places/find", {"near": "SE1 7PB", "within": "2", "need": ""})
    assert (response.status_code, response["Location"]) == (
        302,
        "/places/near?at=51.500%2C-0.120&within=2&of=SE1",
    )
    assert "no-store" in response["Cache-Control"] and not response.cookies
    page = client.get(response["Location"]).content.decode()
    assert "7PB" not in page.upper() and "51.5013" not in page
    assert "7PB" not in caplog.text.upper()
    held = [str(event.after) + str(event.before) + event.thing for event in Event.objects.all()]
    assert "7PB" not in "".join(held).upper()


@pytest.mark.usefixtures("london")
def test_two_postcodes_of_one_spot_share_an_address() -> None:
    from weft.places.geometry import Point
    from weft.places.views.public import near_url

    assert near_url(Point(51.50131, -0.11907), 2, "SE1") == near_url(Point(51.5019, -0.1204), 2, "SE1")
    assert near_url(Point(51.5131, -0.11907), 2, "SE1") != near_url(Point(51.50131, -0.11907), 2, "SE1")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a postcode or the name of an area"),
        ("nowhere", "We do not know this place. Enter a postcode, such as SE1 7PB, or the name of an area"),
        ("ZE1 0AA", "We do not know this place. Enter a postcode, such as SE1 7PB, or the name of an area"),
        ("0,0", "We do not know this place. Enter a postcode, such as SE1 7PB, or the name of an area"),
        ("S" * 81, "Enter a postcode or the name of an area"),
    ],
)
@pytest.mark.usefixtures("london")
def test_a_place_that_is_not_known_is_told_on_the_page(client: Client, typed: str, said: str) -> None:
    response = client.post("/places/find", {"near": typed, "within": "2"})
    strict_html(response)
    assert response.context["form"].errors == {"near": [said]}


@pytest.mark.parametrize("typed", ["SE1", "se1 9zz", "Camden", "51.50131, -0.11907"])
@pytest.mark.usefixtures("london")
def test_an_outcode_an_unlisted_postcode_an_area_and_coordinates_are_places_too(
    client: Client, typed: str
) -> None:
    response = client.post("/places/find", {"near": typed, "within": "20"})
    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize(
    "query", ["", "?at=1", "?at=nan,nan", "?at=99.0,0.0", "?at=51.5013145,-0.119", "?at=51.5,-0.1%00"]
)
def test_an_address_without_a_spot_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/places/near{query}").status_code == 400


@pytest.mark.usefixtures("london")
def test_whoever_comes_back_to_the_search_without_a_form_gets_an_empty_one(client: Client) -> None:
    assert client.get("/places/find").headers["Location"] == "/places/"


@pytest.mark.usefixtures("london")
def test_what_stands_in_an_address_is_not_repeated_unless_it_is_a_place(client: Client) -> None:
    page = client.get("/places/near?at=51.500,-0.120&within=999&of=Call+0900&need=nothing").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    assert ("0900" not in page[: page.index("<body")] + main, "within 2 km" in main) == (True, True)


@pytest.mark.usefixtures("london")
def test_an_area_tells_its_whole_its_people_and_its_source(client: Client) -> None:
    response = client.get("/places/areas/E09000007/")
    strict_html(response)
    page = response.content.decode()
    for words in ("210,131", "ONS Census 2021, OGL v3", "60%", "Islington", "part of", "Borough"):
        assert words in page, words
    assert client.get("/places/areas/E09999999/").status_code == 404


@pytest.mark.usefixtures("london")
def test_the_number_of_questions_to_the_database_does_not_grow_with_the_venues(
    client: Client, django_assert_max_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    addresses = ("/places/", "/places/areas/E09000022/", "/places/near?at=51.500,-0.120&within=2")
    counts = []
    for more in (1, 2):
        for _ in range(more):
            add_venue(facts=VenueFacts("Hall", 51.5, -0.12, postcode="SE1"), by=None)
        taken = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            taken.append(len(asked))
        counts.append(taken)
    assert counts[0] == counts[1]
