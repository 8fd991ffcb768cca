"""Plan a whole series: the same local hour again and again, without the days it does not meet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.gather.actions.sessions import Many, Plan, put_down
from weft.gather.errors import NotPlannable
from weft.gather.models import Activity, Recurrence, Session
from weft.gather.recurrence import Series, Term, moment
from weft.record.actions import record_event


@transaction.atomic
def plan_series(
    *,
    activity: Activity,
    rule: str,
    starts: str,
    until: date,
    by: User | None,
    exceptions: Sequence[date] = (),
    terms: Sequence[Term] = (),
    newcomer_places: Many | None = None,
    **said: Any,
) -> list[Session]:
    """Every session of an RFC 5545 rule from a first local time to a last day; those planned before stay as they are.

    said: minutes, zone, venue, capacities; released_before, closes_before. Raises NotPlannable.
    """
    if activity.is_speed:
        raise NotPlannable(
            _("A speed slot takes place once. Plan one session, or make an activity that repeats.")
        )
    plan = Plan(newcomer_places=newcomer_places or {}, **{"venue": None, **said})
    series = Series(rule, starts, until, plan.zone, exceptions, terms)
    there = set(activity.sessions.filter(venue=plan.venue).values_list("starts_at", flat=True))
    planned = [put_down(activity, when, plan) for when in series.moments() if when.at not in there]
    keep_rule(activity, series, plan.minutes)
    after = {"rule": rule, "starts": starts, "until": until.isoformat(), "sessions": len(planned)}
    record_event(by=by, action="gather.series.plan", thing=activity, after=after)
    return planned


def keep_rule(activity: Activity, series: Series, minutes: int) -> None:
    """The rule stays with the activity: calendars and pages say how it repeats."""
    Recurrence.objects.update_or_create(
        activity=activity,
        defaults={
            "rule": series.rule,
            "starts": moment(series.starts, series.zone).at,
            "until": series.until,
            "minutes": minutes,
            "zone": series.zone,
            "exceptions": [day.isoformat() for day in series.exceptions],
            "terms": [[first.isoformat(), last.isoformat()] for first, last in series.terms],
        },
    )
