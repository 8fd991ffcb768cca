"""For officers and analysts: open a survey file of theirs to accredited analysts, admit, renew, close."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.inside.actions import admit, close_opening, open_survey
from weft.inside.forms import AdmitForm, OpenForm
from weft.inside.models import Admission, Opening
from weft.inside.queries import accredited_people
from weft.inside.rules import ADMITTED_FOR, TABLES, Refused
from weft.measure.models import Survey
from weft.measure.states import OPEN_FOR_CHANGE
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page
from weft.web.private import private

OPEN = "inside.open"


def home() -> tuple[str, str]:
    return _("Surveys open to analysts"), reverse("inside-openings")


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    every = visible(actor_of(request), OPEN, Opening).select_related("opened_by")
    context = {"openings": every, "crumbs": [(_("Surveys open to analysts"), "")]}
    return render(request, "inside/openings.html", context)


@form_page
@private
def new(request: HttpRequest) -> HttpResponse:
    """Open a survey: which, and what for."""
    surveys = visible(actor_of(request), OPEN, Survey).filter(state__in=OPEN_FOR_CHANGE).exclude(sha256="")
    form = OpenForm(request.POST if request.method == "POST" else None, surveys=surveys, label_suffix="")
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = open_survey(
                survey=said["survey"], why=said["why"], by=account_of(request), key=said["once"]
            )
            messages.success(request, _("It is open. Nobody is admitted yet."))
            return redirect("inside-opening", made.public_id)
        except Refused as refusal:
            form.add_error("survey", str(refusal))
    context = {"form": form, "crumbs": [home(), (_("Open a survey"), "")]}
    return render(request, "inside/open.html", context)


@form_page
@private
def one(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who is admitted, how many tables they used; admit one more, or the same for another year."""
    opening = one_visible(actor_of(request), OPEN, Opening, public_id)
    people = [each for each in accredited_people() if each.pk != request.user.pk]
    form = AdmitForm(request.POST if request.method == "POST" else None, people=people, label_suffix="")
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            analyst = User.objects.get(pk=said["analyst"])
            admit(opening=opening, analyst=analyst, why=said["why"], by=account_of(request), key=said["once"])
            messages.success(request, _("They may ask for tables from now on."))
            return redirect("inside-opening", opening.public_id)
        except Refused as refusal:
            form.add_error("analyst", str(refusal))
    held = Admission.objects.unscoped("admissions of an opening that was found").filter(opening=opening)
    context = {
        "opening": opening, "form": form, "people": people, "admissions": held.select_related("analyst", "given_by"),
        "tables": TABLES, "days": ADMITTED_FOR.days, "crumbs": [home(), (opening.title, "")],
    }  # fmt: skip
    return render(request, "inside/opening.html", context)


@require_POST
@private
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    opening = one_visible(actor_of(request), OPEN, Opening, public_id)
    try:
        close_opening(opening=opening, by=account_of(request))
        messages.success(request, _("Closed. No tables are made and nothing more leaves."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("inside-opening", opening.public_id)
