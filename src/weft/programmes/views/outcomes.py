"""Write down what came about in a programme, and the money it was given: figures rest on nothing else."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from weft.people.roles.current import account_of, actor_of
from weft.programmes.access import one_programme
from weft.programmes.actions.outcomes import note_grant, note_outcomes
from weft.programmes.forms.outcomes import GrantForm, OnADay, OutcomeForm, choices_of
from weft.programmes.models import Programme
from weft.programmes.views.running import crumbs_of
from weft.web.methods import form_page
from weft.web.private import private


@form_page
@private
def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """An exam passed, a step taken, bags collected: how many, on which day; nobody is named."""
    programme = one_programme(actor_of(request), key)
    if not choices_of(programme):
        raise Http404
    form = OutcomeForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_bound and form.is_valid():
        chosen, said = form.chosen(), form.cleaned_data
        quantities = {chosen.quantity: said["many"]} if chosen.quantity else None
        note_outcomes(
            edition=form.edition(), outcome=chosen.outcome, traits=chosen.traits, quantities=quantities,
            many=1 if chosen.quantity else said["many"], on=said["on"], once=said["once"], by=account_of(request),
        )  # fmt: skip
        messages.success(request, _("It is counted."))
        return redirect("programme-run", key)
    return _page(request, programme, form, _("Write down what came about"))


@form_page
@private
def grant(request: HttpRequest, key: str) -> HttpResponse:
    programme = one_programme(actor_of(request), key)
    form = GrantForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        note_grant(
            edition=form.edition(), pence=form.pence, source=said["source"], on=said["on"], once=said["once"],
            by=account_of(request),
        )  # fmt: skip
        messages.success(request, _("It is counted."))
        return redirect("programme-run", key)
    return _page(request, programme, form, _("Write down money it was given"))


def _page(request: HttpRequest, programme: Programme, form: OnADay, title: str) -> HttpResponse:
    context = {"form": form, "held": programme, "title": title, "crumbs": crumbs_of(programme, (title, ""))}
    return render(request, "programmes/note.html", context)
