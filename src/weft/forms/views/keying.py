"""The desk where paper returns are keyed twice and settled."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from weft.forms.actions.keying import RefusedKeying, key_first, key_second, settle_paper
from weft.forms.forms_paper import SettleForm, StartForm
from weft.forms.models import Form, FormVersion, PaperReturn
from weft.forms.outline import outline_of
from weft.forms.paper.keyed import open_keyed
from weft.forms.paper.reading import REASONS, Typed, read_page
from weft.forms.paper.sheet import Line, Shown, paper_lines, shown
from weft.forms.paper.states import PaperState
from weft.forms.purposes import RefusedSubmission, about_of_code
from weft.forms.queries.papers import disagreements, paper_with, returns_of
from weft.forms.states import Mode, VersionState
from weft.forms.views.crumbs import below, crumb_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible, visible
from weft.record.ids import public_id as fresh_key
from weft.web.methods import form_page
from weft.web.private import private

KEY, SETTLE, LOOK = "form.key", "form.adjudicate", "form.answers"


@private
@form_page
def returns(request: HttpRequest, key: str) -> HttpResponse:
    """What waits on the desk, and the number of the next paper."""
    form = get_object_or_404(Form, key=key)
    starting = StartForm(request.POST if request.method == "POST" else None)
    if starting.is_valid():
        query = urlencode({"paper": starting.cleaned_data["reference"]})
        return redirect(f"{reverse('form-paper-key', args=[key])}?{query}")
    actor = actor_of(request)
    rows = visible(actor, KEY, PaperReturn)
    context = {
        "found": form,
        "form": starting,
        "returns": returns_of(form, rows),
        "may_settle": may(actor, SETTLE),
        "disagreements": disagreements(form, rows) if may(actor, LOOK) else [],
        "crumbs": [crumb_of(form, actor), (_("Paper returns"), "")],
    }
    return render(request, "forms/paper/returns.html", context)


@dataclass(frozen=True)
class Row:
    """One line of the keying page with what was typed into it."""

    shown: Shown
    typed: str = ""
    why: str = ""
    error: str = ""


@private
@form_page
def key_paper(request: HttpRequest, key: str) -> HttpResponse:
    """One paper on one page. The first reading is never shown to the second keyer."""
    form = get_object_or_404(Form, key=key)
    start = StartForm({"reference": request.GET.get("paper", "")})
    if not start.is_valid():
        return redirect("form-papers", key)
    reference = start.cleaned_data["reference"]
    paper, refusal = _paper_at(form, reference)
    if refusal := refusal or _refusal(paper, account_of(request).pk):
        messages.error(request, refusal)
        return redirect("form-papers", key)
    version = paper.version if paper else _version(form)
    lines = paper_lines(outline_of(version))
    typed = None
    if request.method == "POST":
        typed = read_page(lines, {name: str(value) for name, value in request.POST.items()})
        if "whole" not in request.POST:
            typed.errors["whole"] = _("Say that you keyed the whole paper")
        if not typed.errors:
            return _keyed(request, (form, version, paper), reference, typed)
    return _keying_page(request, form, (reference, paper is not None), (lines, typed))


def _paper_at(form: Form, reference: str) -> tuple[PaperReturn | None, str]:
    """The paper as it was keyed before, and why it is not keyed: told before anybody types, so nothing is lost."""
    if paper := paper_with(form, reference):
        return paper, ""
    try:
        about = about_of_code(form, reference, Mode.PAPER)
    except RefusedSubmission as refused:
        return None, str(refused)
    return (paper_with(form, reference, about) if about else None), ""


def _refusal(paper: PaperReturn | None, account: int) -> str:
    if paper is None:
        return ""
    if paper.state != PaperState.FIRST:
        return _("The paper with this number was keyed twice already.")
    if paper.first_by_id == account:
        return _("You keyed this paper. Somebody else keys it the second time.")
    return ""


def _version(form: Form) -> FormVersion:
    """The live version; after fieldwork the one closed last."""
    asked = form.versions.filter(state__in=[VersionState.LIVE, VersionState.CLOSED]).defer("source")
    live = [version for version in asked if version.state == VersionState.LIVE]
    found = next(iter(live or asked), None)
    if found is None:
        raise Http404
    return found


def _keyed(
    request: HttpRequest, what: tuple[Form, FormVersion, PaperReturn | None], reference: str, typed: Typed
) -> HttpResponse:
    form, version, paper = what
    account = account_of(request)
    try:
        if paper is None:
            key_first(
                version=version,
                reference=reference,
                keyed=typed.keyed,
                about=about_of_code(form, reference, Mode.PAPER),
                key=request.POST.get("once", ""),
                by=account,
            )
            messages.success(request, _("Keyed once. Somebody else keys it the second time."))
            return redirect("form-papers", form.key)
        done = key_second(paper=paper, keyed=typed.keyed, by=account)
    except (RefusedKeying, RefusedSubmission) as refused:
        messages.error(request, str(refused))
        return redirect("form-papers", form.key)
    if done.state == PaperState.SETTLED:
        messages.success(request, _("Both readings are the same. The response is made."))
    else:
        messages.success(request, _("The two readings differ. They wait to be settled."))
    return redirect("form-papers", form.key)


def _keying_page(
    request: HttpRequest, form: Form, at: tuple[str, bool], page: tuple[list[Line], Typed | None]
) -> HttpResponse:
    (reference, is_second), (lines, typed) = at, page
    sent, errors = request.POST, typed.errors if typed else {}
    rows = [
        Row(
            each,
            sent.get(each.line.field, ""),
            sent.get(f"{each.line.field}_why", ""),
            errors.get(each.line.field, ""),
        )
        for each in shown(lines, "")
    ]
    context = {
        "found": form,
        "rows": rows,
        "errors": errors,
        "reference": reference,
        "is_second": is_second,
        "reasons": REASONS,
        "once": sent.get("once") or fresh_key(),
        "crumbs": below(form, actor_of(request), (_("Paper returns"), "form-papers"), reference),
    }
    return render(request, "forms/paper/key.html", context)


@private
@form_page
def settle(request: HttpRequest, public_id: str) -> HttpResponse:
    """Where two readings differ: what stands on the paper, question by question."""
    paper = one_visible(actor_of(request), SETTLE, PaperReturn, public_id)
    key = paper.version.form.key
    if paper.state != PaperState.SECOND:
        messages.error(request, _("There is nothing to settle on this paper."))
        return redirect("form-papers", key)
    by_ref = {line.ref: line for line in paper_lines(outline_of(paper.version))}
    lines = [by_ref[ref] for ref in paper.differing]
    account = account_of(request)
    form = SettleForm(
        lines,
        (open_keyed(paper, "first"), open_keyed(paper, "second")),
        request.POST if request.method == "POST" else None,
        is_keyer=account.pk in (paper.first_by_id, paper.second_by_id),
    )
    if form.is_valid():
        try:
            settle_paper(
                paper=paper, decided=form.decided(), why=form.cleaned_data.get("why", ""), by=account
            )
            messages.success(request, _("Settled. The response is made."))
        except (RefusedKeying, RefusedSubmission) as refused:
            messages.error(request, str(refused))
        return redirect("form-papers", key)
    desk = _("Paper returns"), "form-papers"
    crumbs = below(paper.version.form, actor_of(request), desk, paper.reference)
    return render(request, "forms/paper/settle.html", {"paper": paper, "form": form, "crumbs": crumbs})
