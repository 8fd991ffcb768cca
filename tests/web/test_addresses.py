"""Addresses put together are those Django writes."""

import pytest
from django.http import HttpResponse
from django.urls import path, reverse
from pytest_django import Settings

from weft.web.addresses import address_of

urlpatterns = [path("elsewhere/<str:name>/", lambda _request, name: HttpResponse(name), name="answer-check")]


@pytest.mark.parametrize(
    "values",
    [("a", "b"), ("l1YHQnVN-_", "child/1/child_name"), ("a", "größe"), ("a b", "c?d#e&f=g%"), ("a", "~:@;,")],
)
def test_an_address_is_what_reverse_writes(values: tuple[str, ...]) -> None:
    assert address_of("answer-page", *values) == reverse("answer-page", args=values)
    assert address_of("answer-check", values[0]) == reverse("answer-check", args=values[:1])


def test_an_address_among_other_routes_is_another(settings: Settings) -> None:
    assert address_of("answer-check", "a") == "/answers/a/check/"
    settings.ROOT_URLCONF = __name__
    assert address_of("answer-check", "a") == "/elsewhere/a/"
