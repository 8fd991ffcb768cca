"""Arabic and Urdu hold every word of the interface, residents' and officers' alike."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.web.shipped import COMES_FROM, SOURCES
from tests.web.wordings import SRC, names_in_template, of_code, of_template, open_calls
from weft.web.catalogue import LOCALES, read_po

LANGUAGES = ("ar", "ur")
ARABIC, LATIN, PLACE = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z]"), re.compile(r"%\(\w+\)s")


def templates() -> list[Path]:
    return [path for path in sorted(SRC.rglob("templates/**/*")) if path.suffix in (".html", ".txt")]


def places() -> Iterator[tuple[str, list[str]]]:
    for path in templates():
        yield str(path.relative_to(SRC)), list(of_template(path.read_text(encoding="utf-8")))
    for path in sorted(SRC.rglob("*.py")):
        yield str(path.relative_to(SRC)), list(of_code(path.read_text(encoding="utf-8")))
    for name, words in SOURCES.items():
        yield name, list(words())


@cache
def wordings() -> dict[str, str]:
    """Each wording and one of the places it stands in."""
    return {words: where for where, found in places() for words in found}


def open_ones() -> Iterator[str]:
    for path in sorted(SRC.rglob("*.py")):
        for given in open_calls(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(SRC)}: {given}"
    for path in templates():
        for given in names_in_template(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(SRC)}: {given}"


def known(language: str) -> dict[str, str]:
    text = (LOCALES / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8")
    said = read_po(text)
    return said | {key.partition("\0")[0]: form for key, form in said.items() if "\0" in key}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_translated(language: str) -> None:
    said = known(language)
    assert [f"{where}: {words}" for words, where in wordings().items() if words not in said] == []


def test_of_every_call_without_words_of_its_own_it_is_known_where_they_come_from() -> None:
    assert set(open_ones()) == set(COMES_FROM)
    assert set(COMES_FROM.values()) | {"record/words.yaml"} == set(SOURCES)


def test_every_source_of_words_has_some() -> None:
    sizes = {name: len(list(words())) for name, words in SOURCES.items()}
    assert sizes.pop("gettext_noop") == 0  # the reader of code finds these
    assert min(sizes.values()) >= 8 and sizes["record/words.yaml"] > 190


def test_the_reader_of_wordings_finds_each_kind() -> None:
    found = wordings()
    assert len(found) > 3_500
    assert "figures\x04Table" in found and "places left\x04Free" in found
    assert "%(count)s thing to do\0%(count)s things to do" in found
    assert "Came to a session" in found and "Signed in" in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_wording_is_translated_twice(language: str) -> None:
    """gettext's own tools refuse such a file; which of the two counts would be chance."""
    text = (LOCALES / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8")
    entries = [entry for entry in text.split("\n\n") if 'msgid "' in entry]
    assert all(entry.count("msgid ") == 1 for entry in entries), "an empty line is missing"
    keys = [entry[: entry.index("\nmsgstr")].split("\nmsgid_plural")[0] for entry in entries]
    keys = ["\n".join(line for line in key.splitlines() if not line.startswith("#")) for key in keys]
    assert sorted(key for key in set(keys) if keys.count(key) > 1) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_in_english(language: str) -> None:
    """But for what has no words beside its places and names."""
    said = known(language).items()
    left = {key for key, words in said if not ARABIC.search(words) and LATIN.search(PLACE.sub("", words))}
    assert left - {""} == {"day of the week and date\x04l j F", "Excel (.xlsx)"}
