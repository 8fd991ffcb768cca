"""For output checkers: what waits to leave, what is behind it, and what becomes of it. And the log of tables."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.inside.actions import approve, send_back
from weft.inside.actions.airlock import Altered, content_of, look
from weft.inside.forms import CheckForm, SendBackForm
from weft.inside.models import Output, Table
from weft.inside.queries import checked_file, checked_tables, true_counts
from weft.inside.rules import Refused, is_same_person
from weft.inside.states import WAITING, OutputState, WrongState
from weft.inside.views.leaving import as_attachment
from weft.measure.views.outcome import checklist_rows
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page
from weft.web.private import private

CHECK, LOG = "output.check", "inside.log"
MOST_LISTED, ROWS_A_PAGE = 50, 50


def home() -> tuple[str, str]:
    return _("Airlock"), reverse("airlock")


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided last."""
    every = visible(actor_of(request), CHECK, Output).select_related("analyst", "opening")
    context = {
        "waiting": every.filter(state__in=WAITING).order_by("asked_at"),
        "decided": every.filter(state__in=(OutputState.CLEARED, OutputState.SENT_BACK))[:MOST_LISTED],
        "crumbs": [(_("Airlock"), "")],
    }
    return render(request, "inside/airlock.html", context)


@form_page
@private
def output(request: HttpRequest, public_id: str) -> HttpResponse:
    """One output: why, where to, what the automatic checks found, and the seven risks to answer."""
    found = one_visible(actor_of(request), CHECK, Output, public_id)
    form = CheckForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not (form.is_bound and form.is_valid()):
        return _page(request, found, form, SendBackForm(label_suffix=""))
    try:
        approve(output=found, notes=form.notes, by=account_of(request))
    except (Refused, Altered) as refusal:
        messages.error(request, str(refusal))
    except WrongState:
        messages.error(request, _("It is not waiting any more. Look at where it stands."))
    else:
        cleared = found.state == OutputState.CLEARED
        messages.success(
            request, _("It may leave now.") if cleared else _("Noted. A second checker looks at it now.")
        )
    return redirect("airlock-output", found.public_id)


@require_POST
@private
def back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send it back with what has to change."""
    found = one_visible(actor_of(request), CHECK, Output, public_id)
    form = SendBackForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, found, CheckForm(label_suffix=""), form)
    try:
        send_back(output=found, reason=form.cleaned_data["reason"], by=account_of(request))
        messages.success(request, _("Sent back. Whoever asked reads why."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    except WrongState:
        messages.error(request, _("It is not waiting any more. Look at where it stands."))
    return redirect("airlock-output", found.public_id)


def _page(request: HttpRequest, found: Output, form: forms.Form, back_form: forms.Form) -> HttpResponse:
    me = account_of(request)
    is_mine, looked = is_same_person(found.analyst_id, me), is_same_person(found.first_id, me)
    context: dict[str, Any] = {
        "output": found, "form": form, "back_form": back_form, "is_mine": is_mine, "has_looked": looked,
        "may_check": found.is_waiting and not is_mine and not looked, "crumbs": [home(), (found.title, "")],
    }  # fmt: skip
    if found.is_waiting and not is_mine:
        context |= _finds(found)
    elif (
        not found.is_waiting and found.second_id is not None
    ):  # until then nobody leans on somebody else's notes
        context["notes"] = [
            (found.first, checklist_rows(found.first_notes)), (found.second, checklist_rows(found.second_notes))
        ]  # fmt: skip
    return render(request, "inside/check.html", context)


def _finds(found: Output) -> dict[str, Any]:
    try:
        content_of(found)  # nothing is said of a file that is not the one asked for
        return {"checked": checked_tables(found), "file_findings": checked_file(found)}
    except (Refused, Altered) as refusal:
        return {"unchecked": str(refusal)}


@require_safe
@private
def counts(request: HttpRequest, public_id: str, table_id: str) -> HttpResponse:
    """The true counts behind one table an output rests on."""
    found = one_visible(actor_of(request), CHECK, Output, public_id)
    table = found.behind.filter(public_id=table_id).first()
    is_mine = is_same_person(found.analyst_id, account_of(request))
    if table is None or is_mine or not found.is_waiting:
        raise Http404
    try:
        crossing, counted = true_counts(table, found.opening)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("airlock-output", found.public_id)
    heads = [_("Base"), *(answer.label for answer in crossing.answers)]
    rows = [
        {"of": ", ".join(filter(None, label)) or _("Everyone"), "pairs": _pairs(heads, true, shown)}
        for label, true, shown in zip(crossing.labels, counted, table.figures["rows"], strict=True)
    ]
    here = (found.title, reverse("airlock-output", args=[found.public_id]))
    context = {
        "output": found,
        "table": table,
        "heads": heads,
        "rows": rows,
        "crumbs": [home(), here, (_("Counts"), "")],
    }
    return render(request, "inside/counts.html", context)


def _pairs(heads: list[str], true: list[int], shown: dict[str, Any]) -> list[tuple[str, int, int | None]]:
    """Each true count with the one the analyst sees."""
    return list(zip(heads, true, [shown["base"], *shown["counts"]], strict=True))


@require_safe
@private
def file(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file, for a checker to look at."""
    found = one_visible(actor_of(request), CHECK, Output, public_id)
    try:
        return as_attachment(found, look(output=found, by=account_of(request)))
    except (Refused, Altered) as refusal:
        messages.error(request, str(refusal))
        return redirect("airlock-output", found.public_id)


@require_safe
@private
def log(request: HttpRequest) -> HttpResponse:
    """Every table asked for: who, when, which, and the fingerprint of its figures."""
    every = visible(actor_of(request), LOG, Table).defer("figures").select_related("analyst", "opening")
    page = Paginator(every, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "inside/log.html", {"page": page, "crumbs": [(_("Tables asked for"), "")]})
