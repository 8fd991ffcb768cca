"""A letter is written in the language of its reader: their own, else the one kept with a booking, else the site's."""

import ast
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.formats import date_format
from pytest_django.fixtures import Settings

import weft
from tests.post.languages import said
from weft.people.models import Person
from weft.post.readers import in_language_of, language_of

TO_WHOEVER_PRESSED = {
    "gather/actions/online.py",  # codes and confirmations: the page is still open
    "people/accounts/actions/codes.py",
}


@pytest.mark.parametrize(
    ("own", "kept", "language"),
    [
        ("ur", "", "ur"),
        ("ur", "ar", "ur"),  # what they say of themselves goes before the page they booked on
        ("en", "ar", "en-gb"),  # as kept in people's entries, and as the site calls it
        ("en-gb", "ar", "en-gb"),
        ("", "ar", "ar"),
        ("so", "ar", "ar"),  # no catalogue of the site
        ("bsl", "", "en-gb"),
        ("bfi", "zz", "en-gb"),
        ("", "", "en-gb"),
    ],
)
def test_the_language_somebody_reads(own: str, kept: str, language: str) -> None:
    with translation.override("ar"):
        assert language_of(Person(language=own), kept) == language


def test_nobody_known_reads_the_language_of_the_site(settings: Settings) -> None:
    with translation.override("ar"):
        assert (language_of(None), language_of(None, "ur")) == ("en-gb", "ur")
        settings.LANGUAGE_CODE = "ur"
        assert language_of(None) == "ur"


def test_days_are_in_the_reader_s_language_too_and_the_page_keeps_its_own() -> None:
    from datetime import date

    with translation.override("ar"):
        page = date_format(date(2026, 12, 20), "l j F")
        with in_language_of(Person(language="en")):
            assert date_format(date(2026, 12, 20), "l j F") == "Sunday 20 December"
        assert date_format(date(2026, 12, 20), "l j F") == page != "Sunday 20 December"
    assert said("ur", "Cancelled: %(what)s", what="Ride") != said("ar", "Cancelled: %(what)s", what="Ride")


def test_whatever_queues_a_letter_asks_who_reads_it() -> None:
    rooms = Path(weft.__file__).parent
    asked = {
        str(file.relative_to(rooms)): names_in(file.read_text(encoding="utf-8"))
        for file in rooms.rglob("*.py")
        if file.parent.name != "post"
    }
    queueing = {file for file, names in asked.items() if "queue" in names}
    assert len(queueing) >= 9
    assert {file for file in queueing if "in_language_of" not in asked[file]} == TO_WHOEVER_PRESSED


def names_in(source: str) -> set[str]:
    """What a module takes from the outbox."""
    return {
        name.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weft.post")
        for name in node.names
    }
