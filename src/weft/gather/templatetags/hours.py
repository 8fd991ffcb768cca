"""Hours on the pages of hosts, as the public reads them: {{ session|begins_at }}, {{ row.since|clock }}."""

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

from weft.gather import clocks
from weft.gather.models import Session

register = template.Library()


@register.filter
def begins_at(session: Session) -> str:
    """By the clock of where it is."""
    return clocks.clock(clocks.local(session.starts_at, session))


@register.filter
def clock(at: datetime) -> str:
    return clocks.clock(localtime(at))


@register.filter
def day_and_hour(at: datetime) -> str:
    """26 November, 10am."""
    return f"{date_format(localtime(at), 'j F')}, {clock(at)}"
