"""The pages that belong to no verb: what they say, what they weigh, what they refuse."""

import gzip
from pathlib import Path

import pytest
from django.test import Client, override_settings
from pytest_django import Settings

from tests.browser.checks import strict_html
from weft.web.figures import FigureCard

pytestmark = pytest.mark.urls("tests.web.samples")
ROOT = Path(__file__).resolve().parents[2]
STATUS = {
    "/": 200,
    "/privacy": 200,
    "/accessibility": 200,
    "/nowhere": 404,
    "/samples/table": 200,
    "/samples/parts": 200,
    "/samples/form": 200,
    "/samples/form-refused": 200,
}
HEAVIEST_PAGE = 60_000
WHOLE = '<!doctype html><html lang="en"><head><title>T</title></head><body>%s</body></html>'


@pytest.fixture
def reader(db: None) -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", ["en-gb", "ar"])
@pytest.mark.parametrize("demo", [True, False])
@pytest.mark.parametrize("address", STATUS)
def test_page_is_strict_html_with_nothing_the_policy_blocks(
    reader: Client, settings: Settings, address: str, demo: bool, language: str
) -> None:
    settings.DEMO = demo
    reader.cookies["django_language"] = language
    response = reader.get(address)
    assert response.status_code == STATUS[address]
    strict_html(response)
    assert response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/privacy", "/accessibility"])
def test_public_pages_set_no_cookie(reader: Client, address: str) -> None:
    assert not reader.get(address).cookies


def test_a_page_with_its_style_sheet_is_light(reader: Client) -> None:
    sheet = gzip.compress((ROOT / ".weft/static/weft/weft.css").read_bytes())
    assert len(sheet) <= 25_000
    assert len(sheet) + len(gzip.compress(reader.get("/samples/table").content)) <= HEAVIEST_PAGE


@pytest.mark.parametrize("sheet", ["weft.css", "weft-rtl.css"])
def test_style_sheets_fetch_nothing_and_hold_no_gov_uk_property(sheet: str) -> None:
    text = (ROOT / ".weft/static/weft" / sheet).read_text(encoding="utf-8")
    for forbidden in ("url(", "@font-face", "@import", "GDS Transport", "crown", "crest"):
        assert forbidden not in text


def sample_figure() -> FigureCard:
    from tests.web.samples import CARD

    return CARD


def test_landing_shows_the_figure_it_is_given(reader: Client) -> None:
    with override_settings(LANDING_FIGURE="tests.web.test_views.sample_figure"):
        text = reader.get("/").content.decode()
    for part in ("8%", "<bdi>7% to 9%</bdi>", "6,600", "2018-19", "Sample survey", "R1, version 1"):
        assert part in text


def test_landing_without_a_release_says_so(reader: Client) -> None:
    assert "No figure is published yet" in reader.get("/").content.decode()


def test_landing_claims_no_verb_that_is_not_built(reader: Client) -> None:
    text = reader.get("/").content.decode()
    assert text.count("Planned, not built yet") == 3


def test_only_a_demonstration_has_the_banner(reader: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "Demonstration city: synthetic data." in reader.get("/").content.decode()
    settings.DEMO = False
    assert "synthetic" not in reader.get("/").content.decode()


def test_a_mirrored_language_gets_the_mirrored_sheet_and_arabic_words(reader: Client) -> None:
    answer = reader.post("/language", {"language": "ar", "next": "/privacy"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/privacy")
    text = reader.get("/privacy").content.decode()
    assert '<html lang="ar" dir="rtl">' in text
    assert "weft/weft-rtl.css" in text
    assert "انتقل إلى المحتوى الرئيسي" in text
    assert '<main id="main" class="main" tabindex="-1">' in text  # in the language of the page


def test_language_never_sends_the_reader_elsewhere(reader: Client) -> None:
    answer = reader.post("/language", {"language": "ar", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
    assert reader.get("/language").status_code == 405


def test_health_answers(reader: Client) -> None:
    assert reader.get("/health").json() == {"status": "ok"}


@override_settings(DEBUG=False)
def test_our_own_failure_has_a_plain_page(reader: Client) -> None:
    response = reader.get("/samples/broken")
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()
    strict_html(response)


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "413"])
def test_error_pages_say_what_to_do(rf: object, name: str) -> None:
    from django.shortcuts import render

    response = render(rf.get("/"), f"{name}.html")  # type: ignore[attr-defined]
    strict_html(response)
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("<p><div></div></p>", "Not strict"),
        ('<p style="x">a</p>', "style attribute"),
        ("<script>1</script>", "a script"),
        ('<p onclick="x()">a</p>', "an inline handler"),
        ('<img src="//elsewhere.example/a.png" alt="">', "another host"),
    ],
)
def test_control_the_strict_check_can_fail(body: str, what: str) -> None:
    with pytest.raises(AssertionError, match=what):
        strict_html(WHOLE % body)
