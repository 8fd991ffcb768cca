"""A page as it stands in the site: links to other files of it, no forms, no links that lead out of it.

The pages are our own and well made (checking.py says so of each), so tags are found as text.
"""

import posixpath
import re
from collections.abc import Callable, Iterator
from html import escape, unescape
from urllib.parse import quote, urljoin, urlsplit

from weft.measure.site.addresses import address_without_fragment

HREF = re.compile(r'\bhref="([^"]*)"')
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
STYLE = re.compile(r"<link\b[^>]*>")
LONE = re.compile(r"<li\b[^>]*>\s*<a\b([^>]*)>(?:(?!</a>|<li\b).)*</a>\s*</li>\n?", re.DOTALL)
FORM = re.compile(r"<form\b.*?</form>\n?", re.DOTALL)
EMPTY = (
    re.compile(r'<span class="demo__role">.*?</span>', re.DOTALL),  # the demonstration's switch of roles
    re.compile(r"<li\b[^>]*>\s*</li>\n?"),
    re.compile(r"<nav\b[^>]*>\s*<ul[^>]*>\s*</ul>\s*</nav>\n?"),
)
Where = Callable[
    [str], str | None
]  # the file of an address, from the root of the site; None when it has none


def addresses_in(text: str, here: str) -> Iterator[str]:
    """Every address of this service a page leads to, fragments left out."""
    for tag in LINK.finditer(text):
        if (found := HREF.search(tag.group(1))) and (address := _absolute(found.group(1), here)):
            yield address_without_fragment(address)


def files_in(text: str) -> Iterator[str]:
    """The style sheet and the picture in the head of a page."""
    for tag in STYLE.finditer(text):
        if found := HREF.search(tag.group(0)):
            yield unescape(found.group(1))


def rewritten(text: str, here: str, path: str, where: Where) -> str:
    """The page for its place in the site.

    here: its address in the service. path: its file. where: the file of each address that has one.
    """

    def to(href: str) -> str | None:
        return _relative(href, here, path, where)

    text = FORM.sub("", text)
    text = LONE.sub(lambda tag: tag.group(0) if _lives(tag.group(1), to) else "", text)
    text = LINK.sub(lambda tag: _link(tag, to), text)
    text = STYLE.sub(
        lambda tag: HREF.sub(lambda h: f'href="{escape(to(h.group(1)) or "")}"', tag.group(0)), text
    )
    for pattern in EMPTY:
        text = pattern.sub("", text)
    return text


def _lives(attributes: str, to: Callable[[str], str | None]) -> bool:
    found = HREF.search(attributes)
    return found is None or to(found.group(1)) is not None


def _link(tag: re.Match[str], to: Callable[[str], str | None]) -> str:
    """The link to its new place, or its words alone."""
    found = HREF.search(tag.group(1))
    if found is None:
        return tag.group(0)
    new = to(found.group(1))
    if new is None:
        return tag.group(2)
    attributes = HREF.sub(lambda _: f'href="{escape(new)}"', tag.group(1))
    return f"<a{attributes}>{tag.group(2)}</a>"


def _relative(href: str, here: str, path: str, where: Where) -> str | None:
    """The way from one file to another; None where the address has no file."""
    if href.startswith("#"):
        return unescape(href)
    address = _absolute(href, here)
    target = where(address_without_fragment(address)) if address else None
    if target is None:
        return None
    fragment = urlsplit(address or "").fragment
    way = posixpath.relpath(target, posixpath.dirname(path) or ".")
    return quote(way) + (f"#{fragment}" if fragment else "")


def _absolute(href: str, here: str) -> str | None:
    """An address of this service, from the root; None for another host or another kind of address."""
    found = urlsplit(urljoin(here, unescape(href)))
    if found.scheme or found.netloc:
        return None
    return found.geturl()
