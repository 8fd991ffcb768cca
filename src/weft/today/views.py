"""The home of staff, and the door that everyone comes through after signing in."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.people.roles.current import actor_of
from weft.people.roles.gate import leads_somewhere
from weft.today.tasks import TodayTask, board, notes
from weft.today.words import by_when, sentence
from weft.web.context import route
from weft.web.private import private

RESIDENT_HOMES = ("my-data", "account", "landing")  # the first that this installation has


@private
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    found = board(actor, timezone.localdate())
    due = [
        ("late", _("Late"), found.late),
        ("tonight", _("By the end of today"), found.by_tonight),
        ("week", _("This week"), found.this_week),
        ("later", _("Later"), found.later),
    ]
    context = {
        "board": found,
        "lead": sentence(found),
        "due": [(key, words, _rows(tasks, found.today)) for key, words, tasks in due if tasks],
        "notes": notes(actor),
    }
    return render(request, "today/today.html", context)


def _rows(tasks: list[TodayTask], today: date) -> list[tuple[TodayTask, str, str]]:
    return [(task, *by_when(task, today)) for task in tasks]


@require_safe
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Staff land on Today (by way of their second factor, if they have not shown it), others on what is theirs."""
    if leads_somewhere(actor_of(request), "today"):
        return redirect("today")
    return redirect(next(filter(None, map(route, RESIDENT_HOMES))))
