"""What people have shown: those who check it, and people themselves."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.people.roles.current import account_of, actor_of, person_of
from weft.people.roles.policy import visible
from weft.programmes.access import OWN, evidence_for
from weft.programmes.actions import refuse_evidence, revoke_evidence, submit_evidence, verify_evidence
from weft.programmes.errors import ProgrammeRefused
from weft.programmes.forms import CheckForm, OfferForm
from weft.programmes.models import Evidence, Requirement
from weft.programmes.queries.evidence import standing
from weft.programmes.queries.running import to_check
from weft.programmes.states import EVIDENCE_MOVES, EvidenceState, ProgrammeState
from weft.programmes.views.gallery import crumbs_to
from weft.web.methods import form_page
from weft.web.private import private


@require_safe
@private
def listing(request: HttpRequest) -> HttpResponse:
    """What waits to be checked, and what runs out soon."""
    lists = to_check(evidence_for(actor_of(request)), timezone.localdate())
    crumbs = crumbs_to((_("What people have shown"), ""))
    return render(request, "programmes/evidence_list.html", {"lists": lists, "crumbs": crumbs})


@form_page
@private
def check(request: HttpRequest, public_id: str) -> HttpResponse:
    """One thing somebody showed: accept it, refuse it, take it back."""
    rows = evidence_for(actor_of(request)).select_related("requirement__programme", "person")
    evidence = rows.filter(public_id=public_id).first()
    if evidence is None:
        raise Http404
    moves = [str(move) for move in EVIDENCE_MOVES.get(EvidenceState(evidence.state), ())]
    form = CheckForm(request.POST if request.method == "POST" else None, moves=moves)
    if form.is_bound and moves and form.is_valid():
        try:
            _decide(request, evidence, form)
        except ProgrammeRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is kept. No copy of what you saw is."))
            return redirect("evidence-list")
    crumbs = crumbs_to(
        (_("What people have shown"), reverse("evidence-list")), (evidence.requirement.label, "")
    )
    stands = standing(evidence, timezone.localdate()).words
    context = {"form": form, "held": evidence, "moves": moves, "stands": stands, "crumbs": crumbs}
    return render(request, "programmes/evidence_check.html", context)


def _decide(request: HttpRequest, evidence: Evidence, form: CheckForm) -> None:
    said, by = form.cleaned_data, account_of(request)
    if said["what"] == "verified":
        verify_evidence(evidence=evidence, seen_on=said["seen_on"], valid_until=said["valid_until"], by=by)
    elif said["what"] == "refused":
        refuse_evidence(evidence=evidence, because=said["because"], by=by)
    else:
        revoke_evidence(evidence=evidence, because=said["because"], by=by)


@require_safe
@private
def own(request: HttpRequest) -> HttpResponse:
    """What I have shown, how it stands, until when it holds."""
    rows = visible(actor_of(request), OWN, Evidence).select_related("requirement__programme")
    today = timezone.localdate()
    found = [(each, standing(each, today).words) for each in rows]
    context = {
        "rows": found,
        "may_offer": bool(_asked()),
        "crumbs": _own_crumbs((_("What you have shown"), "")),
    }
    return render(request, "programmes/evidence_own.html", context)


@form_page
@private
def offer(request: HttpRequest) -> HttpResponse:
    """Say that one can show something; nothing is uploaded."""
    person = person_of(account_of(request))
    form = OfferForm(request.POST if request.method == "POST" else None, asked=_asked())
    if person is None:
        raise Http404
    if form.is_bound and form.is_valid():
        try:
            submit_evidence(
                requirement=form.chosen(),
                person=person,
                once=form.cleaned_data["once"],
                by=account_of(request),
            )
        except ProgrammeRefused as error:
            form.add_error("requirement", str(error))
        else:
            messages.success(request, _("Thank you. Somebody of the programme will look at it with you."))
            return redirect("evidence-own")
    crumbs = _own_crumbs((_("What you have shown"), reverse("evidence-own")), (_("Show something"), ""))
    return render(request, "programmes/evidence_offer.html", {"form": form, "crumbs": crumbs})


def _asked() -> list[Requirement]:
    """What the programmes that are open ask for."""
    rows = Requirement.objects.filter(programme__state=ProgrammeState.OPEN, how_many__gt=0)
    return list(rows.select_related("programme"))


def _own_crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("My data"), reverse("my-data")), *more]
