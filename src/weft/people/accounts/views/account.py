"""My account: name, language, address, how I sign in, where I am signed in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from weft.people.accounts import factors
from weft.people.accounts.actions.details import change_language, change_name, own_person
from weft.people.accounts.actions.signing import sign_out_everywhere
from weft.people.accounts.forms.signing import LanguageForm, NameForm, NewAddressForm
from weft.people.accounts.models import Code
from weft.people.accounts.queries import roles_held
from weft.people.accounts.views.entering import send
from weft.people.accounts.views.second import freshly
from weft.people.roles.current import account_of, actor_of, person_of
from weft.people.roles.matrix import matrix
from weft.people.roles.policy import may
from weft.web.context import route


@never_cache
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    signed_in, actor = account_of(request), actor_of(request)
    person = person_of(signed_in)
    held = factors.of(signed_in)
    shown = {
        "person": person,
        "language": dict(settings.LANGUAGES).get(person.language, "") if person else "",
        "roles": [
            (matrix().roles[held.role].label, held.organisation.name) for held in roles_held(signed_in)
        ],
        "waiting": bool(actor.awaiting_second_factor),
        "passkeys": [(each.pk, factors.name_of(each)) for each in held if each.type == factors.PASSKEY],
        "one_time": next((each.pk for each in held if each.type == factors.ONE_TIME), None),
        "codes_left": len(factors.recovery_codes(signed_in)) if held else 0,
        "may_invite": may(actor, "role.invite"),
        "erase_url": route("my-erase"),
        "crumbs": [(_("My account"), "")],
    }
    return render(request, "accounts/account.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest) -> HttpResponse:
    signed_in = account_of(request)
    initial = {"name": own_person(signed_in).name}
    form = NameForm(request.POST, initial=initial) if request.method == "POST" else NameForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        change_name(name=form.cleaned_data["name"], by=signed_in)
        messages.success(request, _("Your name was changed."))
        return redirect("account")
    return _form(request, form, _("Change my name"), _("Save"))


@never_cache
@require_http_methods(["GET", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    signed_in = account_of(request)
    initial = {"language": own_person(signed_in).language or settings.LANGUAGE_CODE}
    bound = LanguageForm(request.POST, initial=initial) if request.method == "POST" else None
    if bound and bound.is_valid():
        chosen = bound.cleaned_data["language"]
        change_language(language=chosen, by=signed_in)
        response = redirect("account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, samesite="Lax", secure=request.is_secure())
        return response
    return _form(request, bound or LanguageForm(initial=initial), _("Change my language"), _("Save"))


@never_cache
@freshly
@require_http_methods(["GET", "POST"])
def address(request: HttpRequest) -> HttpResponse:
    """The new address is shown to be theirs by a code; until then nothing changes."""
    signed_in = account_of(request)
    form = NewAddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        return send(request, email=email, purpose=Code.Purpose.NEW_ADDRESS, account=signed_in)
    return _form(request, form, _("Change my e-mail address"), _("Send a code"))


@never_cache
@require_POST
def everywhere(request: HttpRequest) -> HttpResponse:
    """End every other session; this one stays."""
    changed = sign_out_everywhere(by=account_of(request))
    update_session_auth_hash(request, changed)
    messages.success(request, _("Everywhere else you are signed out now."))
    return redirect("account")


def _form(request: HttpRequest, form: object, title: str, button: str) -> HttpResponse:
    crumbs = [(_("My account"), route("account")), (title, "")]
    shown = {"form": form, "title": title, "button": button, "crumbs": crumbs}
    return render(request, "accounts/form.html", shown)
