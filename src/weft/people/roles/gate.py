"""The middleware that asks policy before any view runs: a route the matrix does not know is refused."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control

from weft.people.roles.current import actor_of
from weft.people.roles.matrix import PUBLIC, matrix
from weft.people.roles.policy import may


class RoleGate:
    """Refuses by default. Somebody not signed in is sent to sign in, whether or not the thing exists."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        route = request.resolver_match.view_name if request.resolver_match else ""
        action = matrix().routes.get(route)
        if action == PUBLIC:
            return None
        if action is None:
            raise Http404
        actor = actor_of(request)
        if may(actor, action):
            return None
        if actor.account_id is None:
            response = redirect_to_login(request.get_full_path())
            patch_cache_control(response, no_store=True, private=True)
            return response
        if any(matrix().reach(action, role) for role in actor.awaiting_second_factor):
            request.session["next"] = request.get_full_path()
            return redirect("second-factor")
        raise Http404
