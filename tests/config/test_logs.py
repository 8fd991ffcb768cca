"""Log lines hold no token and no public id of an address."""

import logging

import pytest

from weft.config.logs import WithoutValues


def line(text: str) -> str:
    return WithoutValues().format(logging.LogRecord("django.request", logging.WARNING, "", 0, text, (), None))


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /sign-in/link/bN3xq8Zr1LwT0uYv2KfHsA", "Not Found: /sign-in/link/…"),
        ("Not Found: /invitations/bN3xq8Zr1LwT0uYv2KfHsA/accept", "Not Found: /invitations/…/accept"),
        ("Not Found: /measure/indicators/R4/", "Not Found: /measure/indicators/R4/"),
    ],
)
def test_a_token_in_an_address_is_left_out(written: str, kept: str) -> None:
    assert line(written) == kept
