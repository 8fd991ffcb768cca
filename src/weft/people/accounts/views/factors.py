"""Set up, look at and remove second factors."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from weft.people.accounts import factors, sessions
from weft.people.accounts.actions.factors import (
    LastFactor,
    TooManyPasskeys,
    add_one_time_codes,
    add_passkey,
    remove_factor,
    renew_recovery_codes,
)
from weft.people.accounts.forms.signing import NewCodesForm, NewPasskeyForm
from weft.people.accounts.limits import TooMany, count_try
from weft.people.accounts.views.entering import WAIT
from weft.people.accounts.views.second import LIMIT, freshly, own_script
from weft.people.roles.current import SECOND_FACTOR, account_of
from weft.web.context import route


@never_cache
@freshly
@require_http_methods(["GET", "POST"])
def one_time(request: HttpRequest) -> HttpResponse:
    """Scan the square, or type the key, then prove it with a first code."""
    account = account_of(request)
    secret = request.session.setdefault(factors.KEY, factors.new_secret())
    form = NewCodesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            count_try(LIMIT, str(account.pk))
        except TooMany:
            return render(request, WAIT, status=429)
        if factors.is_right(secret, form.cleaned_data["code"]):
            add_one_time_codes(secret=secret, by=account)
            return _added(request)
        form.add_error(
            "code", _("That is not the code the app shows now. Wait for the next one and try again")
        )
    path, width = factors.enrolment(account, secret)
    key = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    shown = {"form": form, "path": path, "width": width, "key": key, "crumbs": _crumbs(_("One-time codes"))}
    return render(request, "accounts/one_time.html", shown)


@never_cache
@own_script
@freshly
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    form = NewPasskeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            credential = factors.registered(form.cleaned_data["credential"])
            add_passkey(name=form.cleaned_data["name"], credential=credential, by=account)
            return _added(request)
        except factors.NotShown:
            form.add_error(None, _("The passkey could not be kept. Try again, or use one-time codes"))
        except TooManyPasskeys:
            form.add_error(None, _("There are ten passkeys already. Remove one first"))
    shown = {"form": form, "question": factors.registration(account), "crumbs": _crumbs(_("Add a passkey"))}
    return render(request, "accounts/add_passkey.html", shown)


@never_cache
@freshly
@require_safe
def recovery(request: HttpRequest) -> HttpResponse:
    codes = factors.recovery_codes(account_of(request))
    onwards = request.session.get(sessions.ONWARDS, "")
    shown = {"codes": codes, "onwards": onwards, "crumbs": _crumbs(_("Recovery codes"))}
    return render(request, "accounts/recovery.html", shown)


@never_cache
@freshly
@require_http_methods(["POST"])
def renew(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    if factors.has_any(account):
        renew_recovery_codes(by=account)
    return redirect("factor-recovery")


@never_cache
@freshly
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, number: int) -> HttpResponse:
    account = account_of(request)
    found = Authenticator.objects.filter(user=account, pk=number).exclude(type=factors.RECOVERY).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            remove_factor(factor=found, by=account)
            if not factors.has_any(account):  # what this session showed is gone
                request.session.pop(SECOND_FACTOR, None)
            messages.success(request, _("It was removed."))
        except LastFactor:
            messages.error(
                request, _("Your role needs a second factor. Add another one before you remove this one.")
            )
        return redirect("account")
    shown = {"name": factors.name_of(found), "crumbs": _crumbs(_("Remove"))}
    return render(request, "accounts/remove_factor.html", shown)


def _added(request: HttpRequest) -> HttpResponse:
    """What was set up was also shown: staff pages open now. The recovery codes come next, then what they wanted."""
    request.session.pop(factors.KEY, None)
    request.session.pop(sessions.ASKED, None)
    request.session[sessions.ONWARDS] = sessions.take_next(request, settings.LOGIN_REDIRECT_URL)
    request.session.cycle_key()
    sessions.prove(request, second_factor=True)
    messages.success(request, _("Your second factor is set up. Keep these recovery codes."))
    return redirect("factor-recovery")


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("My account"), route("account")), (here, "")]
