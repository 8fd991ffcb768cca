"""Words of a form in a page: escaped, with the little markup XLSForm allows, and addresses of its pages."""

import re

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe

from weft.forms.pages.plan import Page
from weft.forms.views.opened import Opened

register = template.Library()
# Bounded: a label may hold an answer of 20,000 characters, and an open end would look at all of it from every star.
STRONG = re.compile(r"\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*|__(?=\S)(.{1,300}?)(?<=\S)__")
EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)(.{1,300}?)(?<=\S)[*_](?![\w*])")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)


@register.filter
def words(text: str) -> SafeString:
    """A label as it reads: bold, emphasis and line breaks; any other markup is taken out, never run."""
    plain = str(escape(_bare(text)))
    plain = STRONG.sub(lambda found: f"<b>{found[1] or found[2]}</b>", plain)
    plain = EMPHASIS.sub(lambda found: f"<em>{found[1]}</em>", plain)
    return mark_safe(plain.replace("\n", "<br>"))  # noqa: S308 - escaped above; only our own tags were added


@register.filter
def plain_words(text: str) -> str:
    """The same without any markup: for titles and hidden words."""
    return strip_tags(words(text).replace("<br>", " "))


def _bare(text: str) -> str:
    return HEADING.sub("", TAG.sub("", text or "")).strip()


@register.simple_tag
def page_address(opened: Opened, page: Page) -> str:
    return opened.page_address(page)
