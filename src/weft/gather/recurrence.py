"""Local time and its moments. Pure: a session is planned in local time, so it keeps its hour when the clocks change."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr
from django.utils.translation import gettext as _

from weft.gather.errors import NotPlannable

DAY = "(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)"
RULE = re.compile(
    rf"FREQ=(?:DAILY|WEEKLY|MONTHLY)(?:;INTERVAL=[1-9]\d?)?(?:;BYDAY={DAY}(?:,{DAY})*)?"
    r"(?:;BYMONTHDAY=(?:[1-9]|[12]\d|3[01]))?(?:;WKST=(?:MO|SU))?"
)
LONGEST_SERIES = timedelta(days=731)
MOST_SESSIONS = 400
Term = tuple[date, date]  # first and last day


@dataclass(frozen=True)
class Moment:
    """A local time as it will stand on the poster, and the same in UTC."""

    local: str
    at: datetime
    is_moved: bool = False  # the clocks skip the hour asked for


def zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise NotPlannable(_("Choose a time zone such as Europe/London.")) from None


def moment(local: str | datetime, zone: str) -> Moment:
    """When a local time is (RFC 5545, 3.3.5): of an hour that comes twice the first, and an hour that the clocks skip
    is as long after the change as it was meant to be after the hour before it (01:30 becomes 02:30)."""
    asked = _local(local)
    there = zone_of(zone)
    at = asked.replace(tzinfo=there, fold=0).astimezone(UTC)
    written = at.astimezone(there).replace(tzinfo=None)
    return Moment(written.isoformat(timespec="minutes"), at, written != asked)


def _local(local: str | datetime) -> datetime:
    try:
        read = datetime.fromisoformat(local) if isinstance(local, str) else local
    except ValueError:
        raise NotPlannable(_("Enter a day and a time, such as 2026-11-24T18:30.")) from None
    return read.replace(tzinfo=None, second=0, microsecond=0, fold=0)


@dataclass(frozen=True)
class Series:
    """How something repeats: an RFC 5545 rule, from a first local time to a last day.

    exceptions: days it does not meet. terms: it meets only within these; none: always.
    """

    rule: str
    starts: str
    until: date
    zone: str
    exceptions: Sequence[date] = ()
    terms: Sequence[Term] = ()

    def moments(self) -> list[Moment]:
        """Every meeting in order. Raises NotPlannable."""
        first = _local(self.starts)
        if not RULE.fullmatch(self.rule):
            raise NotPlannable(_("Choose how it repeats: by day, by week or by month."))
        if not first.date() <= self.until <= first.date() + LONGEST_SERIES:
            raise NotPlannable(_("Enter a last day after the first one, within two years."))
        zone_of(self.zone)
        rule = rrulestr(f"{self.rule};UNTIL={self.until:%Y%m%d}T235959", dtstart=first)
        days = self._kept(rule.between(first, datetime.combine(self.until, time.max), inc=True))
        if not days:
            raise NotPlannable(
                _("No session falls on these days. Change the days, the exceptions or the terms.")
            )
        if len(days) > MOST_SESSIONS:
            raise NotPlannable(_("That is more sessions than one series may have. End it earlier."))
        return [moment(day, self.zone) for day in days]

    def _kept(self, days: Iterable[datetime]) -> list[datetime]:
        left_out = set(self.exceptions)
        return [day for day in days if day.date() not in left_out and self._in_term(day.date())]

    def _in_term(self, day: date) -> bool:
        return not self.terms or any(first <= day <= last for first, last in self.terms)
