"""What an officer may change: venues, and files through the web."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.browser.checks import strict_html
from tests.people.make import KEPT_NOWHERE, account, sign_in
from tests.places.make import collection, feature, square
from weft.places.actions import VenueFacts, add_venue, change_venue
from weft.places.actions.venues import UnknownAccess
from weft.places.models import Area, Postcode, Venue
from weft.record.models import Event

pytestmark = pytest.mark.django_db
INSIDE = "Enter latitude and longitude inside the city, such as 51.5010, -0.1190"
UNKNOWN_POSTCODE = "We do not know where this postcode is. Enter the latitude and longitude"
SAID = {
    "name": "Tide Hall", "address": "1 Weaver Street", "postcode": "se1 7pb", "coordinates": "",
    "access": ["step_free", "creche"], "creche_from": "1", "creche_to": "4", "access_note": "",
}  # fmt: skip


@pytest.mark.parametrize("path", ["/places/venues/add", "/places/import"])
def test_only_officers_reach_the_pages_that_change_places(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302  # to sign in
    assert sign_in(client, account("resident@example.org")).get(path).status_code == 404
    response = sign_in(Client(), account("officer@example.org", "officer")).get(path)
    assert (response.status_code, response["Cache-Control"]) == (200, KEPT_NOWHERE)


@pytest.mark.usefixtures("london")
def test_an_officer_adds_a_venue_once_and_its_place_follows_from_the_postcode(officer: Client) -> None:
    page = officer.get("/places/venues/add")
    strict_html(page)
    key = page.context["form"]["key"].value()
    for _ in range(2):
        response = officer.post("/places/venues/add", SAID | {"key": key})
        assert response.status_code == 302
    venue = Venue.objects.get()
    assert (venue.postcode, venue.latitude, venue.area.name) == ("SE17PB", 51.50131, "Lambeth")
    assert (venue.access, venue.creche_from, venue.creche_to) == (["step_free", "creche"], 1, 4)
    event = Event.objects.latest("number")
    assert (event.action, event.thing, event.actor[:8]) == (
        "places.venue.add",
        f"places.venue:{venue.public_id}",
        "account:",
    )
    shown = officer.get(response["Location"])
    strict_html(shown)
    for words in (
        "Tide Hall was added",
        "1 Weaver Street, SE1 7PB",
        "Crèche, ages 1 to 4",
        "Change this venue",
    ):
        assert words in shown.content.decode(), words


@pytest.mark.usefixtures("london")
def test_an_officer_changes_a_venue_and_the_record_keeps_only_what_changed(officer: Client) -> None:
    officer.post("/places/venues/add", SAID)
    venue = Venue.objects.get()
    address = f"/places/venues/{venue.public_id}/change"
    strict_html(officer.get(address))
    officer.post(address, SAID | {"coordinates": "51.50131, -0.11907"})
    assert Event.objects.filter(action="places.venue.change").count() == 0  # nothing was different
    officer.post(
        address, SAID | {"name": "Ebb Hall", "access": ["toilets"], "creche_from": "", "creche_to": ""}
    )
    event = Event.objects.latest("number")
    assert event.action == "places.venue.change"
    assert event.after == {"name": "Ebb Hall", "access": ["toilets"], "creche_from": None, "creche_to": None}
    assert event.before == {
        "name": "Tide Hall",
        "access": ["step_free", "creche"],
        "creche_from": 1,
        "creche_to": 4,
    }
    officer.post(address, SAID | {"is_closed": "on"})
    assert officer.get("/places/near?at=51.500,-0.120&within=2").context["hits"] == []
    assert "This venue has closed" in officer.get(f"/places/venues/{venue.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": ""}, "name", "Enter the name of the venue"),
        ({"address": ""}, "address", "Enter the street and number"),
        ({"postcode": "12345"}, "postcode", "Enter a postcode such as SE1 7PB"),
        ({"postcode": "SE1 9ZZ"}, "coordinates", UNKNOWN_POSTCODE),
        ({"coordinates": "48.85, 2.35"}, "coordinates", INSIDE),
        ({"coordinates": "Camden"}, "coordinates", INSIDE),
        ({"creche_from": "6"}, "creche_to", "Enter an oldest age that is not below the youngest"),
        ({"creche_from": "x"}, "creche_from", "Enter an age from 0 to 17"),
        ({"creche_to": "18"}, "creche_to", "Enter an age from 0 to 17"),
        ({"access": []}, "access", "Choose Crèche, or leave out its ages"),
        ({"access": ["nothing"]}, "access", "Choose from the list"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("london")
def test_a_venue_form_says_what_to_enter(officer: Client, wrong: dict, field: str, said: str) -> None:
    response = officer.post("/places/venues/add", SAID | wrong)
    strict_html(response)
    assert said in response.context["form"].errors[field]
    assert Venue.objects.count() == 0


def test_a_feature_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(UnknownAccess):
        add_venue(facts=VenueFacts("Hall", 51.5, -0.1, access=("lift", "moat")), by=None)


@pytest.mark.usefixtures("london")
def test_a_change_that_is_none_records_nothing() -> None:
    facts = VenueFacts("Hall", 51.5, -0.1)
    venue = add_venue(facts=facts, by=None)
    before = Event.objects.count()
    change_venue(venue=venue, facts=facts, by=None)
    assert Event.objects.count() == before


# Import through the web


@pytest.mark.usefixtures("london")
def test_an_officer_imports_each_kind_of_file(officer: Client) -> None:
    strict_html(officer.get("/places/import"))
    outlines = collection(feature("W1", square(-0.2, 51.5), parent="E09000007"), packed=True).getvalue()
    counts = b"lad_code,sex,n\nE09000007,Women,110000\nE09000007,Men,100131\n"
    for name, content, said in (
        ("w.geojson.gz", outlines, {"what": "boundaries", "kind": "ward"}),
        ("p.csv", b"pcds,lat,long\nSE1 7PC,51.5,-0.1\n", {"what": "postcodes"}),
        ("sex_2021.csv", counts, {"what": "population", "topic": "Sex", "source": "ONS"}),
    ):
        response = officer.post(
            "/places/import", said | {"file": SimpleUploadedFile(name, content)}, follow=True
        )
        assert "The file was taken over" in response.content.decode(), name
    assert Area.objects.get(code="W1").parent.name == "Camden"
    assert Postcode.objects.filter(code="SE17PC").exists()
    assert [e.action for e in Event.objects.order_by("-number")[:3]] == ["places.import"] * 3
    page = officer.get("/places/areas/E09000007/").content.decode()
    assert ("Sex, 2021" in page, "110,000" in page, "52%" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("said", "content", "field", "wrong"),
    [
        (
            {"what": "postcodes"}, b"pcds,lat,long\nSE1 7PB,x,-0.1\nSE1 7PC,51.5,y\n", "file",
            [f"row {row}, column {name}: this is not a number of degrees." for row, name in ((2, "lat"), (3, "long"))],
        ),
        ({"what": "boundaries"}, b"{}", "kind", ["Choose the kind of area"]),
        ({"what": "population"}, b"x", "topic", ["Enter what is counted, for example ethnic group"]),
        ({}, b"x", "what", ["Choose what the file holds"]),
        ({"what": "postcodes"}, b"", "file", ["The file is empty. Choose another"]),
    ],
)  # fmt: skip
def test_a_refused_import_names_row_and_column_and_keeps_nothing(
    officer: Client, said: dict, content: bytes, field: str, wrong: list[str]
) -> None:
    response = officer.post("/places/import", said | {"file": SimpleUploadedFile("f.csv", content)})
    strict_html(response)
    assert response.context["form"].errors[field] == wrong
    assert (Area.objects.count(), Postcode.objects.count()) == (0, 0)


def test_an_import_needs_the_page_it_is_sent_from() -> None:
    strict = sign_in(Client(enforce_csrf_checks=True), account("officer@example.org", "officer"))
    response = strict.post("/places/import", {"what": "postcodes", "file": SimpleUploadedFile("p.csv", b"x")})
    assert response.status_code == 403


def test_a_file_too_large_for_the_web_is_stopped(officer: Client) -> None:
    response = officer.post(
        "/places/import", {"what": "postcodes", "file": SimpleUploadedFile("p.csv", b"x" * 22_100_000)}
    )
    assert response.status_code == 413
