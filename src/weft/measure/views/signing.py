"""Sign in to the demonstration with one button."""

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from weft.demo.only import only_in_the_demonstration
from weft.demo.roles import account_of


@only_in_the_demonstration
@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Continue as the demonstration analyst."""
    login(request, account_of(role="analyst"), backend="django.contrib.auth.backends.ModelBackend")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "measure-surveys")
