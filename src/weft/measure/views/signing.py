"""Sign in to the demonstration with one button."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weft.measure.actions.signing import demonstration_analyst


@never_cache
@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Continue as the demonstration analyst."""
    if not settings.DEMO:
        raise Http404
    login(request, demonstration_analyst(), backend="django.contrib.auth.backends.ModelBackend")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "measure-surveys")
