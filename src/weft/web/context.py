"""What every page knows about the service it belongs to."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext_lazy as _

from weft import __version__

# (words, name of the route). A route that does not exist yet has no link: nothing is promised.
SURVEYS = "measure-surveys"
MAIN_LINKS = (
    (_("Measure"), "measure"),
    (_("Gather"), "gather"),
    (_("Programmes"), "programmes"),
    (_("How we know"), "how-we-know"),
    (_("Bring your survey"), SURVEYS),
)
FOOT_LINKS = (
    (_("Places"), "places"),
    (_("Definitions"), "definitions"),
    (_("How we hide small numbers"), "how-we-hide"),
    (_("Ask for another format"), "request-new"),
    (_("Accessibility"), "accessibility"),
    (_("Privacy"), "privacy"),
    (_("Who may see what"), "roles"),
)


def service(request: HttpRequest | None) -> dict[str, Any]:
    """City, demonstration or not, version, links and languages; a failing page has no request."""
    path = request.path if request else ""
    return {
        "city": getattr(settings, "CITY", "London"),
        "demo": settings.DEMO,
        "version": __version__,
        "main_links": links(MAIN_LINKS, path),
        "foot_links": links(FOOT_LINKS, path),
        "sign_in_url": route("sign-in"),
        "sign_out_url": route("sign-out"),
        "account_url": route("account"),
        "my_data_url": route("my-data"),
        "survey_url": route(SURVEYS),
        "how_made_url": route("demo-data"),
        "stylesheet": "weft/weft-rtl.css" if get_language_bidi() else "weft/weft.css",
        "other_languages": [language for language in settings.LANGUAGES if language[0] != get_language()],
    }


def links(named: tuple[tuple[Any, str], ...], path: str) -> list[dict[str, Any]]:
    """The links whose page exists, each knowing whether the reader is on it or below it."""
    found = [{"words": words, "url": route(name)} for words, name in named]
    there = [link for link in found if link["url"]]
    nearest = max((link["url"] for link in there if path.startswith(link["url"])), key=len, default="")
    return [{**link, "here": link["url"] == nearest} for link in there]


def route(name: str) -> str:
    """The address of a page without parts that vary; "" where the page does not exist."""
    return _route(name, settings.ROOT_URLCONF)


@cache
def _route(name: str, _among: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
