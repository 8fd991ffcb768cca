"""Make and change activities, plan, change and cancel their sessions, and say how many places they have."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from weft.gather.actions import places, telling
from weft.gather.actions.moving import LEDGER, move
from weft.gather.actions.openings import refresh_opening, refresh_openings_of
from weft.gather.actions.wanted import fresh
from weft.gather.errors import NotPlannable, WrongState
from weft.gather.models import Activity, Booking, Capacity, Session
from weft.gather.recurrence import Moment, moment
from weft.gather.rules import refuse_training, refuse_unplannable
from weft.gather.states import BookingState, SessionState
from weft.gather.told import kinds_told
from weft.people.models import Organisation
from weft.places.models import Venue
from weft.programmes.models import Edition
from weft.record.actions import record_event
from weft.record.once import do_once

Many = Mapping[str, int]


class AboutActivity(TypedDict, total=False):
    """What is said about an activity; all but the title may be left out."""

    edition: Edition | None
    kind: str
    about: str
    takes: str
    who: str
    topics: Sequence[str]
    languages: Sequence[str]
    welcomes: Sequence[str]
    cost_pence: int
    is_public: bool
    volunteering: bool
    is_speed: bool


def make_activity(
    *,
    organisation: Organisation,
    title: str,
    by: User | None,
    key: str = "",
    **about: Unpack[AboutActivity],
) -> Activity:
    """Something people can come to; sessions are planned for it next. Raises NotPlannable."""

    def make() -> Activity:
        activity = Activity(organisation=organisation, title=" ".join(title.split()), **_kept(about))
        refuse_training(activity)
        activity.save(force_insert=True)
        after = {"title": activity.title, "organisation": organisation.public_id}
        record_event(by=by, action="gather.activity.make", thing=activity, after=after)
        return activity

    return do_once(key=key, action="gather.activity.make", by=by, make=make)


@transaction.atomic
def change_activity(
    *, activity: Activity, by: User | None, title: str = "", **about: Unpack[AboutActivity]
) -> Activity:
    """Correct what is said about an activity. Its sessions stay as they are. Raises NotPlannable."""
    before = {name: _plain(getattr(activity, name)) for name in about}
    for name, value in _kept(about).items():
        setattr(activity, name, value)
    activity.title = " ".join(title.split()) or activity.title
    refuse_training(activity)
    for minutes in (session.minutes for session in activity.sessions.all()):
        refuse_unplannable(activity, minutes)
    activity.save()
    refresh_openings_of(activity=activity)
    Session.objects.filter(activity=activity).update(sequence=F("sequence") + 1)
    after = {name: _plain(getattr(activity, name)) for name in about}
    record_event(by=by, action="gather.activity.change", thing=activity, before=before, after=after)
    return activity


def _kept(about: AboutActivity) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in about.items()}


def _plain(value: Any) -> Any:
    return getattr(value, "key", value)


@dataclass(frozen=True)
class Plan:
    """One session as it is to be: how long, where, how many places of which kind, of these how many for newcomers."""

    minutes: int
    zone: str
    venue: Venue | None
    capacities: Many
    newcomer_places: Many
    released_before: timedelta | None = None  # newcomers' places are anybody's this long before the start
    closes_before: timedelta = timedelta()  # booking closes this long before the start

    def __post_init__(self) -> None:
        if not self.capacities or any(many < 0 for many in self.capacities.values()):
            raise NotPlannable(_("Enter how many places there are."))
        for kind, many in self.newcomer_places.items():
            if not 0 <= many <= self.capacities.get(kind, 0):
                raise NotPlannable(_("Keep no more places for newcomers than there are."))


def plan_session(
    *,
    activity: Activity,
    local_start: str,
    by: User | None,
    key: str = "",
    newcomer_places: Many | None = None,
    **said: Any,
) -> Session:
    """One session, with its places. newcomer_places are of these, not on top. Raises NotPlannable.

    said: minutes, zone, venue, capacities; released_before, closes_before.
    """
    plan = Plan(newcomer_places=newcomer_places or {}, **_named(said))

    def make() -> Session:
        session = put_down(activity, moment(local_start, plan.zone), plan)
        after = {
            "activity": activity.public_id,
            "start": session.local_start,
            "places": dict(plan.capacities),
        }
        record_event(by=by, action="gather.session.plan", thing=session, after=after)
        return session

    return do_once(key=key, action="gather.session.plan", by=by, make=make)


def _named(said: dict[str, Any]) -> dict[str, Any]:
    known = {each.name for each in fields(Plan)}
    if unknown := set(said) - known:
        raise TypeError(f"A session has no {', '.join(sorted(unknown))}.")
    return {"venue": None, **said}


def put_down(activity: Activity, when: Moment, plan: Plan) -> Session:
    """The rows of one session, without their event."""
    refuse_unplannable(activity, plan.minutes)
    session = Session(activity=activity, venue=plan.venue, **times(when, plan.minutes, plan.zone))
    if plan.closes_before:
        session.booking_closes_at = session.starts_at - plan.closes_before
    try:
        with transaction.atomic():
            session.save(force_insert=True)
    except IntegrityError:
        raise NotPlannable(_("There is a session of this activity at this time already.")) from None
    released_at = session.starts_at - plan.released_before if plan.released_before is not None else None
    Capacity.objects.bulk_create(ledger_rows(session, plan.capacities, plan.newcomer_places, released_at))
    refresh_opening(session=session)
    return session


def times(when: Moment, minutes: int, zone: str) -> dict[str, Any]:
    return {
        "local_start": when.local,
        "zone": zone,
        "starts_at": when.at,
        "ends_at": when.at + timedelta(minutes=minutes),
        "local_day": when.at.astimezone(ZoneInfo(zone)).date(),
    }


def ledger_rows(session: Session, total: Many, kept: Many, released_at: datetime | None) -> list[Capacity]:
    about = {key: told.columns() for key, told in kinds_told(session.activity, total).items()}
    rows = [
        Capacity(session=session, kind=kind, total=many - kept.get(kind, 0), **about[kind])
        for kind, many in total.items()
    ]
    for_them = {"for_newcomers": True, "released_at": released_at}
    return rows + [
        Capacity(session=session, kind=kind, total=many, **for_them, **about[kind])
        for kind, many in kept.items()
        if many
    ]


@transaction.atomic
def change_session(
    *, session: Session, by: User | None, local_start: str, minutes: int, venue: Venue | None
) -> Session:
    """Another time, length or venue: whoever booked keeps the place and is told once. Raises NotPlannable."""
    places.lock(session.pk)
    current = fresh(session)
    refuse_unless_planned(current)
    refuse_unplannable(current.activity, minutes)
    was = {"start": current.local_start, "minutes": current.minutes, "venue": str(current.venue or "")}
    earlier, closes = copy(current), current.booking_closes_at
    before = current.starts_at - closes if closes else None
    for name, value in times(moment(local_start, current.zone), minutes, current.zone).items():
        setattr(current, name, value)
    current.venue, current.sequence = venue, current.sequence + 1
    current.booking_closes_at = current.starts_at - before if before else None
    _save(current)
    refresh_opening(session=current)
    telling.of_changed(current, _open(current), earlier)
    now_is = {"start": current.local_start, "minutes": minutes, "venue": str(venue or "")}
    record_event(by=by, action="gather.session.change", thing=current, before=was, after=now_is)
    return current


def _save(session: Session) -> None:
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:
        raise NotPlannable(_("There is a session of this activity at this time already.")) from None


def _open(session: Session) -> list[Booking]:
    rows = Booking.objects.unscoped(LEDGER).filter(session=session, state__in=telling.OPEN_STATES)
    found = list(rows.select_related("person__account"))
    for booking in found:
        booking.session = session
    return found


def refuse_unless_planned(session: Session) -> None:
    if session.state != SessionState.PLANNED:
        raise WrongState(session, session.state, SessionState.PLANNED)


@transaction.atomic
def cancel_session(*, session: Session, because: str, by: User | None) -> Session:
    """It does not take place: every place is given back, and everybody who booked or waits is told why, once.

    Raises WrongState, NotPlannable (no reason).
    """
    if not because.strip():
        raise NotPlannable(_("Enter why it is cancelled: it is told to everybody who booked."))
    places.lock(session.pk)
    current = fresh(session)
    refuse_unless_planned(current)
    current.state, current.cancelled_because = SessionState.CANCELLED, because.strip()
    current.sequence += 1
    current.save(update_fields=["state", "cancelled_because", "sequence"])
    refresh_opening(session=current)
    ended = _open(current)
    for booking in ended:
        was = booking.state
        move(booking, BookingState.CANCELLED, until=None)
        if was != BookingState.WAITING:
            places.release(booking)
    telling.of_cancelled(current, ended, current.cancelled_because)
    after = {"state": current.state, "bookings": [booking.public_id for booking in ended]}
    record_event(by=by, action="gather.session.cancel", thing=current, after=after, reason=because.strip())
    session.refresh_from_db()
    return session
