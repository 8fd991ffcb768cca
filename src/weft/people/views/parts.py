"""What the pages about people share: never stored by a browser, refusals said on the page they belong to."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from weft.people.actions import Refused
from weft.people.models import Membership, Organisation
from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_of
from weft.people.roles.policy import may, one_visible

View = Callable[..., HttpResponseBase]
Crumbs = list[tuple[str, str]]
A_PAGE = 50


def accepted(form: BaseForm, act: Callable[[], object]) -> bool:
    """True when the form is sent and right and the action took it; a refusal is shown at the top of the form."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def acted(request: HttpRequest, act: Callable[[], object], said: str) -> bool:
    """Do one thing that has no fields, and say what came of it on the next page."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def show(request: HttpRequest, template: str, crumbs: Crumbs, **context: Any) -> HttpResponse:
    return render(
        request, f"people/{template}.html", {"crumbs": crumbs, "actor": actor_of(request), **context}
    )


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def endable(actor: Actor, public_id: str, action: str = "member.end") -> Membership:
    """A role this actor may end or hand over. Roles of the city team: one's own, or as a system administrator."""
    found = one_visible(actor, action, Membership, public_id)
    is_city = found.organisation.kind == Organisation.Kind.CITY
    if is_city and found.person_id != actor.person_id and not may(actor, "member.end.city", found):
        raise Http404
    return found


def removed(name: str) -> str:
    return _("%(name)s: ended.") % {"name": name}
