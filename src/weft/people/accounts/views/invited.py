"""The link in an invitation's letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from weft.people.accounts.actions.invitations import is_acceptable
from weft.people.accounts.actions.signing import hash_of
from weft.people.accounts.models import Code
from weft.people.accounts.queries import invitation_by
from weft.people.accounts.views.entering import gone, send, take_up
from weft.people.roles.current import account_of
from weft.people.roles.matrix import matrix


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Signed out: a code goes to the invited address. Signed in with that address: one press accepts."""
    found = invitation_by(hash_of(token))
    if found is None or not is_acceptable(found):
        return gone(request)
    if request.user.is_authenticated and account_of(request).email != found.email:
        return gone(request)
    if request.method == "POST":
        if request.user.is_authenticated:
            return take_up(request, found.public_id)
        return send(request, email=found.email, purpose=Code.Purpose.INVITATION, invitation=found)
    shown = {
        "role": matrix().roles[found.role].label,
        "organisation": found.organisation.name,
        "crumbs": [(_("Invitation"), "")],
    }
    return render(request, "accounts/invitation.html", shown)
