"""The pages that belong to no verb: landing, statements, language, errors."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as choose

from weft.web.context import route, service
from weft.web.figures import FigureCard

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """One sentence, one live figure, three doors, the loop and what readers can hold us to."""
    return render(
        request,
        "web/landing.html",
        {
            "figure": landing_figure(),
            "measure_url": route("measure"),
            "how_url": route("how-we-know"),
            "hide_url": route("how-we-hide"),
        },
    )


def landing_figure() -> FigureCard | None:
    """What the function named by settings.LANDING_FIGURE returns; None before any release."""
    named = getattr(settings, "LANDING_FIGURE", "")
    if not named:
        return None
    found: FigureCard | None = import_string(named)()
    return found


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "web/accessibility.html")


@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the reader's language in a cookie and go back.

    Exempt from the forgery check because it changes nothing but the words on the reader's own screen,
    and because with it every public page would set a cookie.
    """
    return choose(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request Django could not take: too large says so (413), anything else is a plain 400."""
    too_large = isinstance(exception, TOO_LARGE)
    return render(request, "413.html" if too_large else "400.html", status=413 if too_large else 400)


def server_error(_request: HttpRequest) -> HttpResponse:
    """The page for our own failures: no database, no session, nothing that could fail again."""
    return HttpResponseServerError(get_template("500.html").render(service(None)))


def too_large(request: HttpRequest) -> HttpResponse:
    """For uploads above the limit."""
    return render(request, "413.html", status=413)
