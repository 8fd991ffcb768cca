"""From a day to a day: what holds on a day."""

from datetime import date

from django.db.models import Q


def in_force(on: date, prefix: str = "") -> Q:
    """Rows that hold on a day: begun by then, and not ended by then. `ends_on` is the first day it no longer holds,
    so that a role ended today is gone at once."""
    begun = Q(**{f"{prefix}starts_on__lte": on})
    return begun & (Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gt": on}))
