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
OF_ONE = {"ar": (0, 1, 2), "ur": (0,)}
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


def misfits(key: str, said: str, of_one: tuple[int, ...]) -> list[str]:
    """Forms of a translation that lost or gained a placeholder or a percent sign.

    Of a plural the forms for one, and Arabic's for none and two, may be as the English singular: “this letter”
    needs no number. No form may be empty.
    """
    singular, plural, many = key.partition("\0")
    found = []
    for number, form in enumerate(said.split("\0")):
        allowed = [singular, many] if plural and number in of_one else [many or singular]
        if not form.strip() or all(_kept(form) != _kept(english) for english in allowed):
            found.append(form)
    return found


def _kept(words: str) -> tuple[list[str], int]:
    return sorted(PLACEHOLDER.findall(words)), words.count("%%")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_translations_keep_their_placeholders(source: Path) -> None:
    of_one = OF_ONE[source.parts[-3]]
    said = read_po(source.read_text(encoding="utf-8"))
    assert {key: lost for key, forms in said.items() if (lost := misfits(key, forms, of_one))} == {}


def test_control_what_a_translation_loses_is_seen() -> None:
    key = "this letter\0%(n)s letters"
    assert misfits(key, "یہ خط\0%(n)s خط", (0,)) == []
    assert misfits(key, "یہ خط\0خط", (0,)) == ["خط"]
    assert misfits("%(n)s day\0%(n)s days", "دن\0%(n)s دن", (0,)) == ["دن"]
    assert misfits(key, "یہ خط\0", (0,)) == [""]
    assert misfits("95%% of %(n)s", "%(n)s کا 95%", ()) == ["%(n)s کا 95%"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.parts[-3])
def test_every_plural_has_all_its_forms(source: Path) -> None:
    said = read_po(source.read_text(encoding="utf-8"))
    forms = int(re.findall(r"nplurals=(\d)", said[""])[0])
    assert {key for key, words in said.items() if "\0" in key and words.count("\0") + 1 != forms} == set()


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


def test_a_plural_keeps_its_context() -> None:
    header = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n>1;\\n"\n'
    po = header + '\nmsgctxt "c"\nmsgid "day"\nmsgid_plural "days"\nmsgstr[0] "siku"\nmsgstr[1] "masiku"\n'
    catalogue = gettext.GNUTranslations(io.BytesIO(write_mo(read_po(po))))
    assert [catalogue.npgettext("c", "day", "days", count) for count in (1, 3)] == ["siku", "masiku"]


def test_arabic_counts_in_its_own_forms() -> None:
    with translation.override("ar"):
        said = [ngettext("complaint", "complaints", count) for count in (1, 2, 3, 11)]
    assert said == ["شكوى", "شكويان", "شكاوى", "شكوى"]
