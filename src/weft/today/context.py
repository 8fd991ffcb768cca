"""What the header offers somebody signed in: links they may follow; for staff, Today and the rooms they work in."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_of
from weft.people.roles.gate import leads_somewhere
from weft.people.roles.policy import may
from weft.web.context import MAIN_LINKS, SURVEYS, links

SEE = "today.see"
# (words, name of the route, the action that opens the room to staff)
ROOMS = (
    (_("People"), "people", "person.search"),
    (_("Organisations"), "organisations", "organisation.list"),
    (_("Activities"), "planning", "activity.plan"),
    (_("Places"), "places", "place.manage"),
    (_("Run programmes"), "programme-list", "programme.run"),
    (_("Pairs"), "pair-pools", "pair.coordinate"),
    (_("Forms"), "form-list", "form.manage"),
    (_("Requests"), "request-list", "requests.work"),
    (_("Fieldwork"), "fieldwork-list", "fieldwork.see"),
    (_("Registers"), "registers", "register.keep"),
    (_("Inside"), "inside", "inside.table"),
    (_("Airlock"), "airlock", "output.check"),
    (_("Open to analysts"), "inside-openings", "inside.open"),
    (_("Tables asked for"), "inside-log", "inside.log"),
    (_("My cases"), "fieldwork-mine", "fieldwork.interview"),
    (_("Record"), "record", "record.read"),
    (_("Invitations"), "invitations", "role.invite"),
)


def today(request: HttpRequest | None) -> dict[str, Any]:
    """For somebody signed in: no link in the header that is refused to them, and their rooms where they are staff.

    Nothing more is asked of the database than who they are. Readers without a session cost nothing.
    """
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    actor = actor_of(request)
    return {**_offered(actor, request.path), **_rooms(actor, request.path)}


def _offered(actor: Actor, path: str) -> dict[str, Any]:
    """The main links this account may follow; nothing changes for who may follow them all."""
    refused = [name for _words, name in MAIN_LINKS if not leads_somewhere(actor, name)]
    if not refused:
        return {}
    offered = {"main_links": links(tuple(each for each in MAIN_LINKS if each[1] not in refused), path)}
    return offered | ({"survey_url": ""} if SURVEYS in refused else {})


def _rooms(actor: Actor, path: str) -> dict[str, Any]:
    """`today_url` and `staff_links`, for staff."""
    if not may(actor, SEE):
        return {}
    rooms = tuple((words, name) for words, name, action in ROOMS if may(actor, action))
    return {"today_url": reverse("today"), "staff_links": links(rooms, path)}
