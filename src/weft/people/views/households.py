"""The household page of a guardian; staff see the same, and may add a guardian."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from weft.people.actions import (
    Refused,
    add_child,
    add_guardian,
    begin_household,
    change_child,
    leave_household,
    note_look,
)
from weft.people.forms.persons import ChildForm, GuardianForm, ReasonForm
from weft.people.mine import own_person
from weft.people.models import Household, HouseholdMember, Person
from weft.people.queries.households import parts_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible
from weft.people.views.parts import Crumbs, accepted, acted, show
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_of(household: Household, *more: tuple[str, str]) -> Crumbs:
    return [(_("Your household"), reverse("household", args=[household.public_id])), *more]


@private
@form_page
def households(request: HttpRequest) -> HttpResponse:
    """One's own household: the page of it, or the way to begin one."""
    actor = actor_of(request)
    me = own_person(request)
    if me is None:
        raise Http404
    rows = HouseholdMember.objects.unscoped("the reader's own household").filter(
        HouseholdMember.within_guardians(actor)
    )
    mine = list(rows.select_related("household"))
    if request.method == "POST":
        try:
            return redirect("household", begin_household(guardian=me, by=account_of(request)).public_id)
        except Refused as refusal:
            messages.error(request, str(refusal))
    elif len(mine) == 1:
        return redirect("household", mine[0].household.public_id)
    return show(request, "households", [(_("Your household"), "")], households=mine)


@private
@require_http_methods(["GET", "HEAD"])
def household(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = one_visible(actor, "household.view", Household, public_id)
    parts = list(parts_of(found))
    is_own = any(part.person_id == actor.person_id for part in parts)
    if not is_own:
        for part in parts:
            note_look(person=part.person, by=account_of(request))
    context = {
        "household": found,
        "guardians": [part for part in parts if not part.is_child],
        "children": [part for part in parts if part.is_child],
        "is_own": is_own,
        "may_add_guardian": may(actor, "household.guardian"),
    }
    return show(request, "household", [(_("Your household") if is_own else _("Household"), "")], **context)


@private
@form_page
def child_add(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "household.change", Household, public_id)
    form = ChildForm(request.POST if request.method == "POST" else None)
    by = account_of(request)
    if accepted(
        form, lambda: add_child(household=found, details=form.details(), by=by, key=form.cleaned_data["once"])
    ):
        messages.success(request, _("The child was added."))
        return redirect("household", public_id)
    crumbs = crumbs_of(found, (_("Add a child"), ""))
    return show(request, "child_form", crumbs, form=form, household=found, part=None)


@private
@form_page
def child(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a child's details."""
    part = one_visible(actor_of(request), "household.change", HouseholdMember, public_id)
    if not part.is_child or part.ends_on is not None:
        raise Http404
    form = ChildForm(
        request.POST if request.method == "POST" else None, initial=ChildForm.initial_of(part.person)
    )
    if accepted(form, lambda: change_child(part=part, details=form.details(), by=account_of(request))):
        messages.success(request, _("The details were corrected."))
        return redirect("household", part.household.public_id)
    crumbs = crumbs_of(part.household, (part.person.name, ""))
    return show(request, "child_form", crumbs, form=form, household=part.household, part=part)


@private
@form_page
def leave(request: HttpRequest, public_id: str) -> HttpResponse:
    """Somebody is no longer part of the household: asked first, then done."""
    part = one_visible(actor_of(request), "household.change", HouseholdMember, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    if accepted(
        form,
        lambda: leave_household(part=part, by=account_of(request), reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("%(name)s is no longer in the household.") % {"name": part.person.name})
        still = may(actor_of(request), "household.view", part.household)
        return redirect("household", part.household.public_id) if still else redirect("households")
    crumbs = crumbs_of(part.household, (part.person.name, ""))
    return show(request, "household_leave", crumbs, form=form, part=part)


@private
@form_page
def guardian_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Staff add the second guardian, having asked both."""
    found = one_visible(actor_of(request), "household.guardian", Household, public_id)
    form = GuardianForm(request.POST if request.method == "POST" else None, label_suffix="")
    by = account_of(request)
    if accepted(form, lambda: add_guardian(household=found, person=form.found[0], by=by)):
        messages.success(request, _("The guardian was added."))
        return redirect("household", public_id)
    crumbs = crumbs_of(found, (_("Add a guardian"), ""))
    return show(request, "guardian_form", crumbs, form=form, household=found)


@private
@require_http_methods(["POST"])
def begin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Staff begin a household for somebody without an account."""
    person = one_visible(actor_of(request), "household.guardian", Person, public_id)
    made: list[Household] = []
    by = account_of(request)
    if acted(
        request, lambda: made.append(begin_household(guardian=person, by=by)), _("The household was begun.")
    ):
        return redirect("household", made[0].public_id)
    return redirect("person", public_id)
