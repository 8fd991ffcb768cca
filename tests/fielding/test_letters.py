"""The letter itself: one page, the code readable, other writing printed or refused by name."""

import re
import zlib
from pathlib import Path

import pytest
from django.utils import translation

from tests.fielding.make import cases, code, day, in_the_field
from weft.fielding import codes
from weft.fielding.actions import prepare_batch
from weft.fielding.letters import batches, pages
from weft.fielding.letters.batches import pages_of, pdf_of
from weft.fielding.letters.pages import LetterPage, Unprintable, set_letters
from weft.fielding.models import LetterBatch

PLAIN = LetterPage(
    "A1 / 1",
    ["1 Rue de l’Été", "ZZ1 1ZZ"],
    "Heading",
    ["One.", "Two."],
    "2345 6789 CDFG",
    "x.example/s/",
    "https://x.example/s/23456789CDFG",
)


def words_in(pdf: bytes) -> str:
    """What the built-in fonts show, out of the streams."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    texts = []
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return " ".join(re.findall(r"\((.*?)\) Tj", " ".join(texts)))


def test_a_letter_is_one_page_with_the_code_in_groups() -> None:
    made = set_letters([PLAIN, PLAIN])
    assert made.count(b"/Type /Page\n") == 2
    assert "2345 6789 CDFG" in words_in(made)


@pytest.mark.django_db
def test_the_letters_of_a_batch_carry_the_right_code_for_the_right_address() -> None:
    wave = in_the_field(3, adults=2)
    made = pages_of(prepare_batch(fieldwork=wave, occurrence="invitation", by=None))
    for page, case in zip(made, cases(wave), strict=True):
        assert codes.plain(page.code) == code(case)
        assert page.square.endswith(f"/s/{code(case)}")
        assert page.reference == f"{case.address.reference} / {case.slot}"
        assert page.to == [*case.address.where()["lines"], case.address.where()["postcode"]]
    assert any("020 7946 0000" in line for line in made[0].paragraphs)


@pytest.mark.django_db
def test_a_letter_before_the_survey_carries_no_code() -> None:
    made = pages_of(
        prepare_batch(fieldwork=in_the_field(1, first_day=day(5)), occurrence="prenotice", by=None)
    )
    assert [(page.code, page.square) for page in made] == [("", "")]
    assert pdf_of(LetterBatch.objects.get()).count(b"/Type /Page\n") == 1


@pytest.mark.django_db
def test_an_officer_reading_arabic_prints_the_letters_in_the_language_of_the_site(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed: list[LetterPage] = []
    monkeypatch.setattr(batches, "set_letters", lambda made: printed.extend(made) or b"")
    batch = prepare_batch(fieldwork=in_the_field(1), occurrence="invitation", by=None)
    with translation.override("ar"):
        pdf_of(batch)
    assert printed[0].heading.startswith("Your invitation: ")


def test_other_writing_is_set_in_a_font_of_the_machine_or_refused_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    greek = LetterPage("A7 / 1", ["Οδός Ερμού 1", "ZZ1"], "Heading", ["One."])
    monkeypatch.setattr(pages, "LETTER_FONTS", ())
    with pytest.raises(Unprintable) as refused:
        set_letters([PLAIN, greek])
    assert refused.value.references == ["A7 / 1"]


HAS_FONT = any(Path(name).is_file() for name in pages.LETTER_FONTS)


@pytest.mark.skipif(not HAS_FONT, reason="DejaVu Sans is not installed here")
def test_greek_is_printed_where_the_font_is_there() -> None:
    greek = LetterPage(
        "A7 / 1", ["Οδός Ερμού 1", "ZZ1"], "Heading", ["One."], "2345 6789 CDFG", "x/s/", "https://x/s/2"
    )
    assert set_letters([greek]).count(b"/Type /Page\n") == 1
    with pytest.raises(Unprintable):
        set_letters([LetterPage("A8 / 1", ["東京"], "H", [])])
