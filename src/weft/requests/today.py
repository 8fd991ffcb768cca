"""Requests on Today: what is free or mine needs me, what a colleague has in hand waits for them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.people.roles.actor import Actor
from weft.people.roles.policy import may
from weft.requests.models import Request
from weft.requests.queries import WORK, grouped, must_by, open_requests
from weft.requests.states import Format, Kind
from weft.today.tasks import TodayTask, Whose


def tasks(actor: Actor) -> list[TodayTask]:
    if not may(actor, WORK):
        return []
    rows = list(open_requests(actor))
    mine = [row for row in rows if row.assigned_to_id in (None, actor.person_id)]
    return [_task(group) for group in grouped(mine).values()] + _others(len(rows) - len(mine))


def _task(group: list[Request]) -> TodayTask:
    first, count = group[0], len(group)
    return TodayTask(
        count=count,
        words=_words(first, count),
        url=reverse("request-one", args=[first.public_id]) if count == 1 else reverse("request-list"),
        why=_why(first),
        due_at=must_by(first),
    )


def _words(request: Request, count: int) -> str:
    """ "large print request", "complaint": what it is, never who."""
    if request.kind == Kind.COMPLAINT:
        return ngettext("complaint", "complaints", count)
    if request.kind != Kind.FORMAT:
        return ngettext("request about personal data", "requests about personal data", count)
    label = str(Format(request.format).label)
    wanted = label if label.startswith("British") else label.lower()
    return ngettext("request for %(wanted)s", "requests for %(wanted)s", count) % {"wanted": wanted}


def _why(request: Request) -> str:
    taken = _("You have it in hand.") if request.assigned_to_id else _("Nobody has it in hand.")
    if must_by(request) != request.due_on:
        return _("They were told that it takes longer.") + " " + taken
    if request.kind == Kind.COMPLAINT:
        return _("We promise an answer in 10 working days.") + " " + taken
    if request.kind != Kind.FORMAT:
        return _("The law gives us one month.") + " " + taken
    return _("We promise an answer in 5 working days.") + " " + taken


def _others(count: int) -> list[TodayTask]:
    if not count:
        return []
    words = ngettext("request is with a colleague", "requests are with colleagues", count)
    return [TodayTask(count=count, words=words, url=reverse("request-list"), state=Whose.OTHERS)]
