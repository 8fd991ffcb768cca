"""A response opened for who answers it: its answers, its route, and the page shown in the form's language."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from weft.forms.access import response_for
from weft.forms.answers import Kept, filled, kept_in
from weft.forms.engine import Filling
from weft.forms.held import Held, put_held, take_held
from weft.forms.models import Response
from weft.forms.pages.names import code_of, is_right_to_left, name_of, tag_of
from weft.forms.pages.plan import Page, pages_of
from weft.forms.pages.route import Route
from weft.forms.purposes import Elsewhere
from weft.forms.rules import is_certified_form, is_nameless
from weft.forms.states import Mode, ResponseState
from weft.web.addresses import address_of
from weft.web.frames import framed
from weft.web.private import keep_nowhere

View = Callable[..., HttpResponse]


@dataclass
class Opened:
    """What the views of one response need, worked out when first asked for."""

    request: HttpRequest
    response: Response
    tries: int = 0  # to save, when somebody else saves in the same moment
    kept_now: Kept = field(default_factory=Kept)  # after saving

    def read_again(self) -> None:
        self.tries += 1
        self.response = response_for(self.request, self.response.public_id)
        for name in ("kept", "filling", "route"):
            self.__dict__.pop(name, None)
        self.__dict__["_held"] = None

    def hold(self, kept: Kept) -> None:
        """Keep the answers at hand for the page that follows; they are as the row holds them."""
        put_held(self.response, kept, self.filling)

    @property
    def by(self) -> User | None:
        """Who the record names. A nameless response is saved and sent by nobody, also where somebody signed in answers
        it; only staff who write for others are named."""
        user, response = self.request.user, self.response
        if not isinstance(user, User) or (is_nameless(response) and response.mode == Mode.WEB):
            return None
        return user

    @cached_property
    def _held(self) -> Held | None:
        return take_held(self.response)

    @cached_property
    def kept(self) -> Kept:
        return self._held.kept if self._held else kept_in(self.response)

    @cached_property
    def filling(self) -> Filling:
        return self._held.filling if self._held else filled(self.response, self.kept)

    @cached_property
    def route(self) -> Route:
        return route_of(self.filling, self.kept)

    @property
    def is_certified(self) -> bool:
        return is_certified_form(self.response.version)

    def address(self, name: str, *more: str) -> str:
        return address_of(name, self.response.public_id, *more)

    def page_address(self, page: Page, *, checking: bool = False) -> str:
        return self.address("answer-page", page.ident) + ("?from=check" if checking else "")

    def shown(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """A page around the form's words, in the form's language where the service speaks it."""
        with self.spoken():
            own = {"opened": self, "response": self.response, "language_address": self.language_address}
            around = {**self.around(), **own, **context}
            return framed(self.request, f"forms/answer/{template}.html", around, status=status)

    def spoken(self) -> AbstractContextManager[None]:
        """The service speaks the form's language meanwhile, where it can."""
        return translation.override(spoken_like(self.language) or translation.get_language())

    @property
    def language(self) -> str:
        """Of the form, as it is answered now; "" where it names none."""
        return self.filling.language or self.filling.form.default_language or ""

    @property
    def language_address(self) -> str:
        return self.address("answer-language") if len(self.filling.form.languages) > 1 else ""

    def around(self) -> dict[str, Any]:
        """What stands around the questions, the same for everybody who answers the form in this language."""
        language, form = self.language, self.filling.form
        return {
            **direction(language),
            **({"other_languages": []} if form.languages else {}),
            "title": form.title,
            "language": {"tag": tag_of(language), "is_rtl": direction(language)["page_rtl"]},
            "languages": [
                {"value": each, "words": name_of(each), "tag": tag_of(each), "here": each == language}
                for each in form.languages
            ]
            if len(form.languages) > 1
            else [],
        }


def direction(language: str) -> dict[str, Any]:
    """The way a page reads, and its style sheet."""
    is_rtl = is_right_to_left(language) if language else translation.get_language_bidi()
    return {"page_rtl": is_rtl, "stylesheet": "weft/weft-rtl.css" if is_rtl else "weft/weft.css"}


def route_of(filling: Filling, kept: Kept) -> Route:
    return Route(pages_of(filling), kept.seen, filling)


def spoken_like(language: str) -> str:
    """The language of the service that a form's language is, "" for one it does not speak."""
    code = code_of(language)
    return next((own for own, _words in settings.LANGUAGES if code and own.partition("-")[0] == code), "")


def answering(view: View) -> View:
    """Open the response an address names. One that was sent leads to its thank-you page; nothing is kept in caches."""

    @wraps(view)
    def fetched(request: HttpRequest, public_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            shown = _answered(request, public_id, *args, **kwargs)
        except Elsewhere as onward:
            shown = redirect(onward.address)
        return unkept(shown)

    def _answered(request: HttpRequest, public_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        opened = Opened(request, response_for(request, public_id))
        if opened.response.state == ResponseState.SUBMITTED:
            return redirect("answer-thanks", public_id)
        if opened.response.state != ResponseState.OPEN:
            return opened.shown("closed", {}, status=410)
        return view(opened, *args, **kwargs)

    return fetched


def unkept(response: HttpResponse) -> HttpResponse:
    return keep_nowhere(response)
