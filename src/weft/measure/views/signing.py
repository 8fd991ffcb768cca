"""Sign in and out; in the demonstration, with one button."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from weft.demo.only import only_in_the_demonstration
from weft.measure.actions.signing import demonstration_analyst
from weft.measure.forms.signing import SignInForm


class SignIn(LoginView):
    template_name = "measure/signing/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "label_suffix": ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(crumbs=[(_("Sign in"), "")], **kwargs)


class SignOut(LogoutView):
    http_method_names = ["post"]
    next_page = "landing"


@only_in_the_demonstration
@require_POST
def demonstration(request: HttpRequest) -> HttpResponse:
    """Continue as the demonstration analyst."""
    login(request, demonstration_analyst(), backend="django.contrib.auth.backends.ModelBackend")
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if is_ours else "measure-surveys")
