"""Words of a form in a page: escaped, with the little markup XLSForm allows, and addresses of its pages."""

import re

from django import template
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from weft.forms.pages.asking import Asked
from weft.forms.pages.plan import Page
from weft.forms.views.opened import Opened
from weft.web.inputs import ITEM

register = template.Library()
# Bounded: a label may hold an answer of 20,000 characters, and an open end would look at all of it from every star.
STRONG = re.compile(r"\*\*(?=\S)(.{1,300}?)(?<=\S)\*\*|__(?=\S)(.{1,300}?)(?<=\S)__")
EMPHASIS = re.compile(r"(?<![\w*])[*_](?=\S)(.{1,300}?)(?<=\S)[*_](?![\w*])")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
HEADING = re.compile(r"^#{1,6}\s+", re.MULTILINE)
MARKS = re.compile(r"[<>&\"'*_#\n]")  # a label without any of them is shown as it stands
TYPES = {"radios": "radio", "checkboxes": "checkbox"}


@register.filter
def words(text: str) -> SafeString:
    """A label as it reads: bold, emphasis and line breaks; any other markup is taken out, never run."""
    if not MARKS.search(text or ""):
        return SafeString((text or "").strip())
    plain = str(escape(_bare(text)))
    plain = STRONG.sub(lambda found: f"<b>{found[1] or found[2]}</b>", plain)
    plain = EMPHASIS.sub(lambda found: f"<em>{found[1]}</em>", plain)
    return mark_safe(plain.replace("\n", "<br>"))  # noqa: S308 - escaped above; only our own tags were added


@register.filter
def plain_words(text: str) -> str:
    """The same without any markup: for titles and hidden words."""
    return strip_tags(words(text).replace("<br>", " "))


@register.simple_tag
def options(asked: Asked) -> SafeString:
    """Radios or checkboxes, in Python: a list of choices is most of what a page shows."""
    found = []
    for each in asked.options:
        if each.starts_reasons:
            found.append(f'<div class="govuk-{asked.kind}__divider">{escape(_("or"))}</div>\n')
        found.append(
            ITEM.format(
                kind=asked.kind,
                type=TYPES[asked.kind],
                name=escape(asked.name),
                id=escape(each.id),
                value=escape(each.value),
                marks=" checked" if each.is_chosen else "",
                label=words(each.label),
            )
        )
    return mark_safe("".join(found))  # noqa: S308 - every value was escaped above


def _bare(text: str) -> str:
    return HEADING.sub("", TAG.sub("", text or "")).strip()


@register.simple_tag
def page_address(opened: Opened, page: Page) -> str:
    return opened.page_address(page)
