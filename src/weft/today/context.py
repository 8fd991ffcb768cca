"""What staff find on every page: Today in the header, and the rooms they work in under it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.web.context import links

SEE = "today.see"
# (words, name of the route, the action that opens the room to staff)
ROOMS = (
    (_("People"), "people", "person.search"),
    (_("Organisations"), "organisations", "organisation.list"),
    (_("Places"), "places", "place.manage"),
    (_("Requests"), "request-list", "requests.work"),
    (_("Record"), "record", "record.read"),
    (_("Invitations"), "invitations", "role.invite"),
)


def today(request: HttpRequest | None) -> dict[str, Any]:
    """`today_url` and `staff_links` for staff: nothing more is asked of the database than who they are. Readers
    without a session cost nothing."""
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor = actor_of(request)
    if not may(actor, SEE):
        return {}
    rooms = tuple((words, name) for words, name, action in ROOMS if may(actor, action))
    return {"today_url": reverse("today"), "staff_links": links(rooms, request.path)}
