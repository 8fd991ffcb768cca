"""Sign in: an address, the code sent to it, a name for somebody new. The same pages whoever asks."""

import time

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from weft.people.accounts import rules, sessions
from weft.people.accounts.actions.signing import LinkGone, open_account, use_link
from weft.people.accounts.forms.signing import AddressForm, NameForm
from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.people.accounts.models import Code
from weft.people.accounts.views.entering import TOO_MANY, WAIT, onwards, send


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("account")
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        response = send(request, email=form.cleaned_data["email"], purpose=Code.Purpose.SIGN_IN)
        if response.status_code != TOO_MANY:  # whoever is refused begins no session
            sessions.remember_next(request, wanted)
        return response
    shown = {"form": form, "next": wanted, "crumbs": [(_("Sign in"), "")]}
    return render(request, "accounts/sign_in.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def new_account(request: HttpRequest) -> HttpResponse:
    """Somebody new says their name; only now is there an account."""
    held = request.session.get(sessions.PROVED)
    if not held or request.user.is_authenticated:
        return redirect("sign-in")
    if time.time() - held["at"] > rules.SECOND_STEP_HOLDS.total_seconds():
        return redirect("sign-in")
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        name, language = form.cleaned_data["name"], get_language() or ""
        account = open_account(email=held["email"], name=name, language=language)
        return onwards(request, account, how="code")
    crumbs = [(_("Sign in"), "")]
    return render(
        request, "accounts/new_account.html", {"form": form, "email": held["email"], "crumbs": crumbs}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time link of the command line. Opening it does nothing; pressing the button uses it up."""
    crumbs = [(_("Sign in"), "")]
    if request.method == "GET":
        return render(request, "accounts/link.html", {"crumbs": crumbs})
    try:
        count_try("wrong code of a visitor", visitor(request))
        account = use_link(token=token)
    except TooMany:
        return render(request, WAIT, status=429)
    except LinkGone:
        return render(request, "accounts/link_gone.html", {"crumbs": crumbs}, status=404)
    logout(request)
    return onwards(request, account, how="link")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("landing")
