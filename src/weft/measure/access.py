"""The survey an address names, for the views: fetched under the policy, by the action of the route it came by."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from weft.measure.actions.work import give_back_if_stalled
from weft.measure.models import Survey
from weft.measure.states import OPEN_FOR_CHANGE, WrongState
from weft.people.roles.current import actor_of
from weft.people.roles.gate import action_of
from weft.people.roles.policy import one_visible

View = Callable[..., HttpResponseBase]


def analyst(request: HttpRequest) -> User:
    """The account that acts; the gate has let nobody else come this far."""
    return cast(User, request.user)


def own_survey(view: View) -> View:
    """Fetch the survey an address names; another person's is as missing as one that never was."""

    @wraps(view)
    def fetched(request: HttpRequest, public_id: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        survey = one_visible(actor_of(request), action_of(request) or "", Survey, public_id)
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

    return fetched


def open_survey(view: View) -> View:
    """Like own_survey, for pages that need the file read: before that, the hub says where it stands."""

    @wraps(view)
    def opened(request: HttpRequest, survey: Survey, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if survey.state not in OPEN_FOR_CHANGE:
            return redirect("measure-survey", survey.public_id)
        return view(request, survey, *args, **kwargs)

    return own_survey(opened)
