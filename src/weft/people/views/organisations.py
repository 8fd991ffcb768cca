"""Organisations: finding one, its page, adding, changing, saying it was checked; groups inside it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weft.people.actions import (
    add_group,
    add_organisation,
    change_organisation,
    join_group,
    leave_group,
    verify_organisation,
)
from weft.people.forms.organisations import ChoosePersonForm, GroupForm, OrganisationForm
from weft.people.forms.persons import ReasonForm
from weft.people.models import Group, GroupMember, Organisation, Person
from weft.people.queries.organisations import group_places, numbers_of, organisations_listed
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible, visible
from weft.people.rules.audience import audience_of
from weft.people.views.parts import Crumbs, accepted, acted, page_of, show
from weft.web.context import route
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_of(organisation: Organisation | None, *more: tuple[str, str]) -> Crumbs:
    first = [(_("Organisations"), route("organisations"))]
    if organisation is not None and more:
        first.append((organisation.name, reverse("organisation", args=[organisation.public_id])))
    elif organisation is not None:
        first.append((organisation.name, ""))
    return [*first, *more]


@private
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations the reader reaches, by name; an organisation's name is nobody's secret."""
    actor, words = actor_of(request), request.GET.get("name", "").strip()[:80]
    page = page_of(request, organisations_listed(actor, words))
    context = {
        "page": page,
        "words": words,
        "may_add": may(actor, "organisation.add"),
        "may_merge": may(actor, "merge.do"),
    }
    return show(request, "organisations", [(_("Organisations"), "")], **context)


@private
@require_safe
def organisation(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = one_visible(actor, "organisation.view", Organisation, public_id)
    context = {
        "organisation": found,
        "numbers": numbers_of(found),
        "groups": visible(actor, "group.view", Group).filter(organisation=found),
        "may_change": may(actor, "organisation.change", found),
        "may_verify": may(actor, "organisation.verify", found) and not found.is_verified,
        "may_see_members": may(actor, "member.view", found),
        "may_change_groups": may(actor, "group.change", found),
        "seen_by": audience_of("organisation.view"),
    }
    return show(request, "organisation", crumbs_of(found), **context)


@private
@form_page
def add(request: HttpRequest) -> HttpResponse:
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    made: list[Organisation] = []
    by = account_of(request)
    if accepted(
        form,
        lambda: made.append(add_organisation(details=form.details(), by=by, key=form.cleaned_data["once"])),
    ):
        messages.success(request, _("%(name)s was added, not yet verified.") % {"name": made[0].name})
        return redirect("organisation", made[0].public_id)
    return show(request, "organisation_form", crumbs_of(None, (_("Add an organisation"), "")), form=form)


@private
@form_page
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "organisation.change", Organisation, public_id)
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, initial=OrganisationForm.initial_of(found)
    )
    if found.kind == Organisation.Kind.CITY:
        form.fields["kind"].choices = [("city", found.get_kind_display())]  # type: ignore[attr-defined]
    by = account_of(request)
    if accepted(form, lambda: change_organisation(organisation=found, details=form.details(), by=by)):
        messages.success(request, _("The details were changed."))
        return redirect("organisation", public_id)
    crumbs = crumbs_of(found, (_("Change"), ""))
    return show(request, "organisation_form", crumbs, form=form, organisation=found)


@private
@form_page
def verify(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "organisation.verify", Organisation, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    form.fields["reason"].label = _("What you looked at")
    form.fields["reason"].help_text = _("For example the register’s page, or who met them and where.")
    by = account_of(request)
    if accepted(
        form,
        lambda: verify_organisation(organisation=found, by=by, reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, _("%(name)s is verified.") % {"name": found.name})
        return redirect("organisation", public_id)
    context = {"form": form, "organisation": found, "numbers": numbers_of(found)}
    return show(request, "verify", crumbs_of(found, (_("Verify"), "")), **context)


@private
@form_page
def group_add(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "group.change", Organisation, public_id)
    form = GroupForm(request.POST if request.method == "POST" else None, label_suffix="")
    made: list[Group] = []
    by = account_of(request)
    if accepted(
        form,
        lambda: made.append(
            add_group(
                organisation=found, name=form.cleaned_data["name"], by=by, key=form.cleaned_data["once"]
            )
        ),
    ):
        return redirect("group", made[0].public_id)
    crumbs = crumbs_of(found, (_("Add a group"), ""))
    return show(request, "group_form", crumbs, form=form, organisation=found)


@private
@require_safe
def group(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = one_visible(actor, "group.view", Group, public_id)
    may_change = may(actor, "group.change", found)
    context = {
        "group": found,
        "page": page_of(request, group_places(actor, found)),
        "may_change": may_change,
        "form": _choose(request, found) if may_change else None,
    }
    return show(request, "group", crumbs_of(found.organisation, (found.name, "")), **context)


@private
@require_http_methods(["POST"])
def group_join(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = one_visible(actor, "group.change", Group, public_id)
    form = _choose(request, found)
    by = account_of(request)
    if accepted(form, lambda: join_group(group=found, person=form.cleaned_data["person"], by=by)):
        messages.success(request, _("They are in the group."))
        return redirect("group", public_id)
    context = {
        "group": found,
        "page": page_of(request, group_places(actor, found)),
        "may_change": True,
        "form": form,
    }
    return show(request, "group", crumbs_of(found.organisation, (found.name, "")), **context)


@private
@require_http_methods(["POST"])
def group_leave(request: HttpRequest, public_id: str) -> HttpResponse:
    place = one_visible(actor_of(request), "group.change", GroupMember, public_id)
    acted(
        request,
        lambda: leave_group(place=place, by=account_of(request)),
        _("They are no longer in the group."),
    )
    return redirect("group", place.group.public_id)


def _choose(request: HttpRequest, group: Group) -> ChoosePersonForm:
    """People of the organisation who are not in the group yet."""
    within = visible(actor_of(request), "person.view", Person).filter(
        memberships__organisation=group.organisation, memberships__ends_on=None, merged_into=None
    )
    inside = GroupMember.objects.unscoped("who is in it").filter(group=group, ends_on=None)
    people = within.exclude(pk__in=inside.values("person")).distinct()
    return ChoosePersonForm(request.POST if request.method == "POST" else None, people=people)
