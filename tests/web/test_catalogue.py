"""Translations are compiled, complete for the base page, and keep their placeholders."""

import gettext
import io
import re
from pathlib import Path

import pytest
from django.utils import translation
from django.utils.translation import ngettext

from weft.web.catalogue import LOCALES, read_po, write_mo

TEMPLATES = LOCALES.parent / "templates/web"
SOURCES = sorted(LOCALES.glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)s")
BASE = ("base.html", "parts/header.html", "parts/footer.html", "parts/banner.html")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_the_compiled_file_is_fresh(source: Path) -> None:
    fresh = write_mo(read_po(source.read_text(encoding="utf-8")))
    assert source.with_suffix(".mo").read_bytes() == fresh, "Run: python -m weft.web.catalogue"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_every_word_of_the_base_page_is_translated(source: Path) -> None:
    known = read_po(source.read_text(encoding="utf-8"))
    text = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in BASE)
    wanted = re.findall(r'{% translate "([^"]+)" %}', text)
    assert len(wanted) > 10
    assert [words for words in wanted if words not in known] == []


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_translations_keep_their_placeholders(source: Path) -> None:
    """Of a plural each form has those of the one or of the many: “this letter” needs no number."""
    for key, said in read_po(source.read_text(encoding="utf-8")).items():
        allowed = [sorted(PLACEHOLDER.findall(words)) for words in key.split("\0")]
        for form in said.split("\0"):
            assert sorted(PLACEHOLDER.findall(form)) in allowed, key


def test_a_compiled_file_is_read_by_gettext() -> None:
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
    po = header + '\n# a remark\nmsgctxt "a"\nmsgid "yes"\nmsgstr "na"\n"am"\n'
    catalogue = gettext.GNUTranslations(io.BytesIO(write_mo(read_po(po))))
    assert catalogue.pgettext("a", "yes") == "naam"


def test_plural_forms_are_read_by_gettext() -> None:
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n>1;\\n"\n'
    po = header + '\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "siku"\nmsgstr[1] "masiku"\n'
    catalogue = gettext.GNUTranslations(io.BytesIO(write_mo(read_po(po))))
    assert [catalogue.ngettext("day", "days", count) for count in (1, 3)] == ["siku", "masiku"]


def test_arabic_counts_in_its_own_forms() -> None:
    with translation.override("ar"):
        said = [ngettext("complaint", "complaints", count) for count in (1, 2, 3, 11)]
    assert said == ["شكوى", "شكويان", "شكاوى", "شكوى"]
