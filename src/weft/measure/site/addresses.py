"""Which addresses are in the site, and the file each becomes."""

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, ResolverMatch, resolve

FRONT = "index.html"
# Route -> its folder. Pages of one group, and of two groups, are left out: there are as many as figures.
FOLDERS = {
    "measure": "",
    "measure-all": "all",
    "how-we-know": "how-we-know",
    "definitions": "definitions",
    "how-we-hide": "how-we-hide-small-numbers",
    "corrections": "corrections",
    "demo-data": "demonstration",
    "explore": "explore",
    "measure-indicator": "indicators",
    "measure-file": "indicators",
    "measure-release": "releases",
    "explore-indicator": "explore",
    "explore-file": "explore",
}
FILES = ("measure-file", "explore-file")
LEFT_OUT = {"group", "with"}
EVERYONE = "everyone"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


@dataclass(frozen=True)
class Place:
    """Where an address stands in the site: its folder, and whether it is a page or a file to take away."""

    address: str
    folder: str
    is_file: bool


def address_without_fragment(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def match_of(address: str) -> ResolverMatch | None:
    """The route of an address; None for one nobody knows."""
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:
        return None


def place_of(address: str) -> Place | None:
    """Where an address stands; None for one that is not in the site."""
    match = match_of(address)
    asked = dict(parse_qsl(urlsplit(address).query))
    if match is None or match.view_name not in FOLDERS or LEFT_OUT & set(asked):
        return None
    named = [str(match.kwargs[name]) for name in ("indicator_id", "public_id") if name in match.kwargs]
    parts = [
        *FOLDERS[match.view_name].split("/"),
        *"/".join(named).split("/"),
        *_asked(match.view_name, asked),
    ]
    folder = "/".join(segment(part) for part in parts if part)
    return Place(address, folder, match.view_name in FILES)


def _asked(route: str, asked: dict[str, str]) -> list[str]:
    if route.startswith("explore-"):
        since = [f"since-{asked['since']}"] if asked.get("since") else []
        return [asked.get("wave", ""), asked.get("by") or EVERYONE, *since]
    return [asked.get("wave", "")]


def segment(text: str) -> str:
    """A name any file system and any web host takes; one that had to change carries a mark of what it was."""
    plain = _UNSAFE.sub("-", text)
    if plain == text and not text.startswith(".") and len(text) <= 80:
        return text
    return f"{plain[:60].lstrip('.-')}-{_mark(text)}"


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]


class Paths:
    """The file of each address, no two alike even where capitals do not count."""

    def __init__(self) -> None:
        self._by_address: dict[str, str] = {}
        self._taken: set[str] = set()

    def give(self, place: Place, name: str = FRONT) -> str:
        """Name the file of an address, once. name: of the file in its folder."""
        path = "/".join(filter(None, (place.folder, name)))
        if path.casefold() in self._taken:
            path = "/".join(filter(None, (place.folder, _mark(place.address), name)))
        self._taken.add(path.casefold())
        self._by_address[place.address] = path
        return path

    def of(self, address: str) -> str | None:
        return self._by_address.get(address)
