"""Who holds which role in an organisation since when; ending a role and handing one over."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weft.people.actions import agree_to_handover, drop_handover, end_membership, propose_handover
from weft.people.forms.organisations import ChoosePersonForm
from weft.people.forms.persons import ReasonForm
from weft.people.models import Handover, Membership, Organisation, Person
from weft.people.queries.members import former, labelled, present, role_words, waiting_handovers
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible, visible
from weft.people.views.organisations import crumbs_of
from weft.people.views.parts import accepted, acted, endable, page_of, removed, show
from weft.web.context import route
from weft.web.methods import form_page
from weft.web.private import private

MOST_FORMER = 20


@private
@require_safe
def members(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = one_visible(actor, "member.view", Organisation, public_id)
    rows = visible(actor, "member.view", Membership).filter(organisation=found)
    page = page_of(request, present(rows).order_by("role", "person__name", "pk"))
    may_invite = may(actor, "role.invite", found)
    is_city = found.kind == Organisation.Kind.CITY
    context = {
        "organisation": found,
        "page": page,
        "rows": labelled(page.object_list),
        "former": labelled(former(rows)[:MOST_FORMER]),
        "handovers": waiting_handovers(visible(actor, "member.handover", Handover), found),
        "invite_url": f"{route('invite')}?organisation={found.public_id}" if may_invite else "",
        "may_end": may(actor, "member.end.city" if is_city else "member.end", found),
        "sees_people": bool(may(actor, "person.view")),
        "me": actor.person_id,
        "account": actor.account_id,
    }
    return show(request, "members", crumbs_of(found, (_("Members"), "")), **context)


@private
@form_page
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then end a role at once. Anybody may end their own."""
    actor = actor_of(request)
    found = endable(actor, public_id)
    form = ReasonForm(request.POST if request.method == "POST" else None, label_suffix="")
    may_view = may(actor, "member.view", found.organisation)
    if accepted(
        form,
        lambda: end_membership(membership=found, by=account_of(request), reason=form.cleaned_data["reason"]),
    ):
        messages.success(request, removed(found.person.name))
        if may_view and found.person_id != actor.person_id:
            return redirect("members", found.organisation.public_id)
        return redirect("landing")
    context = {"form": form, "membership": found, "role": role_words(found.role)}
    crumbs = [*crumbs_of_members(found.organisation, may_view), (found.person.name, "")]
    return show(
        request, "member_end", crumbs, may_view=may_view, is_own=found.person_id == actor.person_id, **context
    )


@private
@form_page
def hand_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose that a role pass to another member; somebody else agrees."""
    actor = actor_of(request)
    found = endable(actor, public_id, "member.handover")
    others = Person.objects.unscoped("members of the organisation the reader administers").filter(
        pk__in=present(Membership.objects.unscoped("its members"))
        .filter(organisation=found.organisation)
        .values("person"),
        account__is_active=True,
    )
    form = ChoosePersonForm(
        request.POST if request.method == "POST" else None, people=others.exclude(pk=found.person_id)
    )
    by = account_of(request)
    if accepted(form, lambda: propose_handover(membership=found, to=form.cleaned_data["person"], by=by)):
        messages.success(request, _("Proposed. Somebody else has to agree before anything changes."))
        return redirect("members", found.organisation.public_id)
    context = {"form": form, "membership": found, "role": role_words(found.role)}
    crumbs = [*crumbs_of_members(found.organisation, True), (_("Hand over"), "")]
    return show(request, "handover_form", crumbs, **context)


@private
@require_http_methods(["POST"])
def handover(request: HttpRequest, public_id: str) -> HttpResponse:
    """Agree to a handover, or drop it."""
    actor = actor_of(request)
    found = one_visible(actor, "member.handover", Handover, public_id)
    organisation = found.membership.organisation
    if organisation.kind == Organisation.Kind.CITY and not may(actor, "member.end.city", organisation):
        raise Http404
    by = account_of(request)
    if request.POST.get("decision") == "agree":
        acted(request, lambda: agree_to_handover(handover=found, by=by), _("The role was handed over."))
    else:
        acted(request, lambda: drop_handover(handover=found, by=by), _("The role stays where it is."))
    if may(actor, "member.view", organisation):
        return redirect("members", organisation.public_id)
    return redirect("landing")


def crumbs_of_members(organisation: Organisation, may_view: bool) -> list[tuple[str, str]]:
    if not may_view:
        return [(organisation.name, "")]
    return crumbs_of(organisation, (_("Members"), reverse("members", args=[organisation.public_id])))
