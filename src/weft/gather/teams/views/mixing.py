"""How mixed one session was: for officers and the session's programme partner, never in public."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.gather.actions.attendance import room_of
from weft.gather.models import Session
from weft.gather.states import SessionState
from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_of
from weft.people.roles.policy import scopes
from weft.programmes.queries.mixing import mixing_of_room
from weft.web.private import private

SEE = "mixing.see"


@require_safe
@private
def of_one_session(request: HttpRequest, public_id: str) -> HttpResponse:
    session = get_object_or_404(_sessions(actor_of(request)), public_id=public_id)
    edition = session.activity.edition
    is_closed = session.state == SessionState.CLOSED
    rows = mixing_of_room(edition.programme, room_of(session)) if edition and is_closed else []
    crumbs = [
        (_("Registers"), reverse("registers")),
        (session.activity.title, reverse("register", args=[session.public_id])),
        (_("Mixing"), ""),
    ]
    context = {"session": session, "rows": rows, "is_closed": is_closed, "crumbs": crumbs}
    return render(request, "teams/mixing.html", context)


def _sessions(actor: Actor) -> QuerySet[Session]:
    """Sessions of the organisations that hold them or run their programme."""
    rows = Session.objects.select_related("activity__edition__programme", "activity__organisation", "venue")
    reached = scopes(actor, SEE)
    if any(scope.reach == "all" for scope in reached):
        return rows
    held = {one for scope in reached if scope.is_organisation for one in scope.organisations}
    holds = Q(activity__organisation__in=held)
    return rows.filter(holds | Q(activity__edition__programme__organisation__in=held))
