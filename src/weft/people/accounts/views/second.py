"""The second factor: shown at signing in, when a staff page asks for it, and before changing how one signs in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from weft.people.accounts import factors, sessions
from weft.people.accounts.actions.factors import show_code
from weft.people.accounts.forms.signing import PasskeyForm, SecondFactorForm
from weft.people.accounts.limits import TooMany, count_try, forgive, visitor
from weft.people.accounts.models import Code
from weft.people.accounts.views.entering import WAIT, come_in, send
from weft.people.roles.current import account_of

LIMIT = "second factor of an account"
View = Callable[..., HttpResponse]
own_script = csp_update(
    {"script-src": [SELF]}
)  # the one exception to "no script": passkeys cannot do without


def freshly(view: View) -> View:
    """Only for somebody who showed who they are in the last quarter of an hour; others are asked first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if sessions.is_fresh(request):
            return view(request, *args, **kwargs)
        sessions.remember_asked(request)
        return redirect("account-confirm")

    return guarded


@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show that it is you: by a second factor where there is one, else by a code to the address."""
    account = account_of(request)
    if factors.has_any(account):
        return redirect("second-factor")
    if request.method == "POST":
        return send(request, email=account.email, purpose=Code.Purpose.CONFIRM, account=account)
    crumbs = [(_("Confirm it is you"), "")]
    return render(request, "accounts/confirm.html", {"email": account.email, "crumbs": crumbs})


@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Enter a one-time or recovery code."""
    account = _whose(request)
    if account is None:
        return redirect("sign-in")
    held = factors.kinds(account)
    if not held:
        return render(request, "accounts/second_factor_needed.html", {"crumbs": [(_("Second factor"), "")]})
    form = SecondFactorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(LIMIT, str(account.pk))
            show_code(typed=form.cleaned_data["code"], by=account)
            return _shown(request, account, "code and one-time code")
        except TooMany:
            return render(request, WAIT, status=429)
        except factors.NotShown:
            form.add_error(
                "code", _("That is not the code the app shows now. Wait for the next one and try again")
            )
    shown = {
        "form": form, "crumbs": [(_("Second factor"), "")],
        "has_passkey": factors.PASSKEY in held, "has_codes": factors.ONE_TIME in held,
    }  # fmt: skip
    return render(request, "accounts/second_factor.html", shown)


@never_cache
@own_script
@require_http_methods(["GET", "POST"])
def second_passkey(request: HttpRequest) -> HttpResponse:
    """Show a passkey as the second factor."""
    account = _whose(request)
    if account is None:
        return redirect("sign-in")
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(LIMIT, str(account.pk))
            factors.shown(form.cleaned_data["credential"], account)
            return _shown(request, account, "code and passkey")
        except TooMany:
            return render(request, WAIT, status=429)
        except factors.NotShown:
            form.add_error(None, _("The passkey was not accepted. Try again, or use a one-time code"))
    return _ask(request, form, factors.question(account), other="second-factor")


@never_cache
@own_script
@require_http_methods(["GET", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with a passkey alone: it is something one has, opened by something one knows or is."""
    if request.user.is_authenticated:
        return redirect("account")
    if request.method == "GET":
        try:
            count_try("passkeys asked of a visitor", visitor(request))
        except TooMany:
            return render(request, WAIT, status=429)
        sessions.remember_next(request, request.GET.get("next", ""))
    form = PasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try("wrong code of a visitor", visitor(request))
            account = factors.shown(form.cleaned_data["credential"], None)
            if account.is_active:
                request.session.pop(sessions.PROVED, None)
                return come_in(request, account, how="passkey", second_factor=True)
        except TooMany:
            return render(request, WAIT, status=429)
        except factors.NotShown:
            pass
        form.add_error(None, _("The passkey was not accepted. Try again, or sign in with a code by e-mail"))
    return _ask(request, form, factors.question(None), other="sign-in")


def _ask(request: HttpRequest, form: PasskeyForm, question: str, *, other: str) -> HttpResponse:
    crumbs = [(_("Passkey"), "")]
    shown = {"form": form, "question": question, "other": other, "crumbs": crumbs}
    return render(request, "accounts/passkey.html", shown)


def _whose(request: HttpRequest) -> User | None:
    """Whose second factor is asked for: the one signing in, or the one signed in."""
    return account_of(request) if request.user.is_authenticated else sessions.pending(request)


def _shown(request: HttpRequest, account: User, how: str) -> HttpResponse:
    forgive(LIMIT, str(account.pk))
    if not request.user.is_authenticated:
        return come_in(request, account, how=how, second_factor=True)
    request.session.cycle_key()
    sessions.prove(request, second_factor=True)
    return redirect(sessions.take_next(request))
