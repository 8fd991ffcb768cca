"""Ask, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.people.accounts.limits import TooMany, count_try, visitor
from weft.requests import forms
from weft.requests.actions import ask
from weft.requests.models import Request
from weft.web.methods import form_page

# kind in the address -> form, heading, promise
DOORS = {
    "format": (
        forms.FormatForm,
        gettext_lazy("Ask for another format"),
        gettext_lazy("We answer within 5 working days. You need no account, and you need not say why."),
    ),
    "data": (
        forms.DataForm,
        gettext_lazy("Ask about what is kept about you"),
        gettext_lazy("We answer within one month. It costs nothing."),
    ),
    "complaint": (
        forms.ComplaintForm,
        gettext_lazy("Complain"),
        gettext_lazy("We answer within 10 working days. Somebody who was not part of it looks into it."),
    ),
}


@never_cache
@form_page
def new(request: HttpRequest, door: str = "format") -> HttpResponse:
    """One form a kind of request; the promise stands above it."""
    if door not in DOORS:
        raise Http404
    kind, heading, promise = DOORS[door]
    form = kind(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            return _kept(request, form)
        except TooMany:
            form.add_error(
                None, _("Many requests came from here just now. Wait 15 minutes, then send it again")
            )
    return render(
        request,
        "requests/new.html",
        {
            "form": form,
            "heading": heading,
            "promise": promise,
            "door": door,
            "others": [(name, words) for name, (_f, words, _p) in DOORS.items() if name != door],
            "crumbs": [(heading, "")],
        },
        status=429 if form.is_bound and form.non_field_errors() else 200,
    )


def _kept(request: HttpRequest, form: forms.AskForm) -> HttpResponse:
    """Keep the request. Raises TooMany: nobody fills the list of those who answer."""
    count_try("requests of a visitor", visitor(request))
    by = request.user if request.user.is_authenticated else None
    made = ask(asked=form.asked(), key=form.cleaned_data["key"], by=by)
    return redirect("request-kept", made.public_id)


@never_cache
@require_safe
def kept(request: HttpRequest, public_id: str) -> HttpResponse:
    """What comes next, for whoever has the address: no word of what was asked, nor where the answer goes."""
    rows = Request.objects.unscoped("the address is the secret, and the page names nobody")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return render(request, "requests/kept.html", {"asked": found, "crumbs": [(_("Your request"), "")]})
