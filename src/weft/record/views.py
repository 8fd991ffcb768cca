"""The auditor's pages. Who may open them stands in the matrix of roles (record.read, record.export)."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_safe

from weft.record import table
from weft.record.actions import record_event
from weft.record.anchors import last_anchor
from weft.record.forms import FilterForm
from weft.record.models import Event
from weft.record.queries import Wanted, page_of, wanted_events
from weft.record.verifying import last_verdict
from weft.record.words import changes_of, what, who

ROWS_AT_ONCE = 500
not_kept = cache_control(no_store=True, private=True)


@not_kept
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Events, newest first, with whether the record is whole on top."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    page = page_of(wanted, before=_number(request, "before"), after=_number(request, "after"))
    context = {
        "form": form,
        "page": page,
        "rows": _rows(page.events),
        "is_filtered": bool(wanted.said()),
        "older_url": _address("record", wanted, before=page.older),
        "newer_url": _address("record", wanted, after=page.newer),
        "table_url": _address("record-table", wanted),
        "verdict": last_verdict(),
        "anchor": last_anchor(),
        "crumbs": [(_("The record"), "")],
    }
    return render(request, "record/index.html", context)


@not_kept
@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """One event, with what changed; sealed values stay sealed."""
    found = Event.objects.filter(number=number).first()
    if found is None:
        raise Http404
    context = {
        "event": found,
        "what": what(found.action),
        "who": who(found.actor, _names([found])),
        "changes": changes_of(found),
        "before_url": reverse("record-event", args=[number - 1]) if number > 1 else "",
        "after_url": reverse("record-event", args=[number + 1]) if _is_there(number + 1) else "",
        "crumbs": [(_("The record"), reverse("record")), (_("Event %(n)s") % {"n": number}, "")],
    }
    return render(request, "record/event.html", context)


@not_kept
@require_GET
def table_file(request: HttpRequest) -> HttpResponseBase:
    """Everything the filters ask for, streamed. Taking so much away is itself an event."""
    form = FilterForm(request.GET)
    wanted = form.wanted()
    if form.errors:  # the page says what to enter; a table of everything was not asked for
        return redirect(f"{reverse('record')}?{request.GET.urlencode()}")
    with transaction.atomic():
        taken = record_event(
            by=request.user,  # type: ignore[arg-type]
            action="record.table.export",
            thing="record",
            after={"filters": wanted.said()},
        )
    events = wanted_events(wanted).filter(number__lt=taken.number).iterator(chunk_size=ROWS_AT_ONCE)
    headers = {"Content-Disposition": 'attachment; filename="record.csv"'}
    return StreamingHttpResponse(table.lines(events), content_type="text/csv; charset=utf-8", headers=headers)


def _rows(events: Sequence[Event]) -> list[tuple[Event, str, str]]:
    names = _names(events)
    return [(event, what(event.action), who(event.actor, names)) for event in events]


def _names(events: Sequence[Event]) -> dict[str, str]:
    """The colleagues among those who acted, by name: the function settings.RECORD_NAMES knows them."""
    named: dict[str, str] = import_string(settings.RECORD_NAMES)({event.actor for event in events})
    return named


def _number(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else None


def _address(route: str, wanted: Wanted, **more: int | None) -> str:
    """The address of a page with the same filters; "" where there is nothing more."""
    if more and None in more.values():
        return ""
    said = {**wanted.said(), **more}
    return reverse(route) + (f"?{urlencode(said)}" if said else "")


def _is_there(number: int) -> bool:
    return Event.objects.filter(number=number).exists()
