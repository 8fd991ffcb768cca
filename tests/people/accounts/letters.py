"""Read what was written to an address, as its owner would."""

import re

from weft.post.models import Letter
from weft.post.queries import latest


def to(address: str) -> list[Letter]:
    """Every letter to an address, the one queued last first: a test may have moved the clock back."""
    queued = sorted(latest(100), key=lambda kept: kept[0].pk, reverse=True)
    return [letter for _, letter in queued if letter.to == address]


def code_to(address: str) -> str:
    found = re.search(r"^[0-9A-Z]{3}-[0-9A-Z]{3}$", to(address)[0].body, re.MULTILINE)
    assert found
    return found.group()


def path_to(address: str) -> str:
    """The path of the link in the newest letter."""
    found = re.search(r"^https?://[^/]+(/\S+)$", to(address)[0].body, re.MULTILINE)
    assert found
    return found.group(1)
