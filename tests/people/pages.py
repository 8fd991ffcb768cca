"""Reading pages through a client: strict HTML, never stored."""

import re

from django.test import Client
from django.urls import reverse

from tests.browser.checks import strict_html
from weft.people.actions import (
    PersonDetails,
    add_person,
)
from weft.people.models import Organisation, Person

WHY = "a test looks"


def person(name: str, organisation: Organisation | None = None, **also) -> Person:
    return add_person(details=PersonDetails(name=name, **also), by=None, organisation=organisation)


def page(client: Client, name: str, /, *args: str, **post: str) -> str:
    """The page's words, strict HTML, never stored; following the redirect of a form."""
    address = reverse(name, args=args)
    response = client.post(address, post, follow=True) if post else client.get(address)
    assert response.status_code == 200, (name, response.status_code)
    strict_html(response)
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


def status(client: Client, name: str, *args: str) -> int:
    return client.get(reverse(name, args=args)).status_code


def rows_of(text: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]*)', text)
