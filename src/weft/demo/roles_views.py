"""The pages of the role switcher. Outside the demonstration each is a page that never was."""

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.demo import roles
from weft.demo.only import only_in_the_demonstration
from weft.people.roles.matrix import matrix


@only_in_the_demonstration
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Every role in plain words, with one button each."""
    account = request.user
    context = {
        "anyone": matrix().roles[roles.NOT_SIGNED_IN],
        "roles": roles.roles(),
        "now": roles.role_of(account) if isinstance(account, User) else None,
        "crumbs": [(_("Choose a role"), "")],
        "next": _ours(request, request.GET.get("next", "")),
    }
    return render(request, "people/roles/switch.html", context)


@only_in_the_demonstration
@require_POST
def take(request: HttpRequest, role: str) -> HttpResponse:
    """Go on as somebody made up who holds this role; the second factor is waived here, where nobody is real."""
    if role not in matrix().roles or role == roles.NOT_SIGNED_IN:
        raise Http404
    login(request, roles.account_of(role=role), backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_ours(request, request.POST.get("next", "")) or "after-sign-in")


def _ours(request: HttpRequest, address: str) -> str:
    """An address of this service to go on to; "" for any other."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else ""
