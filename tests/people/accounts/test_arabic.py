"""Every word of the pages and letters about accounts is in the Arabic catalogue."""

import ast
import re
from pathlib import Path

from weft.web.catalogue import LOCALES, read_po

SOURCE = LOCALES.parents[1]
KNOWN = read_po((LOCALES / "ar/LC_MESSAGES/django.po").read_text(encoding="utf-8"))
BLOCKS = re.compile(r"{% blocktranslate[^%]*%}(.*?){% endblocktranslate %}", re.DOTALL)


def words_of_templates(folder: Path) -> list[str]:
    found = []
    for file in folder.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        found += re.findall(r'{% translate "([^"]+)" %}', text)
        found += [re.sub(r"{{ (\w+) }}", r"%(\1)s", words) for words in BLOCKS.findall(text)]
    return found


def words_of_code(folder: Path) -> list[str]:
    calls = [
        node
        for file in folder.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
    ]
    return [str(ast.literal_eval(call.args[0])) for call in calls]


def test_no_page_or_letter_about_accounts_falls_back_to_english() -> None:
    rooms = [SOURCE / "people/accounts", SOURCE / "post"]
    wanted = [words for room in rooms for words in words_of_templates(room) + words_of_code(room)]
    assert len(wanted) > 150
    assert sorted({words for words in wanted if words not in KNOWN}) == []
