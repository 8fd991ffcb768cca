"""The content security policy is written once, and is the one django-csp writes."""

from typing import Any

from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from weft.web.policy import Policy


def header(kind: type[CSPMiddleware], response: HttpResponse | None = None) -> str:
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("ok") if response is None else response

    return str(kind(view)(RequestFactory().get("/")).headers["Content-Security-Policy"])


def own() -> HttpResponse:
    """A page that asks for one more source."""
    made: Any = HttpResponse("ok")
    made._csp_update = {"img-src": "https://tiles.example"}
    return made  # type: ignore[no-any-return]


def test_every_page_says_what_django_csp_says() -> None:
    assert header(Policy) == header(CSPMiddleware)
    assert "default-src 'none'" in header(Policy)


def test_a_page_with_a_wish_of_its_own_is_granted_it_and_the_next_one_is_not() -> None:
    assert header(Policy, own()) == header(CSPMiddleware, own())
    assert "tiles.example" in header(Policy, own())
    assert "tiles.example" not in header(Policy)


def test_changed_settings_are_heard(settings: Any) -> None:
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["https://a.example"]}}
    assert "https://a.example" in header(Policy)
