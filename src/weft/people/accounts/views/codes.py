"""Enter the code that was sent: the same page for signing in, an invitation, a new address and confirming."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from weft.people.accounts import sessions
from weft.people.accounts.actions.codes import CodeGone, try_code
from weft.people.accounts.actions.details import AddressTaken, change_address
from weft.people.accounts.forms.signing import CodeForm
from weft.people.accounts.limits import TooMany, count_try, forgive, visitor
from weft.people.accounts.models import Code
from weft.people.accounts.queries import code_by
from weft.people.accounts.views.entering import WAIT, proved
from weft.people.roles.current import account_of
from weft.post.transport import is_carrying

SIGNED_OUT = (Code.Purpose.SIGN_IN, Code.Purpose.INVITATION)


@never_cache
@require_http_methods(["GET", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    code = code_by(request.session.get(sessions.CODE, ""))
    if code is None or not _is_theirs(request, code):
        return redirect("sign-in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            if _is_right(request, code, form.cleaned_data["code"]):
                return _go_on(request, code)
            form.add_error("code", _("That is not the code. Check it, or ask for a new one"))
        except CodeGone:
            form.add_error("code", _("This code no longer works. Ask for a new one"))
        except TooMany:
            return render(request, WAIT, status=429)
    shown = {
        "form": form,
        "email": code.email,
        "carrying": is_carrying(),
        "crumbs": [(_("Enter the code"), "")],
    }
    return render(request, "accounts/code.html", shown)


def _is_theirs(request: HttpRequest, code: Code) -> bool:
    """Codes of signed-in people belong to their own account; those of signing in, to somebody signed out."""
    if code.purpose in SIGNED_OUT:
        return not request.user.is_authenticated
    return bool(request.user.is_authenticated and code.account_id == request.user.pk)


def _is_right(request: HttpRequest, code: Code, typed: str) -> bool:
    count_try("wrong code of a visitor", visitor(request))
    if not try_code(code=code, typed=typed):
        return False
    request.session.pop(sessions.CODE, None)
    forgive("code for an address", code.email)
    return True


def _go_on(request: HttpRequest, code: Code) -> HttpResponse:
    if code.purpose in SIGNED_OUT:
        return proved(request, code)
    if code.purpose == Code.Purpose.CONFIRM:
        sessions.prove(request, second_factor=False)
        return redirect(sessions.take_next(request))
    try:
        change_address(email=code.email, by=account_of(request))
        messages.success(request, _("Your address was changed."))
    except AddressTaken:
        messages.error(request, _("This address already has an account of its own. Nothing was changed."))
    return redirect("account")
