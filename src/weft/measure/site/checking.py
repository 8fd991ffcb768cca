"""Is every page of the site well made, and does every link lead somewhere? Counts and faults for the closing report."""

import gzip
import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

MOST_BYTES = 60_000  # of a page, compressed
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
SVG_ENDS = frozenset(["path", "circle", "rect", "line", "polygon"])
FORBIDDEN = frozenset(("script", "style", "form", "iframe", "object", "embed"))


@dataclass
class Report:
    """What was checked and what was wrong, for whoever publishes the site."""

    pages: int = 0
    links: int = 0
    anchors: int = 0
    largest: int = 0
    largest_page: str = ""
    faults: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """One page: open tags, ids, links, and what is not as HTML asks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.faults: list[str] = []
        self.counted = {"h1": 0, "title": 0, "main": 0}
        self.doctype = ""
        self.language = ""

    def handle_decl(self, decl: str) -> None:
        self.doctype = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(tag, attrs)
        if tag not in VOID | SVG_ENDS:
            self._fault(f"<{tag}/> does not close itself")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self._fault(f"</{tag}> where <{self.open[-1] if self.open else 'nothing'}> is open")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        said = dict(attrs)
        if len(names) != len(said):
            self._fault(f"<{tag}> says an attribute twice")
        if tag in FORBIDDEN or "style" in said or any(name.startswith("on") for name in names):
            self._fault(f"<{tag}> holds what the site must not")
        if (name := said.get("id")) is not None:
            if name in self.ids or not name or " " in name:
                self._fault(f"the id {name!r} is said twice, or is no id")
            self.ids.add(name)
        if tag in self.counted:
            self.counted[tag] += "svg" not in self.open
        self.language = self.language or (said.get("lang") or "" if tag == "html" else "")
        if tag in ("a", "link") and (href := said.get("href")) is not None:
            self.links.append(href)

    def _fault(self, what: str) -> None:
        self.faults.append(f"line {self.getpos()[0]}: {what}")

    def found(self) -> list[str]:
        """Every fault, those of the page as a whole last."""
        whole = [f"{n} <{tag}>, wanted one" for tag, n in self.counted.items() if n != 1]
        if self.doctype.lower() != "doctype html" or not self.language:
            whole.append("no doctype, or no language")
        if self.open:
            whole.append(f"never closed: {', '.join(self.open)}")
        return [*self.faults, *whole]


def check(files: Mapping[str, bytes], withheld: Collection[str] = ()) -> Report:
    """Look at every page and follow every link of it.

    files: content by path from the root of the site. withheld: pages that say only that their figures are withheld,
    so that no part of them is missed.
    """
    report = Report()
    pages = {path: _parsed(content) for path, content in files.items() if path.endswith(".html")}
    known = {path: page for path, page in pages.items() if path not in withheld}
    for path, page in pages.items():
        report.pages += 1
        report.faults += [f"{path}: {fault}" for fault in page.found()]
        _weigh(path, files[path], report)
        for href in page.links:
            _follow(path, href, files, known, report)
    return report


def _parsed(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode())
    page.close()
    return page


def _weigh(path: str, content: bytes, report: Report) -> None:
    weight = len(gzip.compress(content, mtime=0))
    if weight > report.largest:
        report.largest, report.largest_page = weight, path
    if weight > MOST_BYTES:
        report.faults.append(f"{path}: {weight / 1000:.0f} kB compressed, more than {MOST_BYTES // 1000}")


def _follow(
    path: str, href: str, files: Mapping[str, bytes], pages: Mapping[str, _Page], report: Report
) -> None:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc:
        return
    report.links += 1
    target = (
        posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if parts.path
        else path
    )
    if not href or target not in files:
        report.faults.append(f"{path}: the link {href!r} leads nowhere")
    elif parts.fragment:
        report.anchors += 1
        if target in pages and unquote(parts.fragment) not in pages[target].ids:
            report.faults.append(f"{path}: {href!r} leads to no part of that page")
