"""Who may open a page about a survey: its analyst. Everyone else sees what a missing page shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.translation import gettext as _

from weft.measure.actions.work import give_back_if_stalled
from weft.measure.models import Survey
from weft.measure.rules import may_analyse, may_open
from weft.measure.states import OPEN_FOR_CHANGE, WrongState

View = Callable[..., HttpResponseBase]


def analyst(request: HttpRequest) -> User:
    return cast(User, request.user)


def require_analyst(view: View) -> View:
    """Anonymous people are sent to sign in and come back; nothing personal stays in a shared cache."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_analyse(request.user):
            return redirect_to_login(request.get_full_path())
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return checked


def own_survey(view: View) -> View:
    """Fetch the survey an address names; another person's is as missing as one that never was."""

    @wraps(view)
    def fetched(request: HttpRequest, public_id: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        survey = Survey.objects.filter(public_id=public_id).first()
        if survey is None or not may_open(request.user, survey):
            raise Http404
        if give_back_if_stalled(survey):
            survey.refresh_from_db()
        try:
            return view(request, survey, *args, **kwargs)
        except WrongState:
            messages.error(
                request,
                _("The survey is being worked on, so nothing was changed. Try again when it is done."),
            )
            return redirect("measure-survey", public_id)

    return require_analyst(fetched)


def open_survey(view: View) -> View:
    """Like own_survey, for pages that need the file read: before that, the hub says where it stands."""

    @wraps(view)
    def opened(request: HttpRequest, survey: Survey, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if survey.state not in OPEN_FOR_CHANGE:
            return redirect("measure-survey", survey.public_id)
        return view(request, survey, *args, **kwargs)

    return own_survey(opened)
