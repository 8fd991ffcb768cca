"""The demonstration's letter box: what would have been sent, for whoever tries signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.demo.only import only_in_the_demonstration
from weft.post.queries import latest


@only_in_the_demonstration
@never_cache
@require_safe
def demonstration(request: HttpRequest) -> HttpResponse:
    """The last letters, in the demonstration only: nobody it writes to is real."""
    site = request.build_absolute_uri("/")
    letters = [(message, letter, _lines(letter.body, site)) for message, letter in latest()]
    crumbs = [(_("Letters of the demonstration"), "")]
    return render(request, "post/demonstration.html", {"letters": letters, "crumbs": crumbs})


def _lines(body: str, site: str) -> list[tuple[str, str]]:
    """The paragraphs, each with the path it links to where it is an address of our own."""
    return [
        (text, "/" + text.removeprefix(site) if text.startswith(site) else "") for text in body.split("\n\n")
    ]
