"""Staff take a request, answer it, or close it because it was withdrawn."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.roles.current import person_of
from weft.record.actions import record_event
from weft.requests.models import Request
from weft.requests.sending import send_answer
from weft.requests.states import MOVES, OPEN, State, WrongState


@transaction.atomic
def move(*, request: Request, to: State, by: User | None, reason: str = "") -> Request:
    """Move a request on. A conditional update takes it: of two who answer at once, one is refused."""
    was = request.state
    allowed = [state for state, targets in MOVES.items() if to in targets]
    closed_on = None if to in OPEN else timezone.localdate()
    rows = Request.objects.unscoped("one request, already fetched by policy").filter(
        pk=request.pk, state__in=allowed
    )
    moved = rows.update(state=to, closed_on=closed_on)
    request.refresh_from_db(fields=["state", "closed_on"])
    if not moved:
        raise WrongState(request, request.state, to)
    record_event(
        by=by,
        action="requests.request.move",
        thing=request,
        before={"state": was},
        after={"state": to.value},
        reason=reason,
    )
    return request


@transaction.atomic
def take(*, request: Request, by: User) -> Request:
    """It is mine to answer from now on. Taking what a colleague has in hand is refused: they put it back first."""
    if request.state == State.IN_HAND and request.assigned_to == person_of(by):
        return request
    moved = move(request=request, to=State.IN_HAND, by=by)
    return _assign(moved, by)


@transaction.atomic
def put_back(*, request: Request, by: User) -> Request:
    """It is nobody's again: the person who had it is away."""
    moved = move(request=request, to=State.RECEIVED, by=by)
    return _assign(moved, None)


@transaction.atomic
def answer(*, request: Request, words: str, by: User) -> Request:
    """Answer it. The message goes out by e-mail where they asked for that; else somebody sends it by hand."""
    request.answer = words
    request.answer_went_by = send_answer(request)
    request.save(update_fields=["answer", "answer_went_by"])
    if request.assigned_to_id is None:
        _assign(request, by)
    return move(request=request, to=State.ANSWERED, by=by)


@transaction.atomic
def withdraw(*, request: Request, reason: str, by: User) -> Request:
    """They do not want it any more. `reason` says how they said so, without who they are."""
    return move(request=request, to=State.WITHDRAWN, by=by, reason=reason)


def _assign(request: Request, to: User | None) -> Request:
    request.assigned_to = person_of(to)
    request.save(update_fields=["assigned_to"])
    return request
