"""The middleware that asks policy before any view runs: a route the matrix does not know is refused."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from weft.people.roles.actor import Actor
from weft.people.roles.current import actor_of
from weft.people.roles.matrix import PUBLIC, matrix
from weft.people.roles.policy import may
from weft.web.private import NOWHERE

REFUSALS = (
    400  # and failures, by status: never kept either, so that a forbidden page looks like a missing one
)


class RoleGate:
    """Refuses by default, whatever the method. Somebody not signed in is sent to sign in, whether or not the thing
    exists; somebody signed in who may not gets the page of what never was.

    It stands after authentication, which says who asks, and after the forgery check, which asks nothing of the
    database. Every answer but that of a public page to somebody unknown stays out of every cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if _is_personal(request, response) and response.get("Cache-Control") != NOWHERE:
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest  # PostgreSQL takes no such text: it would be a failure of ours
        action = action_of(request)
        if action == PUBLIC:
            return None
        if action is None:
            raise Http404
        actor = actor_of(request)
        if may(actor, action):
            return None
        if actor.account_id is None:
            return redirect_to_login(request.get_full_path())
        if _waits_for_second_factor(actor, action):
            request.session["next"] = request.get_full_path()
            return redirect("second-factor")
        raise Http404


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer may say something of somebody: also a public page, whose header says who is signed in."""
    return (
        response.status_code >= REFUSALS
        or action_of(request) != PUBLIC
        or settings.SESSION_COOKIE_NAME in request.COOKIES
    )


def action_of(request: HttpRequest) -> str | None:
    """The action of the route a request came by; None for an address or a route nobody knows."""
    found = request.resolver_match
    return matrix().routes.get(found.view_name) if found else None


def leads_somewhere(actor: Actor, route: str) -> bool:
    """Whether a link to a route opens a page for an actor, at once or after signing in or a second factor."""
    action = matrix().routes.get(route)
    if action is None or action == PUBLIC or actor.account_id is None:
        return action is not None
    return may(actor, action) or _waits_for_second_factor(actor, action)


def _waits_for_second_factor(actor: Actor, action: str) -> bool:
    return any(matrix().reach(action, role) for role in actor.awaiting_second_factor)
