"""Whose register is whose, and what stands in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.db.models.query import QuerySet

from weft.gather.actions.wanted import unsealed
from weft.gather.models import Attendance, Booking, Session
from weft.gather.states import BookingState, SessionState
from weft.gather.told import roles_of
from weft.people.roles.actor import Actor
from weft.people.roles.policy import scopes, visible

KEEP = "register.keep"
AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One booking in the register: whom to look for, what the host should know, what was noted."""

    booking: Booking
    name: str
    needs: str
    noted: Attendance | None
    role: str = ""  # in words


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """The sessions whose register an actor keeps: all, or those of the organisations they keep it for."""
    rows = Session.objects.select_related("activity__organisation", "activity__edition__programme", "venue")
    reached = scopes(actor, KEEP)
    if any(scope.reach == "all" for scope in reached):
        return rows
    organisations = {one for scope in reached if scope.is_organisation for one in scope.organisations}
    return rows.filter(activity__organisation__in=organisations)


def open_registers(actor: Actor, now: datetime) -> list[Session]:
    """Registers not stood for yet, of sessions that have been or are within a week; the oldest first."""
    booked = Count("bookings", filter=Q(bookings__state=BookingState.BOOKED))
    rows = sessions_of(actor).filter(state=SessionState.PLANNED, starts_at__lte=now + AHEAD)
    return list(rows.annotate(booked=booked).order_by("starts_at", "pk"))


def lines(actor: Actor, session: Session) -> list[Line]:
    """The register: everybody booked, by name, walk-ins at the end."""
    rows = visible(actor, KEEP, Booking).filter(session=session, state=BookingState.BOOKED)
    rows = rows.select_related("person", "group", "attendance")
    roles = roles_of(session.activity)
    found = [
        Line(
            one, _name(one), unsealed(one, "needs"), getattr(one, "attendance", None), roles.get(one.role, one.role)
        )
        for one in rows
    ]  # fmt: skip
    return sorted(found, key=lambda line: (line.booking.is_walk_in, line.name.casefold(), line.booking.pk))


def _name(booking: Booking) -> str:
    if booking.person is not None:
        return booking.person.name
    return booking.name or (booking.group.name if booking.group else "")
