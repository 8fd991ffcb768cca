"""Answers out: how many there are, what they may be taken away as, and the files."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.forms.actions.exporting import RefusedExport, ask_export, decide_export, is_past, take_export
from weft.forms.exports.wanted import Wanted
from weft.forms.exports.writers import KINDS
from weft.forms.exports.writing import one_file
from weft.forms.forms_export import DecideForm, ExportForm, WantedForm
from weft.forms.models import Export, Form, Response
from weft.forms.queries.accounting import SHOWN, accounted, questions_of, responses_of
from weft.forms.queries.exported import plan_for, told_for, versions_of, wanted_of
from weft.forms.views.crumbs import below, crumb_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, visible
from weft.web.methods import form_page
from weft.web.private import private

EXPORT, LOOK, DECIDE = "form.export", "form.answers", "form.export.decide"
Page = Callable[..., HttpResponseBase]


@private
@require_safe
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """An accounting of answers; every question only when asked for, because each response is opened for it."""
    found = get_object_or_404(Form, key=key)
    actor = actor_of(request)
    rows = visible(actor, LOOK, Response)
    form = WantedForm([version.number for version in versions_of(found)], request.GET or None)
    wanted = form.wanted() if form.is_bound else Wanted()
    context = {
        "found": found,
        "form": form,
        "responses": responses_of(found, rows),
        "matching": wanted_of(found, wanted, rows).count(),
        "query": wanted.query(),
        "may_export": may(actor, EXPORT),
        "asked": found.exports.select_related("asked_by", "decided_by")[:10],
        "crumbs": [crumb_of(found, actor_of(request)), (_("Answers"), "")],
    }
    if request.GET.get("questions"):
        plan = accounted(plan_for(found, wanted), wanted, int(str(context["matching"])))
        context["reasons"] = [reason.label for reason in SHOWN]
        context["questions"] = questions_of(told_for(wanted_of(found, wanted, rows), found, "counts"), plan)
    return render(request, "forms/answers/answers.html", context)


@private
@form_page
def export_ask(request: HttpRequest, key: str) -> HttpResponse:
    found = get_object_or_404(Form, key=key)
    filtering = WantedForm([version.number for version in versions_of(found)], request.GET)
    wanted = filtering.wanted()
    plan = plan_for(found, wanted)
    bound = request.POST if request.method == "POST" else None
    form = ExportForm(bound, has_special=plan.has_special, initial={"to": "xlsx"})
    if form.is_valid():
        said = form.cleaned_data
        kept = {**wanted.kept(), "without_special": bool(said.get("without_special"))}
        made = ask_export(
            form=found,
            wanted=Wanted.read(kept),
            to=said["to"],
            why=said.get("why", ""),
            key=said["once"],
            by=account_of(request),
        )
        return redirect("form-export-one", made.public_id)
    rows = wanted_of(found, wanted, visible(actor_of(request), EXPORT, Response))
    context = {
        "found": found,
        "form": form,
        "plan": plan,
        "count": rows.count(),
        "wanted": wanted,
        "crumbs": below(found, actor_of(request), (_("Answers"), "form-answers"), _("Export")),
    }
    return render(request, "forms/answers/export_ask.html", context)


@private
@form_page
def export_one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One export: to decide for a second person, to download for who asked."""
    export = get_object_or_404(
        Export.objects.select_related("form", "asked_by", "decided_by"), public_id=public_id
    )
    account, bound = account_of(request), request.POST if request.method == "POST" else None
    may_decide = (
        export.state == "asked" and export.asked_by_id != account.pk and may(actor_of(request), DECIDE)
    )
    form = DecideForm(bound) if may_decide or bound else None
    if form and bound and form.is_valid():
        return _decided(request, export, form)
    back = reverse("form-answers", args=[export.form.key])
    context = {
        "export": export,
        "form": form if may_decide else None,
        "is_mine": export.asked_by_id == account.pk,
        "is_past": is_past(export),
        "wanted": Wanted.read(export.wanted),
        "crumbs": [crumb_of(export.form, actor_of(request)), (_("Answers"), back), (_("Export"), "")],
    }
    return render(request, "forms/answers/export_one.html", context)


def _decided(request: HttpRequest, export: Export, form: DecideForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        decide_export(
            export=export, is_agreed=said["agreed"] == "yes", why=said["why"], by=account_of(request)
        )
    except RefusedExport as refused:
        messages.error(request, str(refused))
    return redirect("form-export-one", export.public_id)


@private
@require_POST
def export_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The file itself. It is written whole before its first byte leaves, and gone from disk once it was read."""
    export = get_object_or_404(Export.objects.select_related("form"), public_id=public_id)
    rows = visible(actor_of(request), EXPORT, Response)
    with tempfile.TemporaryDirectory() as folder:
        try:
            files = take_export(export=export, rows=rows, folder=Path(folder), by=account_of(request))
        except RefusedExport as refused:
            messages.error(request, str(refused))
            return redirect("form-export-one", public_id)
        made = one_file(files)
        name = f"{export.form.key}-{export.public_id[:6]}{made.suffix}"
        return FileResponse(
            made.open("rb"), as_attachment=True, filename=name, content_type=KINDS[made.suffix.lstrip(".")]
        )
