"""Sign-off: what an output checker reads, and what becomes of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.measure.access import analyst
from weft.measure.actions import send_back, sign_off
from weft.measure.actions.publish import Altered
from weft.measure.forms.sign_off import SendBackForm, SignOffForm
from weft.measure.models import Proposal
from weft.measure.queries.proposals import figures_of, indicators_in
from weft.measure.rules import SignOffRefused
from weft.measure.states import HAS_TWO_PEOPLE, ReleaseState, WrongState
from weft.measure.views.outcome import checklist_rows, outcome_of, outcome_rows, plan_rows
from weft.people.roles.current import actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page

SIGN = "release.sign"
MOST_LISTED = 50


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided last."""
    every = visible(actor_of(request), SIGN, Proposal).defer("content").select_related("maker", "checker")
    context = {
        "waiting": every.filter(state=ReleaseState.AWAITING).order_by("made_at"),
        "decided": every.filter(state__in=(*HAS_TWO_PEOPLE, ReleaseState.SENT_BACK))[:MOST_LISTED],
        "crumbs": [(_("Releases to sign off"), "")],
    }
    return render(request, "measure/signing/index.html", context)


@form_page
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """One release: what it will show, what the audit and the attackers found, and the seven risks to answer."""
    found = one_visible(actor_of(request), SIGN, Proposal, public_id)
    form = SignOffForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not (form.is_bound and form.is_valid()):
        return _page(request, found, form, SendBackForm(label_suffix=""))
    _decide(
        request,
        lambda: sign_off(proposal=found, notes=form.notes, by=analyst(request)),
        _("Signed off. Whoever made it can publish it now."),
    )
    return redirect("sign-off", found.public_id)


@require_POST
def back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Send it back with what has to change."""
    found = one_visible(actor_of(request), SIGN, Proposal, public_id)
    form = SendBackForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, found, SignOffForm(label_suffix=""), form)
    reason = form.cleaned_data["reason"]
    _decide(
        request,
        lambda: send_back(proposal=found, reason=reason, by=analyst(request)),
        _("Sent back. Whoever made it reads why."),
    )
    return redirect("sign-off", found.public_id)


def _decide(request: HttpRequest, decide: Callable[[], object], done: str) -> None:
    try:
        decide()
    except SignOffRefused as refusal:
        messages.error(request, str(refusal))
    except (WrongState, Altered):
        messages.error(request, _("It is not what waited for you any more. Look at where it stands."))
    else:
        messages.success(request, done)


def _page(request: HttpRequest, found: Proposal, form: forms.Form, back_form: forms.Form) -> HttpResponse:
    outcome = outcome_of(found.outcome)
    context: dict[str, Any] = {
        "made": found,
        "form": form,
        "back_form": back_form,
        "is_waiting": found.state == ReleaseState.AWAITING,
        "is_mine": found.maker_id == request.user.pk,
        "facts": found.content.get("facts", {}),
        "indicators": indicators_in(found),
        "plan": plan_rows(found.plan),
        "outcome": outcome,
        "outcome_rows": outcome_rows(outcome) if outcome else [],
        "checklist": checklist_rows(found.checklist),
        "crumbs": [(_("Releases to sign off"), reverse("sign-offs")), (found.title, "")],
    }
    return render(request, "measure/signing/one.html", context)


@require_safe
def figures(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """The figures of one indicator, as they will be public."""
    found = one_visible(actor_of(request), SIGN, Proposal, public_id)
    rows, label = figures_of(found, key)
    if not rows:
        raise Http404
    crumbs = [
        (_("Releases to sign off"), reverse("sign-offs")),
        (found.title, reverse("sign-off", args=[found.public_id])),
        (label, ""),
    ]
    context = {"made": found, "rows": rows, "label": label, "crumbs": crumbs}
    return render(request, "measure/signing/figures.html", context)
