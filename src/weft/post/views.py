"""The demonstration's letter box: what would have been sent, for whoever tries signing in."""

import re
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.demo.only import only_in_the_demonstration
from weft.post.queries import latest

ADDRESS = re.compile(r"https?://(?P<host>[^/:\s]+)(?::\d+)?/(?P<path>\S*)")


@only_in_the_demonstration
@never_cache
@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    """The last letters, in the demonstration only: nobody it writes to is real."""
    site = request.build_absolute_uri("/")
    letters = [(message, letter, list(_lines(letter.body, site))) for message, letter in latest()]
    crumbs = [(_("Letters of the demonstration"), "")]
    return render(request, "post/demonstration.html", {"letters": letters, "crumbs": crumbs})


def _lines(body: str, site: str) -> Iterator[tuple[str, str]]:
    """The paragraphs, each with the path it links to where it is an address of our own.

    A letter names no port; whoever tries the demonstration reads it on one.
    """
    for text in body.strip().split("\n\n"):
        found = ADDRESS.fullmatch(text)
        is_ours = found is not None and found["host"] in settings.ALLOWED_HOSTS
        yield (site + found["path"], "/" + found["path"]) if found and is_ours else (text, "")
