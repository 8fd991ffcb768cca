"""Officers' pages: who collects answers to a form with a field app."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weft.forms.models import Form
from weft.forms.openrosa.actions import Given, RefusedAccount, make_field_account, revoke_field_account
from weft.forms.openrosa.forms import FieldAppForm
from weft.forms.openrosa.models import FieldAccount
from weft.forms.openrosa.queries import accounts_of, offered_to_anybody, without_account
from weft.forms.openrosa.tokens import settings_text, square
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible, visible
from weft.people.views.parts import Crumbs, private
from weft.web.context import route


@private
@require_safe
def accounts(request: HttpRequest, key: str) -> HttpResponse:
    """Who has one, when it was last used, what came through it."""
    form = get_object_or_404(Form, key=key)
    rows = accounts_of(visible(actor_of(request), "form.field", FieldAccount), form)
    context = {"asked": form, "rows": rows, "is_live": offered_to_anybody(form), "crumbs": _crumbs(form)}
    return render(request, "openrosa/field_apps.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody a field app. What to scan is shown in the answer itself and kept nowhere, so that no page,
    session or history holds the token; sending the page again shows that it was shown."""
    asked = get_object_or_404(Form, key=key)
    people = without_account(asked)
    form = FieldAppForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and _was_given(request, asked):
        return _show(request, asked, None)
    if form.is_bound and form.is_valid():
        chosen, once = form.cleaned_data["person"], form.cleaned_data["once"]
        try:
            given = make_field_account(form=asked, person=chosen, key=once, by=account_of(request))
            return _show(request, asked, given)
        except RefusedAccount as refusal:
            form.add_error("person", str(refusal))
    crumbs = [*_crumbs(asked, last=False), (_("New"), "")]
    context = {"asked": asked, "form": form, "anybody": people.exists(), "crumbs": crumbs}
    return render(request, "openrosa/field_app_new.html", context)
