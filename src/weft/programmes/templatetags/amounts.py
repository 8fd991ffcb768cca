"""An amount with its unit, in the reader's language: 1 person, 25 people, 2.5 hours."""

from collections.abc import Callable

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import ngettext

register = template.Library()
MANY = 100  # what a part of something counts as: 2.5 hours, not 2.5 hour
UNITS: dict[str, Callable[[int], str]] = {
    "people": lambda n: ngettext("%(n)s person", "%(n)s people", n),
    "visits": lambda n: ngettext("%(n)s visit", "%(n)s visits", n),
    "pairs": lambda n: ngettext("%(n)s pair", "%(n)s pairs", n),
    "hours": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    "minutes": lambda n: ngettext("%(n)s minute", "%(n)s minutes", n),
    "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "pounds": lambda n: ngettext("%(n)s pound", "%(n)s pounds", n),
}


@register.filter
def with_unit(value: float, unit: str) -> str:
    """A unit only a blueprint knows is said as the blueprint says it."""
    number = floatformat(value, "0g" if value == int(value) else "-1g")
    if unit not in UNITS:
        return f"{number} {unit}"
    return UNITS[unit](int(value) if value == int(value) else MANY) % {"n": number}
