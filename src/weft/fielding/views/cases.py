"""Cases: found by reference, their outcome recorded, answered on somebody's behalf."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.fielding.actions import NotNow, assign_interviewer, begin_case, record_outcome
from weft.fielding.dispositions import dispositions
from weft.fielding.forms import FindForm, GiveForm, ModeForm, OutcomeForm
from weft.fielding.models import Case, Fieldwork
from weft.fielding.purpose import BEHALF, INTERVIEW
from weft.fielding.states import FieldworkState, WrongState
from weft.fielding.views.parts import of_fieldwork, one_fieldwork, page
from weft.forms.access import let_in
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible, visible
from weft.web.private import private

MOST_SHOWN = 50


@one_fieldwork
@require_safe
def find(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """Cases by the reference of their address; those begun or decided first."""
    form = FindForm(request.GET or None, label_suffix="")
    rows = visible(actor_of(request), INTERVIEW, Case).filter(address__fieldwork=fieldwork)
    rows = rows.select_related("address").order_by("address__reference", "slot")
    wanted = form.cleaned_data["reference"].strip() if form.is_bound and form.is_valid() else ""
    if wanted:
        rows = rows.filter(address__reference__istartswith=wanted)
    shown = [(case, dispositions()[case.outcome].words) for case in rows[:MOST_SHOWN]]
    return page(
        request, "cases", fieldwork, _("Cases and outcomes"), form=form, rows=shown, total=rows.count(),
        most=MOST_SHOWN, wanted=wanted,
    )  # fmt: skip


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The cases given to an interviewer, and to nobody else."""
    person = actor_of(request).person_id
    rows = visible(actor_of(request), INTERVIEW, Case).exclude(interviewer=None).filter(interviewer=person)
    rows = rows.filter(address__fieldwork__state=FieldworkState.OPEN).select_related(
        "address__fieldwork__form"
    )
    shown = [(case, dispositions()[case.outcome].words) for case in rows]
    return render(request, "fielding/mine.html", {"rows": shown, "crumbs": [(_("My cases"), "")]})


def one_case(view: Callable[[HttpRequest, Case], HttpResponse]) -> Callable[..., HttpResponse]:
    """Fetch the case an address names, through policy; a step that came too late says so."""

    @private
    @wraps(view)
    def fetched(request: HttpRequest, public_id: str) -> HttpResponse:
        found = one_visible(actor_of(request), INTERVIEW, Case, public_id)
        if not found.address.fieldwork.is_linked:
            raise Http404
        try:
            return view(request, found)
        except (WrongState, NotNow) as refusal:
            messages.error(request, str(refusal))
            return redirect("fieldwork-case", public_id)

    return fetched


@one_case
@require_safe
def one(request: HttpRequest, case: Case) -> HttpResponse:
    return _shown(request, case, OutcomeForm(label_suffix=""))


def _shown(request: HttpRequest, case: Case, form: OutcomeForm) -> HttpResponse:
    fieldwork = case.address.fieldwork
    can_manage = may(actor_of(request), "fieldwork.manage")
    own = [(_("My cases"), reverse("fieldwork-mine"))]
    crumbs = of_fieldwork(fieldwork, "-")[:2] if can_manage else own
    context = {
        "case": case,
        "where": case.address.where(),
        "outcome": dispositions()[case.outcome].words,
        "contacts": case.contacts.all(),
        "form": form,
        "mode_form": ModeForm(fieldwork=fieldwork, label_suffix=""),
        "give_form": GiveForm(initial={"interviewer": case.interviewer_id}, label_suffix="")
        if can_manage
        else None,
        "is_answered": case.state == "answered",
        "fieldwork": fieldwork,
        "crumbs": [*crumbs, (case.address.reference, "")],
    }
    return render(request, "fielding/case.html", context)


@one_case
@require_http_methods(["POST"])
def outcome(request: HttpRequest, case: Case) -> HttpResponse:
    form = OutcomeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _shown(request, case, form)
    record_outcome(case=case, outcome=form.cleaned_data["outcome"], by=account_of(request))
    messages.success(request, _("Kept."))
    return redirect("fieldwork-case", case.public_id)


@one_case
@require_POST
def answer(request: HttpRequest, case: Case) -> HttpResponse:
    """Open the same pages on their behalf; the mode is recorded."""
    form = ModeForm(request.POST, fieldwork=case.address.fieldwork, label_suffix="")
    if not form.is_valid():
        messages.error(request, _("Choose how you ask them."))
        return redirect("fieldwork-case", case.public_id)
    response = begin_case(case=case, mode=form.cleaned_data["mode"], by=account_of(request))
    request.session[BEHALF] = case.public_id
    let_in(request, response)
    return redirect("answer-hub", response.public_id)


@one_case
@require_POST
def give(request: HttpRequest, case: Case) -> HttpResponse:
    """Give a case to a community researcher, or take it back."""
    form = GiveForm(request.POST, label_suffix="")
    if not may(actor_of(request), "fieldwork.manage") or not form.is_valid():
        raise Http404
    assign_interviewer(case=case, interviewer=form.cleaned_data["interviewer"], by=account_of(request))
    messages.success(request, _("Kept."))
    return redirect("fieldwork-case", case.public_id)
