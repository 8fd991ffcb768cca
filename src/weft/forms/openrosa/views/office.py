"""Officers' pages: who collects answers to a form with a field app."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.forms.models import Form
from weft.forms.openrosa.actions import Given, RefusedAccount, make_field_account, revoke_field_account
from weft.forms.openrosa.forms import FieldAppForm
from weft.forms.openrosa.models import FieldAccount
from weft.forms.openrosa.queries import accounts_of, holders, live_version, to_look_at, without_account
from weft.forms.openrosa.tokens import settings_text, square
from weft.forms.views.office import Crumbs, crumbs_of
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.web.methods import form_page
from weft.web.private import private


@private
@require_safe
def accounts(request: HttpRequest, key: str) -> HttpResponse:
    """Who has one, when it was last used, what came through it."""
    form = get_object_or_404(Form, key=key)
    rows = accounts_of(visible(actor_of(request), "form.field", FieldAccount), form)
    context = {
        "asked": form,
        "rows": rows,
        "is_live": live_version(form) is not None,
        "to_look_at": to_look_at(form),
        "crumbs": _crumbs(form),
    }
    return render(request, "openrosa/field_apps.html", context)


@private
@form_page
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody a field app. What to scan is shown in the answer itself and kept nowhere, so that no session and
    no history holds the token; the same page sent again says that it was shown."""
    asked = get_object_or_404(Form, key=key)
    is_sent = request.method == "POST"
    form = FieldAppForm(
        request.POST if is_sent else None, people=holders() if is_sent else without_account(asked)
    )
    if form.is_bound and form.is_valid():
        person, once = form.cleaned_data["person"], form.cleaned_data["once"]
        try:
            given = make_field_account(form=asked, person=person, key=once, by=account_of(request))
            return _shown_once(request, given)
        except RefusedAccount as refusal:
            form.add_error("person", str(refusal))
    context = {
        "asked": asked,
        "form": form,
        "anybody": holders().exists(),
        "crumbs": _crumbs(asked, _("New")),
    }
    return render(request, "openrosa/field_app_new.html", context)


def _shown_once(request: HttpRequest, given: Given) -> HttpResponse:
    """The square to scan, and the same by hand."""
    account = given.account
    server = request.build_absolute_uri(reverse("field-list")).rpartition("/")[0]
    context = {"account": account, "token": given.token, "server": server}
    if given.token:
        text = settings_text(
            server=server, username=account.public_id, token=given.token, title=account.form.title
        )
        context["path"], context["width"] = square(text)
    context["crumbs"] = _crumbs(account.form, _("To scan"))
    return render(request, "openrosa/field_app_code.html", context)


@private
@form_page
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then take a field app back."""
    account = one_visible(actor_of(request), "form.field", FieldAccount, public_id)
    if request.method == "POST":
        revoke_field_account(account=account, by=account_of(request))
        messages.success(request, _("Taken back. This field app opens nothing any more."))
        return redirect("field-apps", account.form.key)
    context = {"account": account, "crumbs": _crumbs(account.form, _("Take back"))}
    return render(request, "openrosa/field_app_revoke.html", context)


def _crumbs(form: Form, here: str = "") -> Crumbs:
    """The way here; the last is this page."""
    if not here:
        return crumbs_of(form, (_("Field apps"), ""))
    return crumbs_of(form, (_("Field apps"), reverse("field-apps", args=[form.key])), (here, ""))
