"""Invite a colleague, see the open invitations, approve, send again, withdraw."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.people.accounts import sessions
from weft.people.accounts.actions.invitations import (
    InvitationGone,
    OwnInvitation,
    approve_invitation,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from weft.people.accounts.forms.inviting import InviteForm, OrganisationForm
from weft.people.accounts.limits import TooMany, count_try
from weft.people.accounts.models import Invitation
from weft.people.accounts.queries import givable_roles, open_invitations, organisations_to_invite_to
from weft.people.accounts.views.entering import WAIT
from weft.people.models import Organisation
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible
from weft.web.context import route


@never_cache
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    listed = open_invitations(actor, may_approve=may(actor, "role.approve"))
    shown = {"listed": listed, "crumbs": [(_("My account"), route("account")), (_("Invitations"), "")]}
    return render(request, "accounts/invitations.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One question first where there are several organisations, then whom and as what."""
    actor = actor_of(request)
    choices = organisations_to_invite_to(actor)
    wanted = request.GET.get("organisation", "") or (choices[0].public_id if len(choices) == 1 else "")
    if not wanted:
        asked = OrganisationForm(organisations=choices)
        return render(request, "accounts/invite_where.html", {"form": asked, "crumbs": _crumbs()})
    organisation = next((each for each in choices if each.public_id == wanted), None)
    if organisation is None:
        raise Http404
    return _whom(request, organisation)


def _whom(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    actor = actor_of(request)
    roles = givable_roles(actor, organisation)
    form = InviteForm(request.POST if request.method == "POST" else None, roles=roles)
    if request.method == "POST" and form.is_valid():
        by = account_of(request)
        try:
            count_try("invitations of an account", str(by.pk))
        except TooMany:
            return render(request, WAIT, status=429)
        given = {name: form.cleaned_data[name] for name in ("email", "role", "key")}
        made = invite(actor=actor, organisation=organisation, site=sessions.site(request), by=by, **given)
        messages.success(request, _waits(made))
        return redirect("invitations")
    shown = {"form": form, "organisation": organisation, "crumbs": _crumbs()}
    return render(request, "accounts/invite.html", shown)


@never_cache
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "role.approve", Invitation, public_id)
    try:
        approve_invitation(invitation=found, site=sessions.site(request), by=account_of(request))
        messages.success(request, _("Approved. The invitation is on its way."))
    except OwnInvitation:
        messages.error(request, _("Somebody else has to approve this invitation."))
    except InvitationGone:
        messages.error(request, _("This invitation needs no approval any more."))
    return redirect("invitations")


@never_cache
@require_POST
def again(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "role.invite", Invitation, public_id)
    by = account_of(request)
    try:
        count_try("invitations of an account", str(by.pk))
        send_invitation_again(invitation=found, site=sessions.site(request), by=by)
        messages.success(request, _("The invitation is on its way again, with a new link."))
    except TooMany:
        return render(request, WAIT, status=429)
    except InvitationGone:
        messages.error(request, _("This invitation cannot be sent again."))
    return redirect("invitations")


@never_cache
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = one_visible(actor_of(request), "role.invite", Invitation, public_id)
    try:
        withdraw_invitation(invitation=found, by=account_of(request))
        messages.success(request, _("The invitation was withdrawn. Its link no longer works."))
    except InvitationGone:
        messages.error(request, _("This invitation was accepted or withdrawn already."))
    return redirect("invitations")


def _waits(made: Invitation) -> str:
    if made.waits_for_approval:
        return _("The invitation waits: somebody else who gives roles has to approve it.")
    return _("The invitation is on its way.")


def _crumbs() -> list[tuple[str, str]]:
    return [(_("My account"), route("account")), (_("Invitations"), route("invitations")), (_("Invite"), "")]
