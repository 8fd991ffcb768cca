"""The clock of a request: more time is an event, and being late is written down once."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.roles.current import person_of
from weft.record.actions import record_event
from weft.requests.models import Extension, Request
from weft.requests.queries import late
from weft.requests.rules import KEPT_DAYS, latest_extension
from weft.requests.states import Kind, WrongState
from weft.requests.states import State as S


class NotThatLong(Exception):
    """The new day is not later than the old one, or later than the rule allows; the message says which days may be."""


@transaction.atomic
def extend(*, request: Request, until: date, reason: str, by: User) -> Extension:
    """Tell somebody that it takes longer. The day first promised stays where it is, for everyone to see."""
    if not request.is_open:
        raise WrongState(request, request.state, S.IN_HAND)
    latest = latest_extension(Kind(request.kind), request.received_on, request.due_on)
    if not request.deadline() < until <= latest:
        raise NotThatLong(
            _("Choose a day after %(now)s, and no later than %(latest)s")
            % {"now": _day(request.deadline()), "latest": _day(latest)}
        )
    made = Extension.objects.create(
        request=request, until=until, reason=reason, made_on=timezone.localdate(), made_by=person_of(by)
    )
    record_event(by=by, action="requests.request.extend", thing=request, after={"until": until.isoformat()})
    return made


def note_late(*, today: date | None = None) -> str:
    """Write down, once each, which requests were not answered in time. Run by the tick."""
    day = today or timezone.localdate()
    noted = sum(_note(request, day) for request in late(day).filter(noted_late_on=None))
    return f"{noted} requests became late."


def forget_closed(*, today: date | None = None) -> int:
    """Two years after a request was closed, what it says of somebody goes; that it was answered in time stays."""
    before = (today or timezone.localdate()) - timedelta(days=KEPT_DAYS)
    rows = Request.objects.unscoped("the clock").filter(closed_on__lt=before).exclude(contact="")
    return sum(_forget(request) for request in rows)


@transaction.atomic
def _forget(request: Request) -> int:
    rows = Request.objects.unscoped("the clock").filter(pk=request.pk).exclude(contact="")
    if not rows.update(contact="", name="", what="", answer="", language=""):
        return 0
    Extension.objects.unscoped("the clock").filter(request=request).update(reason="")
    record_event(by=None, action="requests.request.forget", thing=request)
    return 1


@transaction.atomic
def _note(request: Request, day: date) -> int:
    """A conditional update, so that two ticks write one event."""
    rows = Request.objects.unscoped("the clock").filter(pk=request.pk, noted_late_on=None)
    if not rows.update(noted_late_on=day):
        return 0
    record_event(
        by=None, action="requests.request.late", thing=request, after={"due_on": request.due_on.isoformat()}
    )
    return 1


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
