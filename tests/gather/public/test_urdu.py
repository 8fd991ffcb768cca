"""Everything a resident meets from finding to booked to cancelled is there in Urdu."""

import re

import pytest
from django.test import Client
from django.utils import translation

from tests.gather.public.conftest import planned
from tests.gather.public.wording import wordings
from weft.web.catalogue import LOCALES, read_po


def test_every_wording_has_its_urdu() -> None:
    known = read_po((LOCALES / "ur/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
    wanted = wordings()
    assert len(wanted) > 200
    assert [words for words in wanted if words not in known] == []


def test_the_reader_of_wordings_would_notice_a_missing_one() -> None:
    assert "Book my place" in wordings() and "Enter your name" in wordings()
    assert "%(count)s thing to do\0%(count)s things to do" in wordings()


@pytest.mark.parametrize(("language", "book"), [("ur", "میری جگہ بُک کریں"), ("ar", "حجز مقعدي")])
@pytest.mark.django_db
def test_a_page_is_mirrored_and_in_the_readers_letters(client: Client, language: str, book: str) -> None:
    client.cookies["django_language"] = language
    page = client.get(f"/gather/sessions/{planned().public_id}/").content.decode()
    assert f'<html lang="{language}" dir="rtl">' in page and "weft-rtl.css" in page
    main = re.search(r"<main[^>]*>", page)
    assert main and "lang=" not in main[0]
    assert book in page
    translation.deactivate()
