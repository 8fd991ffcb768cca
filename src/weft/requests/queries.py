"""Reads about requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import DateField, Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest

from weft.people.roles.actor import Actor
from weft.people.roles.policy import visible
from weft.requests.models import Request
from weft.requests.states import OPEN

WORK = "requests.work"


@dataclass(frozen=True)
class Listed:
    """The open requests by deadline, late ones first, and the last ones closed."""

    late: list[Request]
    open: list[Request]
    closed: list[Request]


def by_deadline(rows: QuerySet[Request]) -> QuerySet[Request]:
    """Each with `must_by`: the promise, or the later day they were told."""
    last = Coalesce(Max("extensions__until"), "due_on")
    return rows.annotate(must_by=Greatest(last, "due_on", output_field=DateField())).order_by("must_by", "pk")


def open_requests(actor: Actor) -> QuerySet[Request]:
    rows = visible(actor, WORK, Request).filter(state__in=OPEN)
    return by_deadline(rows).select_related("assigned_to")


def listed(actor: Actor, today: date, most_closed: int = 20) -> Listed:
    rows = list(open_requests(actor))
    closed = visible(actor, WORK, Request).exclude(state__in=OPEN).order_by("-closed_on", "-pk")
    return Listed(
        late=[row for row in rows if must_by(row) < today],
        open=[row for row in rows if must_by(row) >= today],
        closed=list(closed.select_related("assigned_to")[:most_closed]),
    )


def must_by(request: Request) -> date:
    found: date = request.must_by  # type: ignore[attr-defined]
    return found


def late(today: date) -> QuerySet[Request]:
    """Open requests whose deadline has passed, for the clock."""
    rows: QuerySet[Request] = Request.objects.unscoped("the clock").filter(state__in=OPEN)
    return by_deadline(rows).filter(Q(must_by__lt=today))


def grouped(requests: Iterable[Request]) -> dict[tuple[str, date, bool], list[Request]]:
    """Requests that read as one line: the same thing wanted, by the same day, all taken or all free."""
    found: dict[tuple[str, date, bool], list[Request]] = {}
    for request in requests:
        found.setdefault((request.wanted, must_by(request), request.assigned_to_id is not None), []).append(
            request
        )
    return found
