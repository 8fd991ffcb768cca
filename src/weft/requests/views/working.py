"""Staff look at requests by deadline, take one, answer it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import one_visible
from weft.requests import forms
from weft.requests.actions import answer, extend, put_back, take, withdraw
from weft.requests.actions.clocks import NotThatLong
from weft.requests.models import Request
from weft.requests.queries import WORK, listed
from weft.requests.rules import latest_extension
from weft.requests.sending import BY_HAND
from weft.requests.states import Kind, WrongState
from weft.web.methods import form_page
from weft.web.private import private

Page = Callable[..., HttpResponse]


def one_request(view: Page) -> Page:
    """Fetch the request an address names, through policy; a move that came too late says so."""

    @wraps(view)
    def fetched(request: HttpRequest, public_id: str) -> HttpResponse:
        found = one_visible(actor_of(request), WORK, Request, public_id)
        try:
            return view(request, found)
        except WrongState:
            messages.error(request, _("Somebody else was quicker: the request stands differently now."))
            return redirect("request-one", public_id)

    return private(fetched)


@private
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = listed(actor_of(request), today)
    return render(
        request, "requests/list.html", {"listed": found, "today": today, "crumbs": [(_("Requests"), "")]}
    )


@one_request
@require_safe
def one(request: HttpRequest, found: Request) -> HttpResponse:
    context = {
        "is_mine": _is_mine(request, found),
        "is_late": found.is_open and found.deadline() < timezone.localdate(),
    }
    return render(request, "requests/one.html", {**_context(found), **context})


@one_request
@require_POST
def take_it(request: HttpRequest, found: Request) -> HttpResponse:
    """Take it, or put back what somebody has in hand."""
    if found.assigned_to_id and "back" in request.POST:
        put_back(request=found, by=account_of(request))
        messages.success(request, _("Put back. Anyone may take it."))
    else:
        take(request=found, by=account_of(request))
        messages.success(request, _("It is yours to answer."))
    return redirect("request-one", found.public_id)


@one_request
@form_page
def answer_it(request: HttpRequest, found: Request) -> HttpResponse:
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_bound or not form.is_valid():
        return _form_page(request, found, form, _("Answer"))
    done = answer(request=found, words=form.cleaned_data["words"], by=account_of(request))
    by_hand = done.answer_went_by == BY_HAND
    messages.success(
        request,
        _("Answered. Now send it yourself.") if by_hand else _("Answered. The message is on its way."),
    )
    return redirect("request-one", found.public_id)


@one_request
@form_page
def extend_it(request: HttpRequest, found: Request) -> HttpResponse:
    form = forms.ExtendForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        try:
            extend(request=found, **form.cleaned_data, by=account_of(request))
        except NotThatLong as refusal:
            form.add_error("until", str(refusal))
        else:
            messages.success(
                request, _("The new day is kept. The first promise stays in the list beside it.")
            )
            return redirect("request-one", found.public_id)
    return _form_page(request, found, form, _("Say that it takes longer"))


@one_request
@form_page
def withdraw_it(request: HttpRequest, found: Request) -> HttpResponse:
    form = forms.WithdrawForm(request.POST if request.method == "POST" else None, label_suffix="")
    if not form.is_bound or not form.is_valid():
        return _form_page(request, found, form, _("They do not want it any more"))
    withdraw(request=found, **form.cleaned_data, by=account_of(request))
    messages.success(request, _("Closed, because it was withdrawn."))
    return redirect("request-one", found.public_id)


def _form_page(request: HttpRequest, found: Request, form: Any, heading: str) -> HttpResponse:
    latest = latest_extension(Kind(found.kind), found.received_on, found.due_on)
    own = {"form": form, "heading": heading, "latest": latest if isinstance(form, forms.ExtendForm) else None}
    return render(request, "requests/act.html", {**_context(found, heading), **own})


def _context(found: Request, heading: str = "") -> dict[str, Any]:
    crumbs = [(_("Requests"), reverse("request-list"))]
    crumbs += (
        [(found.reference, reverse("request-one", args=[found.public_id])), (heading, "")]
        if heading
        else [(found.reference, "")]
    )
    return {"asked": found, "deadline": found.deadline(), "crumbs": crumbs}


def _is_mine(request: HttpRequest, found: Request) -> bool:
    return found.assigned_to_id is not None and found.assigned_to_id == actor_of(request).person_id
