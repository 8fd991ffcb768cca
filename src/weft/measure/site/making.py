"""Read every public page from the front page on, and make of them the files of the site."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.urls import reverse

from weft.measure.models import Estimate, Release
from weft.measure.queries import shelf
from weft.measure.queries.releases import current_releases
from weft.measure.site.addresses import FRONT, Paths, place_of
from weft.measure.site.reading import Answer, read
from weft.measure.site.rewriting import addresses_in, files_in, rewritten
from weft.measure.views import frozen

FIRST = ("measure", "measure-all", "explore", "how-we-know", "definitions", "how-we-hide", "corrections")
OF_A_MEASURE = ("measure-indicator", "explore-indicator")
WITHHELD = 503
TOLD_EVERY = 100  # of the pages read
STATIC = "static/"
Progress = Callable[[float, str], None]


@dataclass
class Site:
    """The files of a site by path, and what is to be told of the making."""

    files: dict[str, bytes] = field(default_factory=dict)
    pages: int = 0
    downloads: int = 0
    withheld: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    releases: list[str] = field(default_factory=list)


def make(progress: Progress, base: str = "") -> Site:
    """Every public page of Measure as files. base: the address the site will have, for its map and for search."""
    frozen.forget()
    site = Site(releases=list(current_releases().values_list("digest", flat=True)))
    with shelf.looked_at_whole():
        answers, aliases = _read_all(progress)
    paths = _named(answers, site)
    known = {**{a: paths.of(a) for a in answers}, **{a: paths.of(to) for a, to in aliases.items()}}
    known[reverse("landing")] = FRONT
    _add_static(answers, known, site)
    progress(0.8, "Making the links")
    for address, answer in answers.items():
        path = paths.of(address)
        if path is None:
            continue
        site.files[path] = answer.content if answer.file_name else _page(answer, address, path, known, base)
    if base:
        site.files["sitemap.xml"] = _map_of(site, base)
    return site


def _read_all(progress: Progress) -> tuple[dict[str, Answer], dict[str, str]]:
    """Every answer by address, and the addresses that only send on to another."""
    waiting = _begin_with()
    answers: dict[str, Answer] = {}
    aliases: dict[str, str] = {}
    seen = set(waiting)
    for address in waiting:  # grows as it is read
        answer = read(address)
        if answer.location:
            aliases[address] = answer.location
            found = [answer.location]
        else:
            answers[address] = answer
            found = [] if answer.file_name else list(addresses_in(answer.content.decode(), address))
        for new in found:
            if new not in seen and place_of(new):
                seen.add(new)
                waiting.append(new)
        if len(answers) % TOLD_EVERY == 0:
            said = f"{len(answers):,} of {len(waiting):,} pages and files read"
            progress(0.8 * len(answers) / len(waiting), said)
    return answers, aliases


def _begin_with() -> list[str]:
    """Where reading begins: also what no page leads to while the front page is withheld."""
    keys = Estimate.objects.filter(release__is_current=True, breakdown="").values_list("indicator", flat=True)
    measures = sorted({key.split("@")[0] for key in keys})
    releases = Release.objects.order_by("pk").values_list("public_id", flat=True)
    return [
        *(reverse(name) for name in FIRST),
        *(reverse(name, args=[each]) for name in OF_A_MEASURE for each in measures),
        *(reverse("measure-release", args=[each]) for each in releases),
    ]


def _named(answers: dict[str, Answer], site: Site) -> Paths:
    """A file for each answer that has something to show."""
    paths = Paths()
    for address, answer in answers.items():
        place = place_of(address)
        if place is None or answer.status not in (200, WITHHELD):
            site.lost.append(address)
        elif not place.is_file or answer.file_name:
            path = paths.give(place, answer.file_name or FRONT)
            site.pages, site.downloads = site.pages + (not place.is_file), site.downloads + place.is_file
            site.withheld += [path] if answer.status == WITHHELD else []
    return paths


def _add_static(answers: dict[str, Answer], known: dict[str, str | None], site: Site) -> None:
    """The style sheet and the picture that the pages name."""
    for answer in answers.values():
        if answer.file_name:
            continue
        for address in files_in(answer.content.decode()):
            if address in known:
                continue
            name = address.partition(STATIC)[2]
            found = finders.find(name)
            known[address] = f"{STATIC}{name}" if found else None
            if found:
                site.files[f"{STATIC}{name}"] = Path(str(found)).read_bytes()


def _page(answer: Answer, address: str, path: str, known: dict[str, str | None], base: str) -> bytes:
    text = rewritten(answer.content.decode(), address, path, known.get)
    if base:
        text = text.replace("</head>", f'<link rel="canonical" href="{_at(base, path)}">\n</head>', 1)
    return text.encode()


def _map_of(site: Site, base: str) -> bytes:
    """sitemap.xml: the pages there are, for search engines."""
    pages = sorted(path for path in site.files if path.endswith(".html"))
    listed = "\n".join(f"<url><loc>{_at(base, path)}</loc></url>" for path in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{listed}\n</urlset>\n'
    ).encode()


def _at(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{quote(path)}"
