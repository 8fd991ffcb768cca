"""Read the record: what happened to one thing, and the auditor's list with its filters."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection, models
from django.db.models import QuerySet
from django.utils import timezone

from weft.record.actions import name_of
from weft.record.models import Event

EVENTS_A_PAGE = 50
# Steps from one action to the next along the index, instead of reading every event.
KNOWN_ACTIONS_SQL = """
WITH RECURSIVE known(action) AS (
  SELECT MIN(action) FROM record_event
  UNION ALL
  SELECT (SELECT MIN(action) FROM record_event WHERE action > known.action) FROM known
  WHERE known.action IS NOT NULL)
SELECT action FROM known WHERE action IS NOT NULL"""


@dataclass(frozen=True)
class Wanted:
    """What the auditor asked for; "" and None ask for everything."""

    action: str = ""
    actor: str = ""
    thing: str = ""
    from_day: date | None = None
    to_day: date | None = None

    def said(self) -> dict[str, str]:
        """The filters in use, by name: for addresses and for the event of an export."""
        return {name: str(value) for name, value in self.__dict__.items() if value}


@dataclass(frozen=True)
class EventPage:
    """One page of events, newest first, and the numbers to go on from."""

    events: list[Event] = field(default_factory=list)
    older: int | None = None  # show events before this number
    newer: int | None = None  # show events after this number


def timeline_of(thing: models.Model | str, most: int = EVENTS_A_PAGE) -> list[Event]:
    """What happened to a thing, newest first: for its own page (template record/timeline.html)."""
    return list(Event.objects.filter(thing=name_of(thing)).order_by("-number")[:most])


def wanted_events(wanted: Wanted) -> QuerySet[Event]:
    found = Event.objects.order_by("-number")
    exact = {name: getattr(wanted, name) for name in ("action", "actor", "thing")}
    found = found.filter(**{name: value for name, value in exact.items() if value})
    if wanted.from_day:
        found = found.filter(at__gte=_midnight(wanted.from_day))
    if wanted.to_day:
        found = found.filter(at__lt=_midnight(wanted.to_day + timedelta(days=1)))
    return found


def page_of(wanted: Wanted, *, before: int | None = None, after: int | None = None) -> EventPage:
    """A page by number: as quick at the millionth event as at the first."""
    found = wanted_events(wanted)
    if after is not None:
        nearest = list(found.filter(number__gt=after).order_by("number")[: EVENTS_A_PAGE + 1])
        events = nearest[:EVENTS_A_PAGE][::-1]
        has_older, has_newer = bool(events), len(nearest) > EVENTS_A_PAGE
    else:
        kept = found if before is None else found.filter(number__lt=before)
        nearest = list(kept[: EVENTS_A_PAGE + 1])
        events = nearest[:EVENTS_A_PAGE]
        has_older, has_newer = len(nearest) > EVENTS_A_PAGE, before is not None and bool(events)
    return EventPage(
        events,
        older=events[-1].number if has_older else None,
        newer=events[0].number if has_newer else None,
    )


def known_actions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_ACTIONS_SQL)
        return [row[0] for row in cursor.fetchall()]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
