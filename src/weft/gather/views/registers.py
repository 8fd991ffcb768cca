"""The host's register: who came, on the spot or from paper afterwards; walk-ins; standing for it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from weft.gather.actions.attendance import note, set_door_code, verify_register
from weft.gather.actions.bookings import add_walk_in
from weft.gather.forms.register import PAPER, LineForm, WalkInForm, problems
from weft.gather.models import Session
from weft.gather.queries.registers import lines, open_registers, sessions_of
from weft.gather.rules import CHECK_IN_FROM, WALK_INS_FROM
from weft.gather.states import SessionState
from weft.gather.told import roles_of
from weft.people.actions.refusals import Refused
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may
from weft.web.methods import form_page
from weft.web.private import private

Page = Callable[..., HttpResponse]


def one_register(view: Page) -> Page:
    """The session an address names, for who keeps its register; a refusal is said on the register."""

    @private
    @wraps(view)
    def fetched(request: HttpRequest, public_id: str) -> HttpResponse:
        session = get_object_or_404(sessions_of(actor_of(request)), public_id=public_id)
        try:
            return view(request, session)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("register", session.public_id)

    return fetched


def only_sent(view: Page) -> Page:
    """A step that is sent, never opened: who reloads its address, or changes the language there, sees the register."""

    @wraps(view)
    def sent(request: HttpRequest, session: Session) -> HttpResponse:
        return view(request, session) if request.method == "POST" else redirect("register", session.public_id)

    return sent


@private
@require_GET
def registers(request: HttpRequest) -> HttpResponse:
    """Registers to keep, the oldest first."""
    now = timezone.now()
    found = open_registers(actor_of(request), now)
    kept = {
        "due": [one for one in found if one.starts_at <= now],
        "ahead": [one for one in found if one.starts_at > now],
    }
    return render(request, "gather/register/list.html", {**kept, "crumbs": [(_("Registers"), "")]})


@one_register
@form_page
def register(request: HttpRequest, session: Session) -> HttpResponse:
    """Everybody booked, one line each; saved as often as one likes until somebody stands for it."""
    posted = request.POST if request.method == "POST" else None
    forms = [LineForm(line, posted) for line in lines(actor_of(request), session)]
    if posted is not None and all(form.is_valid() for form in forms):
        came = PAPER if posted.get("came") == PAPER else "list"
        said = [form for form in forms if form.is_said and form.is_new]
        for form in said:
            note(
                booking=form.line.booking, state=form.cleaned_data["state"], came=came,
                minutes=form.cleaned_data["minutes"], by=account_of(request),
            )  # fmt: skip
        messages.success(request, _("Saved."))
        return redirect("register", session.public_id)
    return _page(request, session, forms=forms, walk_in=WalkInForm(roles=roles_of(session.activity)))


@one_register
@form_page
@only_sent
def walk_in(request: HttpRequest, session: Session) -> HttpResponse:
    form = WalkInForm(request.POST, roles=roles_of(session.activity))
    if not form.is_valid():
        forms = [LineForm(line, None) for line in lines(actor_of(request), session)]
        return _page(request, session, forms=forms, walk_in=form)
    said = form.cleaned_data
    add_walk_in(
        session=session, name=said["name"], role=form.came_as, key=said["once"], by=account_of(request)
    )
    return redirect("register", session.public_id)


@one_register
@form_page
@only_sent
def verify(request: HttpRequest, session: Session) -> HttpResponse:
    people = verify_register(session=session, by=account_of(request))
    words = ngettext(
        "You stand for this register: %(n)s person came.",
        "You stand for this register: %(n)s people came.",
        people,
    )
    messages.success(request, words % {"n": people})
    return redirect("registers")


@one_register
@form_page
@only_sent
def door(request: HttpRequest, session: Session) -> HttpResponse:
    """A new code for the door, shown once, on a page to print."""
    code = set_door_code(session=session, by=account_of(request))
    return _page(request, session, "door", code=code, crumbs=[(_("Code on the door"), "")])


@one_register
@require_GET
def paper(request: HttpRequest, session: Session) -> HttpResponse:
    """The register to print and to sign in on, with empty lines for who walks in."""
    found, crumbs = lines(actor_of(request), session), [(_("Paper register"), "")]
    return _page(request, session, "paper", lines=found, empty=range(EMPTY_LINES), crumbs=crumbs)


EMPTY_LINES = 12  # for walk-ins, on paper


def _page(request: HttpRequest, session: Session, name: str = "register", **more: Any) -> HttpResponse:
    title, now = session.activity.title, timezone.now()
    here = [(title, "")] if name == "register" else [(title, reverse("register", args=[session.public_id]))]
    given = {
        "session": session,
        "crumbs": [(_("Registers"), reverse("registers")), *here, *more.pop("crumbs", ())],
        "roles": roles_of(session.activity),
        "has_begun": now >= session.starts_at,
        "can_note": now >= session.starts_at - CHECK_IN_FROM,
        "can_walk_in": now >= session.starts_at - WALK_INS_FROM,
        "problems": problems(more.get("forms", ()), more.get("walk_in")),
        "sees_mixing": session.state == SessionState.CLOSED and may(actor_of(request), "mixing.see"),
        **more,
    }
    return render(request, f"gather/register/{name}.html", given)
