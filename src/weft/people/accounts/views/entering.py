"""From a proof to being signed in: the steps that every way in shares."""

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from weft.people.accounts import factors, sessions
from weft.people.accounts.actions.codes import send_code
from weft.people.accounts.actions.invitations import InvitationGone, accept_invitation
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.accounts.models import Code, Invitation
from weft.people.roles.current import account_of
from weft.people.roles.matrix import matrix

WAIT, TOO_MANY = "accounts/wait.html", 429


def send(
    request: HttpRequest,
    *,
    email: str,
    purpose: str,
    account: User | None = None,
    invitation: Invitation | None = None,
) -> HttpResponse:
    """Send a code and go to the page that asks for it; the same for every address."""
    try:
        count_try("codes for a visitor", visitor(request))
        count_try("code for an address", email)
    except TooMany:
        return render(request, WAIT, status=TOO_MANY)
    code = send_code(email=email, purpose=purpose, account=account, invitation=invitation)
    request.session[sessions.CODE] = code.public_id
    return redirect("enter-code")


def proved(request: HttpRequest, code: Code) -> HttpResponse:
    """The mailbox is theirs: on to the name, the second factor, or in."""
    account = User.objects.filter(username=code.email).first()
    invitation = code.invitation.public_id if code.invitation else ""
    request.session[sessions.PROVED] = {"email": code.email, "invitation": invitation, "at": time.time()}
    return redirect("new-account") if account is None else onwards(request, account, how="code")


def onwards(request: HttpRequest, account: User, *, how: str) -> HttpResponse:
    """In, or first to the second factor where there is one."""
    if not account.is_active:
        request.session.pop(sessions.PROVED, None)
        messages.error(request, _("This account is closed. Write to the team that runs this service."))
        return redirect("sign-in")
    if factors.has_any(account):
        request.session[sessions.PENDING] = {"account": account.pk, "at": time.time()}
        return redirect("second-factor")
    return come_in(request, account, how=how)


def come_in(request: HttpRequest, account: User, *, how: str, second_factor: bool = False) -> HttpResponse:
    """Signed in, and on to where they wanted to go; an invitation that led here is taken up."""
    held = request.session.get(sessions.PROVED) or {}
    sessions.enter(request, account, how=how, second_factor=second_factor)
    if held.get("invitation"):
        return take_up(request, held["invitation"])
    return redirect(sessions.take_next(request, settings.LOGIN_REDIRECT_URL))


def take_up(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept the invitation as the signed-in account."""
    found = Invitation.objects.unscoped("the invitation that was followed").get(public_id=public_id)
    account = account_of(request)
    try:
        accept_invitation(invitation=found, by=account)
    except InvitationGone:
        return gone(request)
    sessions.keep(request, account)  # staff sessions end sooner
    role = matrix().roles[found.role]
    messages.success(request, _("You are now: %(role)s.") % {"role": role.label})
    return redirect("second-factor" if role.is_staff and not factors.has_any(account) else "account")


def gone(request: HttpRequest) -> HttpResponse:
    """One page for an invitation that never was, ran out, was used, or is for another address."""
    return render(request, "accounts/invitation_gone.html", {"crumbs": [(_("Invitation"), "")]}, status=404)
