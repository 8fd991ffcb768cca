"""Every route of a URL configuration, by name, with the parameters its address takes."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Route:
    name: str
    parameters: frozenset[str]


def routes(urlconf: str) -> list[Route]:
    """In the order of the configuration. A route without a name counts by its pattern: the matrix cannot know it."""
    return list(_within(get_resolver(urlconf).url_patterns, frozenset()))


def _within(patterns: list[URLPattern | URLResolver], above: frozenset[str]) -> Iterator[Route]:
    for each in patterns:
        takes = above | frozenset(each.pattern.converters) | frozenset(each.pattern.regex.groupindex)
        if isinstance(each, URLResolver):
            yield from _within(each.url_patterns, takes)
        else:
            yield Route(each.name or f"without a name: {each.pattern}", takes)
