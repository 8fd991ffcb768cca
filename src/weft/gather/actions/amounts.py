"""How many places a session has, changed after it was planned; more of them go to those who wait."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.actions import places
from weft.gather.actions.moving import moment_or_now
from weft.gather.actions.queueing import promote
from weft.gather.actions.sessions import Many, Plan, ledger_rows, refuse_unless_planned
from weft.gather.actions.waiting import announce
from weft.gather.actions.wanted import fresh
from weft.gather.errors import TooFewPlaces
from weft.gather.models import Capacity, Session
from weft.record.actions import record_event


@transaction.atomic
def change_places(
    *,
    session: Session,
    capacities: Many,
    by: User | None,
    newcomer_places: Many | None = None,
    at: datetime | None = None,
) -> Session:
    """How many places there are from now on, of each kind named; more of them go to those who wait.

    Raises TooFewPlaces (more are taken), WrongState.
    """
    rows, now = places.lock(session.pk), moment_or_now(at)
    current = fresh(session)
    refuse_unless_planned(current)
    kept = newcomer_places if newcomer_places is not None else _kept_now(rows)
    plan = Plan(current.minutes, current.zone, current.venue, capacities, kept)
    released_at = next((row.released_at for row in rows if row.for_newcomers), None)
    for wanted in ledger_rows(current, plan.capacities, plan.newcomer_places, released_at):
        _set_total(wanted)
    gone = [kind for kind in capacities if not kept.get(kind, 0)]
    if Capacity.objects.filter(session=current, for_newcomers=True, kind__in=gone, taken__gt=0).exists():
        raise TooFewPlaces
    Capacity.objects.filter(session=current, for_newcomers=True, kind__in=gone).update(total=0)
    offered = promote(current, now)
    before, after = _totals(rows), {"places": dict(capacities), "newcomers": dict(kept)}
    announce(None, "", None, offered)
    record_event(by=by, action="gather.session.places", thing=current, before=before, after=after)
    return current


def _kept_now(rows: list[Capacity]) -> dict[str, int]:
    return {row.kind: row.total for row in rows if row.for_newcomers and row.total}


def _totals(rows: list[Capacity]) -> dict[str, Any]:
    total: dict[str, int] = {}
    for row in rows:
        total[row.kind] = total.get(row.kind, 0) + row.total
    return {"places": total, "newcomers": _kept_now(rows)}


def _set_total(wanted: Capacity) -> None:
    """The new total of one row, where no more are taken already; a kind that is new gets its row."""
    rows = Capacity.objects.filter(
        session=wanted.session_id, kind=wanted.kind, for_newcomers=wanted.for_newcomers
    )
    if not rows.filter(taken__lte=wanted.total).update(total=wanted.total):
        if rows.exists():
            raise TooFewPlaces
        wanted.save(force_insert=True)
