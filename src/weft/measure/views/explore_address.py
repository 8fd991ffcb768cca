"""The one address of each view of the explorer: the measure in the path, the rest in a fixed order behind it."""

from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from weft.measure.queries.explore import Choice

# name in the address -> part of the choice, in the order they stand
PARTS = {"wave": "wave", "by": "by", "group": "group", "with": "with_", "since": "since"}


def choice_from(indicator_id: str, asked: Mapping[str, str]) -> Choice:
    """What an address asks for; names it does not know are left out."""
    return Choice(indicator_id, **{part: asked.get(name, "") for name, part in PARTS.items()})


def query_of(choice: Choice) -> str:
    said = {name: getattr(choice, part) for name, part in PARTS.items()}
    return urlencode({name: value for name, value in said.items() if value})


def address_of(choice: Choice) -> str:
    """The address of a view, to share."""
    return f"{_path(choice.indicator)}?{query_of(choice)}"


@lru_cache(maxsize=512)
def _path(indicator_id: str) -> str:
    """A page holds a hundred links to one measure."""
    return reverse("explore-indicator", args=[indicator_id])


def file_address(choice: Choice, kind: str) -> str:
    """The address of the same view as a file."""
    return f"{reverse('explore-file', args=[choice.indicator, kind])}?{query_of(choice)}"
