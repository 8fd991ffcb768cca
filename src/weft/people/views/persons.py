"""Looking people up, a person's page, adding and correcting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.people.actions import add_person, change_person, note_look, note_search
from weft.people.forms.persons import NewPersonForm, PersonForm, SearchForm
from weft.people.models import Organisation, Person
from weft.people.queries.households import guardians_of, households_with
from weft.people.queries.members import labelled
from weft.people.queries.persons import found_people, kept_of, memberships_shown, seen_by, shown
from weft.people.queries.timeline import timeline
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible, scopes, visible
from weft.people.views.parts import Crumbs, accepted, show
from weft.web.context import route
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_of(*more: tuple[str, str]) -> Crumbs:
    return [(_("People"), route("people")), *more]


@private
@form_page
def people(request: HttpRequest) -> HttpResponse:
    """Look somebody up. The words are sent as a form, so that no name stands in an address or a log."""
    form = SearchForm(request.POST if request.method == "POST" else None, label_suffix="")
    found: list[Person] = []
    is_more, contact = False, set()
    if form.is_bound and form.is_valid():
        actor = actor_of(request)
        found, is_more = found_people(actor, form.cleaned_data["words"])
        reached = visible(actor, "person.contact", Person).filter(pk__in=[each.pk for each in found])
        contact = set(reached.values_list("pk", flat=True))
        note_search(found=len(found), by=account_of(request))
    rows = [(each, each.pk in contact) for each in found]
    asked = form.is_bound and form.is_valid()
    return show(
        request, "people", [(_("People"), "")], form=form, rows=rows, is_more=is_more, asked=asked,
        may_add=may(actor_of(request), "person.add"), may_merge=may(actor_of(request), "merge.do"),
    )  # fmt: skip


@private
@require_safe
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """What is kept about somebody, as far as the reader may see it. Every look by somebody else is an event."""
    actor = actor_of(request)
    found = one_visible(actor, "person.view", Person, public_id)
    if found.merged_into_id is not None:
        return redirect("person", kept_of(found).public_id)
    note_look(person=found, by=account_of(request))
    sees_household = may(actor, "household.guardian")
    context = {
        "person": found,
        "fields": shown(actor, found),
        "memberships": labelled(memberships_shown(actor, found)),
        "households": households_with(found) if sees_household else [],
        "guardians": guardians_of(found),
        "sees_household": sees_household,
        "may_change": may(actor, "person.change", found),
        "may_erase": may(actor, "person.erase", found),
        "seen_by_household": seen_by("household"),
        "seen_by_timeline": seen_by("timeline"),
        "timeline": timeline(found) if may(actor, "person.timeline", found) else None,
    }
    return show(request, "person", crumbs_of((found.name, "")), **context)


@private
@form_page
def add(request: HttpRequest) -> HttpResponse:
    """Add somebody; partner staff add them to their own organisation."""
    actor = actor_of(request)
    everywhere = any(scope.reach == "all" for scope in scopes(actor, "person.add"))
    organisations = visible(actor, "person.add", Organisation).filter(merged_into=None)
    form = NewPersonForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        may_leave_out=everywhere,
        initial=None if everywhere else {"organisation": organisations.first()},
    )
    made: list[Person] = []
    if accepted(
        form,
        lambda: made.append(
            add_person(
                details=form.details(),
                by=account_of(request),
                organisation=form.chosen_organisation(),
                key=form.cleaned_data["once"],
            )
        ),
    ):
        messages.success(request, _("%(name)s was added.") % {"name": made[0].name})
        return redirect("person", made[0].public_id)
    return show(request, "person_form", crumbs_of((_("Add a person"), "")), form=form, person=None)


@private
@form_page
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "person.change", Person, public_id)
    form = PersonForm(
        request.POST if request.method == "POST" else None, initial=PersonForm.initial_of(found)
    )
    if found.account_id:
        form.fields["email"].disabled = True
        form.fields["email"].help_text = _("They sign in with it, so only they can change it.")
    if accepted(form, lambda: change_person(person=found, details=form.details(), by=account_of(request))):
        messages.success(request, _("The details were corrected."))
        return redirect("person", public_id)
    crumbs = crumbs_of((found.name, route_to(found)), (_("Correct"), ""))
    return show(request, "person_form", crumbs, form=form, person=found)


def route_to(person: Person) -> str:
    from django.urls import reverse

    return reverse("person", args=[person.public_id])
