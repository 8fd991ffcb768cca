"""The office plans a wave, looks at how it stands, opens it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.fielding.actions import allow_modes, make_fieldwork, open_fieldwork, set_quota
from weft.fielding.actions.handing import survey_of
from weft.fielding.forms import PlanForm, QuotaForm
from weft.fielding.forms_ways import WaysForm
from weft.fielding.models import Fieldwork, LetterBatch
from weft.fielding.queries.contacts import next_due
from weft.fielding.queries.rates import standing
from weft.fielding.queries.steps import steps_of
from weft.fielding.views.parts import one_fieldwork, page
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may
from weft.web.methods import form_page
from weft.web.private import private


@private
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    rows = Fieldwork.objects.select_related("form")
    crumbs = [(_("Fieldwork"), "")]
    can_plan = may(actor_of(request), "fieldwork.manage")
    return render(request, "fielding/list.html", {"rows": rows, "crumbs": crumbs, "can_plan": can_plan})


@private
@form_page
def new(request: HttpRequest) -> HttpResponse:
    form = PlanForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        made = make_fieldwork(plan=form.plan(), by=account_of(request), key=form.cleaned_data["key"])
        messages.success(request, _("Planned. Next: bring the addresses."))
        return redirect("fieldwork-one", made.public_id)
    heading = _("Plan fieldwork")
    return render(
        request,
        "fielding/form.html",
        {"form": form, "heading": heading, "crumbs": [(heading, "")], "submit": heading},
    )


@one_fieldwork
@require_safe
def one(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """What stands and what comes next."""
    actor = actor_of(request)
    return page(
        request,
        "one",
        fieldwork,
        standing=standing(fieldwork),
        steps=steps_of(fieldwork, actor),
        batches=LetterBatch.objects.filter(fieldwork=fieldwork, sent_at=None),
        next_due=next_due(fieldwork),
        today=timezone.localdate(),
        survey=survey_of(fieldwork),
        can_manage=may(actor, "fieldwork.manage"),
        can_bring=may(actor, "fieldwork.bring"),
    )


@one_fieldwork
@require_POST
def begin(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    open_fieldwork(fieldwork=fieldwork, by=account_of(request))
    messages.success(request, _("In the field. Codes open from the first day; letters wait under “Letters”."))
    return redirect("fieldwork-one", fieldwork.public_id)


@one_fieldwork
@form_page
def ways(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    """More ways to answer, for a paper or a field app that was refused."""
    form = WaysForm(request.POST if request.method == "POST" else None, fieldwork=fieldwork, label_suffix="")
    if form.is_bound and form.is_valid():
        allow_modes(fieldwork=fieldwork, modes=form.cleaned_data["modes"], by=account_of(request))
        messages.success(request, _("Kept."))
        return redirect("fieldwork-one", fieldwork.public_id)
    return page(request, "ways", fieldwork, _("Ways to answer"), form=form)


@one_fieldwork
@form_page
def quotas(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    form = QuotaForm(request.POST if request.method == "POST" else None, fieldwork=fieldwork, label_suffix="")
    if form.is_bound and form.is_valid():
        set_quota(fieldwork=fieldwork, wanted=form.wanted(), by=account_of(request))
        messages.success(request, _("Kept."))
        return redirect("fieldwork-quotas", fieldwork.public_id)
    return page(request, "quotas", fieldwork, _("Quotas"), form=form, quotas=fieldwork.quotas.all())


@one_fieldwork
@require_safe
def rates(request: HttpRequest, fieldwork: Fieldwork) -> HttpResponse:
    return page(request, "rates", fieldwork, _("Response rates"), standing=standing(fieldwork))
