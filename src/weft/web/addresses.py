"""Addresses of pages asked for many times a second: the route is looked up once, and its values put in.

As Django's `reverse` writes them, at a tenth of its cost.
"""

from functools import cache
from urllib.parse import quote

from django.conf import settings
from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS

PLACE = "value-to-come"
UNQUOTED = RFC3986_SUBDELIMS + "/~:@"  # what `reverse` leaves as it stands (RFC 3986, 3.3)


def address_of(name: str, *values: str) -> str:
    """The address of a route, with texts in its variable parts."""
    words = _words(name, len(values), settings.ROOT_URLCONF, get_script_prefix())
    found = [words[0]]
    for value, more in zip(values, words[1:], strict=True):
        found += (quote(value, safe=UNQUOTED), more)
    return "".join(found)


@cache
def _words(name: str, values: int, _among: str, _below: str) -> tuple[str, ...]:
    """What stands before, between and after the values."""
    return tuple(reverse(name, args=[PLACE] * values).split(PLACE))
