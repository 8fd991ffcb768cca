"""Health for whoever watches, and the page for an outage."""

import secrets
import sys

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.operations.health import look
from weft.operations.outage import is_outage
from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.web import views as web
from weft.web.context import service

DETAILS = "operations.health"
TOKEN = "Authorization"  # noqa: S105 - the name of a header
TRY_AGAIN_SECONDS = "120"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and the disk takes more, else 503. Details for staff or with the token."""
    found = look()
    said: dict[str, object] = {"status": "ok" if found.is_well else "failing"}
    if _may_read_details(request):
        said |= {"faults": found.faults, **found.details}
    return JsonResponse(said, status=200 if found.is_well else 503)


def _may_read_details(request: HttpRequest) -> bool:
    shown = request.headers.get(TOKEN, "").removeprefix("Bearer ").strip()
    if settings.HEALTH_TOKEN and secrets.compare_digest(shown.encode(), settings.HEALTH_TOKEN.encode()):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    try:
        return may(actor_of(request), DETAILS)
    except DatabaseError:
        return False


def server_error(request: HttpRequest) -> HttpResponse:
    """503 in plain words when the database or the disk is the reason, else the page for our own failures."""
    if not is_outage(sys.exc_info()[1]):
        return web.server_error(request)
    response = HttpResponse(get_template("503.html").render(service(None)), status=503)
    response["Retry-After"] = TRY_AGAIN_SECONDS
    return response
