"""The reader of wordings sees every way the code and the templates mark words, and those that are not marked."""

import re

from tests.web.wordings import SRC, names_in_template, of_code, of_template, open_calls

BLOCKS = re.compile(
    r"{% (blocktranslate|comment)\b.*?{% end\1 %}|<(script|style)\b.*?</\2>|<!--.*?-->", re.DOTALL
)
TAGS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}|<[^>{]*(?:{[{%].*?[%}]}[^>{]*)*>", re.DOTALL)
SPOKEN = re.compile(r"""\s(?:aria-label|title|alt|placeholder)=(?:"([^"]*)"|'([^']*)')""")
OF_DJANGO = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
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
    """What a reader would see, or hear, of a template that is not marked for translation."""
    marked = BLOCKS.sub("", text)
    left = [part.strip() for part in TAGS.split(marked)]
    left += [(one or other).strip() for one, other in SPOKEN.findall(OF_DJANGO.sub("", marked))]
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


def test_control_bare_words_of_attributes_are_seen() -> None:
    page = """<nav aria-label="Pages"><img alt='A map' src="a.png"><i title="{{ n }} left"></i></nav>
    <b aria-label="{% translate "Yes" %}" title="{{ title }}" data-title="some"></b><input placeholder="Name">"""
    assert bare_words(page) == ["Pages", "A map", "left", "Name"]


def test_of_code_every_way_of_calling_is_read() -> None:
    code = """
from django.utils import translation
from django.utils.translation import gettext_lazy as _lazy, ngettext as many, npgettext, pgettext as with_context
A = _lazy("a" + " and " "b")
B = translation.gettext("c")
C = with_context("kind", "d")
D = many("one", "more", n)
E = npgettext("kind", "one", "more", n)
F = other("not translated")
"""
    assert list(of_code(code)) == ["a and b", "c", "kind\x04d", "one\0more", "kind\x04one\0more"]
    assert list(open_calls(code)) == []


def test_of_code_a_call_without_words_of_its_own_is_listed() -> None:
    code = """
from django.utils.translation import gettext as _, pgettext
A = _(LABELS[key]), pgettext("role", role.label), _("of " + name), _(f"of {name}"), _("said")
"""
    assert list(open_calls(code)) == ["LABELS[key]", "role.label", "'of ' + name", "f'of {name}'"]
    assert list(of_code(code)) == ["said"]


def test_of_template_every_way_of_marking_is_read() -> None:
    page = """{% translate "100% of it" %}{% translate 'b' context 'kind' %}{% translate "c" as x context "kind" %}
{% blocktranslate context "kind" %}d{% endblocktranslate %}
{% blocktranslate count n=n context 'kind' %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}
{% include "web/x.html" with label=_("e") %}{% translate file.words %}"""
    assert list(of_template(page)) == [
        "100%% of it",
        "kind\x04b",
        "kind\x04c",
        "e",
        "kind\x04d",
        "kind\x04%(n)s day\0%(n)s days",
    ]
    assert names_in_template(page) == ["file.words"]
