"""Dates and times: reading, writing, counting days. All in the form's time zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from math import isnan, nan

from weft.forms.xpath import moments, values
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.moments import Moment
from weft.forms.xpath.registry import function

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(\.\d+)?(Z|[-+]\d{2}:\d{2})?")
_SIGN = re.compile("%[YymnbdeWaHhMS3]")


@function("today", gives="number")
def today(context: Context) -> Moment:
    return Moment.of(context.world.now.replace(hour=0, minute=0, second=0, microsecond=0))


@function("now", gives="number")
def now(context: Context) -> Moment:
    return Moment.of(context.world.now)


def when(context: Context, value: Value) -> datetime | None:
    """A number as days since 1970, anything else as an ISO date or date and time."""
    zone = context.world.now.tzinfo
    if isinstance(value, Moment):
        return value.when
    if isinstance(value, float):
        return None if isnan(value) else moments.from_days(value, zone)
    return moments.read(moments.padded(values.string(value, context)), zone)


@function("date", "any", gives="any")
@function("date-time", "any", gives="any")
def date(context: Context, value: Value) -> Value:
    """A date. Blank stays blank; what is no date is 'Invalid Date', which equals nothing."""
    if isinstance(value, bool) or value == "" or value == []:
        return ""
    if isinstance(value, list) and not context.text_of(value[0]):
        return ""
    found = when(context, value)
    return Moment.none() if found is None else Moment.of(found)


@function("decimal-date-time", "any", gives="number")
def decimal_date_time(context: Context, value: Value) -> float:
    """Days since 1970, with the part of the day."""
    found = when(context, value)
    return nan if found is None else float(Moment.of(found))


@function("decimal-time", "string", gives="number")
def decimal_time(context: Context, text: str) -> float:
    """The part of the day that has passed, from a time."""
    if not _TIME.fullmatch(text):
        return nan
    found = moments.read(f"1970-01-01T{text}", context.world.now.tzinfo)
    if found is None:
        return nan
    clock = found.replace(year=1970, month=1, day=1, tzinfo=UTC)
    return float(Moment.of(clock))


@function("format-date", "any string", gives="string")
@function("format-date-time", "any string", gives="string")
def format_date(context: Context, value: Value, pattern: str) -> str:
    """By signs such as %Y-%m-%d; blank when it is no date."""
    found = when(context, value)
    if found is None:
        return ""
    return context.charge_text(_SIGN.sub(lambda match: _part(found, match[0][1]), pattern))


def _part(at: datetime, sign: str) -> str:
    parts = {
        "Y": f"{at.year:04}",
        "y": f"{at.year % 100:02}",
        "m": f"{at.month:02}",
        "n": f"{at.month}",
        "b": MONTHS[at.month - 1],
        "d": f"{at.day:02}",
        "e": f"{at.day}",
        "a": DAYS[at.weekday()],
        "W": f"{at.isocalendar().week:02}",
        "H": f"{at.hour:02}",
        "h": f"{at.hour}",
        "M": f"{at.minute:02}",
        "S": f"{at.second:02}",
        "3": f"{at.microsecond // 1000:03}",
    }
    return parts[sign]
