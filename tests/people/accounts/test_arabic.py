"""Every word of the pages and letters about accounts is in the Arabic catalogue."""

import ast
import re
from pathlib import Path

import pytest

from weft.web.catalogue import LOCALES, read_po

SOURCE = LOCALES.parents[1]
KNOWN = read_po((LOCALES / "ar/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
BLOCKS = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)


MARKED = {"_": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2}  # how many words each takes


def words_of_templates(folder: Path) -> list[str]:
    return [words for file in folder.rglob("*.html") for words in words_of_file(file)]


def words_of_code(folder: Path) -> list[str]:
    return [words for file in folder.rglob("*.py") for words in words_of_file(file)]


def words_of_file(file: Path) -> list[str]:
    text = file.read_text(encoding="utf-8")
    return _of_template(text) if file.suffix == ".html" else _of_code(text)


def _of_template(text: str) -> list[str]:
    found = re.findall(r'{% translate "([^"]+)" %}', text)
    return found + [re.sub(r"{{ (\w+) }}", r"%(\1)s", words) for words in BLOCKS.findall(text)]


def _of_code(text: str) -> list[str]:
    calls = [
        (MARKED[node.func.id], node.args)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKED
    ]
    return [
        "\0".join(str(ast.literal_eval(each)) for each in words[:count])
        for count, words in calls
        if all(isinstance(each, ast.Constant) for each in words[:count])
    ]


def test_no_page_or_letter_about_accounts_falls_back_to_english() -> None:
    rooms = [SOURCE / "people/accounts", SOURCE / "post"]
    wanted = [words for room in rooms for words in words_of_templates(room) + words_of_code(room)]
    assert len(wanted) > 150
    assert sorted({words for words in wanted if words not in KNOWN}) == []


@pytest.mark.parametrize("room", ["requests", "today", "operations"])
def test_no_page_of_a_room_falls_back_to_english(room: str) -> None:
    wanted = words_of_templates(SOURCE / room) + words_of_code(SOURCE / room)
    assert len(wanted) > 10
    assert sorted({words for words in wanted if words not in KNOWN}) == []


def test_no_page_of_my_data_falls_back_to_english() -> None:
    """The pages of a person; the documents made from the catalogue (notice, impact) are in English for now."""
    room = SOURCE / "people/mydata"
    documents = {"notice.py", "words.py", "document.html", "part.html", "privacy.html"}
    wanted = [
        words
        for file in [*room.rglob("*.py"), *room.rglob("*.html")]
        if file.name not in documents
        for words in (words_of_file(file))
    ]
    assert len(wanted) > 60
    assert sorted({words for words in wanted if words not in KNOWN}) == []
