"""Public pages made once in a few seconds: what a thousand people open in a minute is made a dozen times.

Only for visitors without a session, and only pages on which nothing is theirs but the token of a form and the key that
keeps a second press from doing anything twice: those two are filled in anew for each.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from weft.record.ids import public_id
from weft.web.stencils import Blanks, Shelf, Stencil

View = Callable[..., HttpResponse]
OWN = re.compile(r'(?<=name=")(csrfmiddlewaretoken|once)(" value=")[^"]*(?=")')
FILLED: dict[str, Callable[[HttpRequest], str]] = {
    "csrfmiddlewaretoken": get_token,
    "once": lambda _asks: public_id(),
}
PAGES_KEPT, CHARACTERS_KEPT = 256, 200_000


@dataclass(frozen=True)
class Made(Stencil):
    """A page, and until when it may be shown."""

    until: float


shelf: Shelf[Made] = Shelf(PAGES_KEPT, CHARACTERS_KEPT)


def of_the_moment(view: View) -> View:
    """Show everybody without a session the same page for settings.PAGES_FOR seconds; 0 makes it anew each time."""

    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not settings.PAGES_FOR or not _may_share(request):
            return view(request, *arguments, **named)
        key = _key(request)
        page = shelf.take(key)
        if page is None or page.until <= time.monotonic():
            made = view(request, *arguments, **named)
            if made.status_code != 200 or made.cookies or made.streaming:
                return made
            page = _cut(made.content.decode())
            shelf.put(key, page)
        return HttpResponse(page.filled({name: FILLED[name](request) for name in page.pieces[1::2]}))

    return shown


def _cut(text: str) -> Made:
    blanks = Blanks(FILLED)
    marked = OWN.sub(lambda found: found[1] + found[2] + blanks.marks[found[1]], text)
    return Made(blanks.cut(marked).pieces, time.monotonic() + settings.PAGES_FOR)


def _may_share(request: HttpRequest) -> bool:
    theirs = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
    return request.method == "GET" and not any(name in request.COOKIES for name in theirs)


def _key(request: HttpRequest) -> bytes:
    """A page by its address, and all that changes it. A digest: what somebody looks for is not kept in words."""
    around = (settings.CITY, settings.DEMO, settings.ROOT_URLCONF, request.scheme, request.get_host())
    return sha256(repr((request.get_full_path(), get_language(), *around)).encode()).digest()


def forget_moments() -> None:
    """Make every page anew."""
    shelf.clear()
