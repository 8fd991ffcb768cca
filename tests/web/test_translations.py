"""Arabic and Urdu hold every word of the interface, residents' and officers' alike."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.web.wordings import SRC, of_code, of_template
from weft.people.roles.matrix import FILE, matrix
from weft.web.catalogue import LOCALES, read_po

LANGUAGES = ("ar", "ur")
ARABIC, LATIN, PLACE = re.compile("[\u0600-\u06ff]"), re.compile("[A-Za-z]"), re.compile(r"%\(\w+\)s")


def places() -> Iterator[tuple[Path, list[str]]]:
    for path in sorted(SRC.rglob("templates/**/*")):
        if path.suffix in (".html", ".txt"):
            yield path, list(of_template(path))
    for path in sorted(SRC.rglob("*.py")):
        yield path, list(of_code(path))
    roles = matrix().roles.values()
    yield FILE, [words for role in roles for words in (f"role\x04{role.english_label}", role.english_may)]


@cache
def wordings() -> dict[str, str]:
    """Each wording and one of the files it stands in."""
    return {words: str(path.relative_to(SRC)) for path, found in places() for words in found}


def known(language: str) -> dict[str, str]:
    text = (LOCALES / language / "LC_MESSAGES/django.po").read_text(encoding="utf-8")
    said = read_po(text)
    return said | {key.partition("\0")[0]: form for key, form in said.items() if "\0" in key}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wording_is_translated(language: str) -> None:
    said = known(language)
    assert [f"{where}: {words}" for words, where in wordings().items() if words not in said] == []


def test_the_reader_of_wordings_finds_each_kind() -> None:
    found = wordings()
    assert len(found) > 3_500
    assert "figures\x04Table" in found and "places left\x04Free" in found
    assert "%(count)s thing to do\0%(count)s things to do" in found


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


BLOCKS = re.compile(
    r"{% (blocktranslate|comment)\b.*?{% end\1 %}|<(script|style)\b.*?</\2>|<!--.*?-->", re.DOTALL
)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>{]*(?:{[{%].*?[%}]}[^>{]*)*>", re.DOTALL)
NO_WORDS = {
    "Weft",
    "- Weft",
    "RR2",
    "COOP2",
    "REF1",
    "CON1",
    'lang="',
    'lang="en-GB"',
}  # the name of the software, AAPOR's names of rates, an attribute


def bare_words(text: str) -> list[str]:
    """What a reader would see of a template that is not marked for translation."""
    left = (part.strip() for part in TAGS.split(BLOCKS.sub("", text)))
    return [
        part
        for part in left
        if re.search(r"[A-Za-z]{2}", re.sub(r"&\w+;", "", part)) and part not in NO_WORDS
    ]


def test_no_template_has_words_that_are_not_marked() -> None:
    pages = [path for path in sorted(SRC.rglob("templates/**/*")) if path.suffix in (".html", ".txt")]
    assert len(pages) > 200
    assert [
        f"{path.relative_to(SRC)}: {words}" for path in pages for words in bare_words(path.read_text())
    ] == []


def test_control_bare_words_are_seen() -> None:
    page = '<p class="{% if x %}a{% endif %}">{% translate "Yes" %} and no <b>{{ name }}</b>, thanks</p>'
    assert bare_words(page) == ["and no", ", thanks"]
