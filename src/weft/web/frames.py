"""The frame of pages many people see one after another: head, header and footer set once, the page's own parts open.

For somebody who is not signed in these are the same on every page that no link of the header leads to. Setting them
took more than half the time of a page that asks one question.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import engines
from django.template.base import Template
from django.template.loader import get_template
from django.utils.translation import get_language

from weft.web.context import MAIN_LINKS, route

PARTS = ("title", "head", "crumbs", "main_language", "content")


class Look(NamedTuple):
    """What a frame depends on: two frames of one look are the same."""

    language: str
    is_rtl: bool | None
    stylesheet: str | None
    city: str
    is_demo: bool
    routes: str
    static: str


_frames: dict[Look, Template | None] = {}  # a handful


def framed(request: HttpRequest, name: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page whose template says `{% extends frame|default:"web/base.html" %}`: as `render` makes it, with less work.

    The page asks nothing of the context processors but the language; what the frame needs of `context` is `page_rtl`,
    `stylesheet` and an empty `other_languages`.
    """
    look = look_of(request, context)
    if look is None:
        return render(request, name, dict(context), status=status)
    own = {"request": request, "csrf_token": get_token(request)}
    return HttpResponse(in_frame(request, look, name, {**own, **context}), status=status)


def in_frame(request: HttpRequest, look: Look, name: str, context: Mapping[str, Any]) -> str:
    """The text of a page in its frame. Only the frame reads the request, and nothing of its visitor."""
    own = {"frame": _frame(request, look), "LANGUAGE_CODE": look.language}
    return get_template(name).render({**own, **context})


def look_of(request: HttpRequest, context: Mapping[str, Any]) -> Look | None:
    """What the frame of a page looks like; None where something in it is about this visitor or this page."""
    if not _is_plain(request, context):
        return None
    look = Look(
        get_language() or "",
        context.get("page_rtl"),
        context.get("stylesheet"),
        settings.CITY,
        settings.DEMO,
        settings.ROOT_URLCONF,
        settings.STATIC_URL,
    )
    return look if _frame(request, look) is not None else None


def _is_plain(request: HttpRequest, context: Mapping[str, Any]) -> bool:
    """Whether nothing in the frame is about this visitor or this page: nobody signed in, no message, no error."""
    if context.get("other_languages") != [] or getattr(context.get("form"), "errors", None):
        return False
    if request.user.is_authenticated or len(get_messages(request)):
        return False
    return not any(
        url and request.path.startswith(url) for url in (route(name) for _words, name in MAIN_LINKS)
    )


def _frame(request: HttpRequest, look: Look) -> Template | None:
    if look not in _frames:
        wanted: dict[str, Any] = {
            "page_rtl": look.is_rtl,
            "stylesheet": look.stylesheet,
            "other_languages": [],
        }
        _frames[look] = _set(get_template("web/frame.html").render(wanted, request))
    return _frames[look]


def _set(text: str) -> Template | None:
    """The frame as a template; None where anything but the open parts would be read as a tag (the name of a city)."""
    tags = [f"{{% block {name} %}}{{% endblock %}}" for name in PARTS]
    bare = text
    for tag in tags:
        bare = bare.replace(tag, "", 1)
    if any(mark in bare for mark in ("{%", "{{", "{#")):
        return None
    return engines["django"].from_string(text).template  # type: ignore[attr-defined, no-any-return]
