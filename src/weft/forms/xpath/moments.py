"""Dates and times as expressions see them: days since 1970, with the text they are written as."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

DAY_SECONDS = 86_400
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_A_DATE = "Invalid Date"
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(Z|[-+](?:0\d|1[0-4]):[0-5]\d)?)?"
)
_SHORT = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?", re.DOTALL)


class Moment(float):
    """Days since 1 January 1970 UTC, as a number; `text` is the date or the date and time in the form's zone."""

    __slots__ = ("_text", "when")
    _text: str
    when: datetime | None

    @classmethod
    def of(cls, when: datetime, text: str = "") -> Moment:
        found = cls((when - EPOCH) / timedelta(days=1))
        found.when = when
        found._text = text
        return found

    @classmethod
    def none(cls) -> Moment:
        """What date() makes of a text that is no date."""
        found = cls("nan")
        found._text, found.when = NOT_A_DATE, None
        return found

    @property
    def text(self) -> str:
        return self._text or (written(self.when) if self.when else NOT_A_DATE)


def written(when: datetime) -> str:
    """As the peers write it: the date alone at midnight, else with milliseconds and the offset."""
    if when.hour == when.minute == when.second == when.microsecond == 0:
        return f"{when.year:04}-{when.month:02}-{when.day:02}"
    return when.isoformat(timespec="milliseconds")


def read(text: str, zone: tzinfo | None) -> datetime | None:
    """An ISO date, or date and time; without an offset it is a time in `zone`. None when it is neither."""
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups(default="")
    of = _offset(offset) if offset else zone
    small = int((fraction + "000000")[:6])
    try:
        when = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), small, of
        )
        return when.astimezone(zone) if offset else when
    except (ValueError, OverflowError):
        return None


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    span = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-span if text[0] == "-" else span)


def padded(text: str) -> str:
    """2021-3-7 as 2021-03-07."""
    match = _SHORT.fullmatch(text)
    if match is None:
        return text
    return f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}{match[4] or ''}"


def from_days(days: float, zone: tzinfo | None) -> datetime | None:
    """To the nearest millisecond; None where there is no such date."""
    try:
        return (EPOCH + timedelta(milliseconds=round(days * DAY_SECONDS * 1000))).astimezone(zone)
    except (ValueError, OverflowError):
        return None
