"""The open feeds: pages of sessions and series in the order in which they changed (OpenActive RPDE 1.0)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.urls import reverse

from weft.gather.actions.publishing import moment_of
from weft.gather.finding.models import FeedItem
from weft.gather.finding.rules import FEED_PAGE, FEED_SETTLES
from weft.gather.models import Activity, Session
from weft.gather.states import SessionState
from weft.places.models import Venue

CONTEXT = "https://openactive.io/"
STATUS = {True: "https://schema.org/EventCancelled", False: "https://schema.org/EventScheduled"}
Data = dict[str, Any]
Address = Callable[[str], str]  # a path as a whole address


@dataclass(frozen=True)
class After:
    """Behind which line to go on: when it changed, and its id. None: from the beginning."""

    modified: int
    mark: str


def page(kind: FeedItem.Kind, after: After | None, *, now: datetime) -> list[FeedItem]:
    """The next lines of a feed. The youngest ones are left for the next time (rules.FEED_SETTLES)."""
    rows = FeedItem.objects.filter(kind=kind, modified__lte=moment_of(now - FEED_SETTLES))
    if after is not None:
        rows = rows.filter(Q(modified=after.modified, mark__gt=after.mark) | Q(modified__gt=after.modified))
    return list(rows.order_by("modified", "mark")[:FEED_PAGE])


def items(rows: Iterable[FeedItem], address: Address) -> list[Data]:
    """Lines as the feed gives them: what is gone has no data."""
    there = [row for row in rows if not row.is_deleted]
    sessions = [row.mark for row in there if row.kind == FeedItem.Kind.SESSION]
    series = [row.mark for row in there if row.kind == FeedItem.Kind.SERIES]
    data = {**_data(sessions, address, sessions=True), **_data(series, address, sessions=False)}
    return [_item(row, data.get(row.mark)) for row in rows]


def _item(row: FeedItem, data: Data | None) -> Data:
    said: Data = {"kind": row.get_kind_display(), "id": row.mark, "modified": row.modified}
    if row.is_deleted or data is None:
        return {"state": "deleted", **said}
    return {"state": "updated", **said, "data": data}


def _data(marks: list[str], address: Address, *, sessions: bool) -> Mapping[str, Data]:
    if not marks:
        return {}
    if sessions:
        public = Session.objects.filter(activity__is_public=True)
        rows = public.filter(public_id__in=marks).select_related("activity", "venue")
        return {row.public_id: session_data(row, address) for row in rows}
    series = Activity.objects.filter(public_id__in=marks, is_public=True).select_related("organisation")
    return {row.public_id: series_data(row, address) for row in series}


def series_data(activity: Activity, address: Address) -> Data:
    """An activity. Nothing of who comes, and nothing of how many places are left."""
    price = {"@type": "Offer", "price": activity.cost_pence / 100, "priceCurrency": "GBP"}
    return {
        "@context": CONTEXT, "@type": "SessionSeries", "@id": address(_series(activity.public_id)),
        "identifier": activity.public_id, "name": activity.title, "description": activity.about,
        "organizer": {"@type": "Organization", "name": activity.organisation.name},
        "isAccessibleForFree": activity.cost_pence == 0, "offers": [price],
        "inLanguage": list(activity.languages), "attendeeInstructions": activity.takes,
    }  # fmt: skip


def session_data(session: Session, address: Address) -> Data:
    """One session, in local time with its offset."""
    zone = ZoneInfo(session.zone)
    said: Data = {
        "@context": CONTEXT, "@type": "ScheduledSession", "@id": address(_session(session.public_id)),
        "identifier": session.public_id, "superEvent": address(_series(session.activity.public_id)),
        "startDate": session.starts_at.astimezone(zone).isoformat(),
        "endDate": session.ends_at.astimezone(zone).isoformat(), "duration": f"PT{session.minutes}M",
        "eventStatus": STATUS[session.state == SessionState.CANCELLED], "url": address(_session(session.public_id)),
    }  # fmt: skip
    return {**said, "location": place_data(session.venue)} if session.venue else said


def place_data(venue: Venue) -> Data:
    where = {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
    postal = {"@type": "PostalAddress", "streetAddress": venue.address, "postalCode": venue.postcode}
    return {"@type": "Place", "name": venue.name, "address": postal, "geo": where}


def _session(mark: str) -> str:
    return reverse("session", args=[mark])


def _series(mark: str) -> str:
    return f"{reverse('open-series')}#{mark}"
