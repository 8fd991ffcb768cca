"""Somebody without an account answers a form of a programme, page by page, as a browser would."""

import re
from typing import Any

from django.test import Client

from tests.browser.checks import strict_html
from weft.programmes.models import Programme

Fields = dict[str, Any]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    strict_html(response)
    return str(response.content.decode())


def hidden(text: str) -> Fields:
    """The fields a browser would send back unseen, the key of the form among them."""
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def answers(programme: Programme, wave: str, chosen: str, visitor: Client | None = None) -> None:
    """Somebody without an account answers the one question of a wave."""
    visitor = visitor or Client()
    address = f"/programmes/{programme.key}/answer/{wave}/"
    page(visitor, address)
    begun = visitor.post(address, {"once": chosen, "language": ""}, follow=True)
    question = begun.redirect_chain[-1][0]
    while not question.endswith("/check/"):
        text = page(visitor, question)
        named = re.findall(r'name="(a--\w+)" type="radio"', text)
        said = {**hidden(text), **({named[0]: chosen} if named else {})}
        before, after = question, visitor.post(question, said, follow=True)
        question = after.redirect_chain[-1][0] if after.redirect_chain else before
        assert question != before, text
    text = page(visitor, question)
    sent = visitor.post(
        question.replace("/check/", "/send/"), {**hidden(text), "declared": "yes"}, follow=True
    )
    assert sent.status_code == 200 and "thanks" in str(sent.redirect_chain), sent.content.decode()[-3000:]
