"""The public views, asked as somebody unknown would ask them, without a server."""

import io
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.utils import translation

from weft.measure.site.addresses import match_of

_FILE_NAME = re.compile(r'filename="([^"/\\]+)"')


@dataclass(frozen=True)
class Answer:
    """What a view answered: a page or a file; where it sends the reader; the name of a file."""

    status: int
    content: bytes
    location: str = ""
    file_name: str = ""


def read(address: str) -> Answer:
    """Ask the view of a public address."""
    match = match_of(address)
    if match is None:
        return Answer(404, b"")
    with translation.override(settings.LANGUAGE_CODE):
        try:
            response = match.func(_request(address), *match.args, **match.kwargs)
        except Http404:
            return Answer(404, b"")
    return _answer(response)


def _answer(response: HttpResponse) -> Answer:
    named = _FILE_NAME.search(response.get("Content-Disposition", ""))
    return Answer(
        response.status_code,
        bytes(response.content),
        response.get("Location", ""),
        named.group(1) if named else "",
    )


class _OfNobody(WSGIRequest):
    """A request for plain files: templates leave out what only a service answers."""

    plain_files = True


def _request(address: str) -> WSGIRequest:
    """A request of nobody in particular."""
    parts = urlsplit(address)
    request = _OfNobody(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path),
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.resolver_match = match_of(address)
    return request
