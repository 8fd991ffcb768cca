"""What the pages of teams share: the session an address names, its newest teams, refusals said on the page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from weft.gather.models import Session
from weft.gather.teams.models import Seating
from weft.gather.teams.queries.seating import current, sessions_for
from weft.people.actions.refusals import Refused
from weft.people.roles.current import actor_of
from weft.web.private import private

More = ParamSpec("More")
OfSession = Callable[Concatenate[HttpRequest, Session, More], HttpResponse]


def of_session(view: OfSession[More]) -> Callable[..., HttpResponse]:
    """The session an address names, for who makes its teams."""

    @private
    @wraps(view)
    def fetched(request: HttpRequest, public_id: str) -> HttpResponse:
        session = get_object_or_404(sessions_for(actor_of(request)), public_id=public_id)
        try:
            return view(request, session)  # type: ignore[call-arg]
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("teams", session.public_id)

    return fetched


def newest(session: Session) -> Seating:
    """The teams there are; where none were made a page about them is missing."""
    found = current(session)
    if found is None:
        raise Http404
    return found


def crumbs_of(session: Session, *more: tuple[str, str]) -> list[tuple[str, str]]:
    register = (session.activity.title, reverse("register", args=[session.public_id]))
    teams = (_("Teams"), reverse("teams", args=[session.public_id]) if more else "")
    return [(_("Registers"), reverse("registers")), register, teams, *more]
