"""A release on its way out, for whoever makes it: build it, ask for sign-off, publish it, take it back."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.measure.access import View, analyst, open_survey
from weft.measure.actions import ask_for_sign_off, publish_release, start_release, take_back
from weft.measure.actions.moving import is_of
from weft.measure.actions.publish import Altered, series_of, wave_before, wave_replaced_by
from weft.measure.models import Proposal, Survey
from weft.measure.recipes import recipe_of
from weft.measure.rules import ColleaguesRelease, is_a_colleagues, refuse_publication
from weft.measure.states import STILL_OPEN, ReleaseState, SurveyState, WrongState
from weft.measure.tables.recipe import Recipe, RecipeError, SurveyFacts
from weft.measure.views.outcome import checklist_rows, outcome_of, outcome_rows, plan_rows
from weft.measure.views.parts import Obstacle, obstacle_of, show, url_of
from weft.record.ids import public_id
from weft.registry.figure import SampleType

BUILDING = (ReleaseState.DRAFTED, ReleaseState.BUILT)
STALLED_AFTER = timedelta(minutes=10)


@open_survey
@require_safe
def publish(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What will be public and where its release stands: to build, to be signed off, to publish."""
    if not survey.evidence:
        return redirect(url_of(survey, "check"))
    made = latest_of(survey)
    if made and made.state in BUILDING and made.made_at > timezone.now() - STALLED_AFTER:
        return show(request, survey, "publish", "working_release", heading=_("Building the release"))
    replaced = wave_replaced_by(recipe_of(survey).survey)
    context = {
        "obstacle": why_not(survey),
        "said": said_by(recipe_of(survey)),
        "made": made,
        "is_open": bool(made and made.state in STILL_OPEN),
        "is_stale": bool(made and made.state in STILL_OPEN and not is_of(made, survey)),
        "replaces": replaced,
        "is_a_colleagues": is_a_colleagues(replaced, analyst(request)),
        "once": public_id(),
        **(_outcome(made) if made else {}),
    }
    return show(request, survey, "publish", published=survey.state == SurveyState.PUBLISHED, **context)


def _outcome(made: Proposal) -> dict[str, Any]:
    outcome = outcome_of(made.outcome)
    return {
        "outcome": outcome,
        "outcome_rows": outcome_rows(outcome) if outcome else [],
        "plan": plan_rows(made.plan),
        "checklist": checklist_rows(made.checklist),
    }


def latest_of(survey: Survey) -> Proposal | None:
    """The release of a survey that was begun last. Whose survey it is was decided before."""
    return Proposal.objects.unscoped("one's own survey").filter(survey=survey).first()


def of_its_open_release(view: Callable[[HttpRequest, Survey, Proposal], HttpResponse]) -> View:
    """For what is done with a release on its way out; where there is none any more, the page says so."""

    @wraps(view)
    def found(request: HttpRequest, survey: Survey) -> HttpResponse:
        made = latest_of(survey)
        if made is not None and made.state in STILL_OPEN:
            return view(request, survey, made)
        messages.error(request, _("Nothing was done: no release of this survey is on its way out."))
        return redirect(url_of(survey, "publish"))

    return found


@open_survey
@require_POST
def build(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Begin building; the next page says how it went."""
    if why_not(survey) is None:
        told, once = request.POST.get("replaces", ""), request.POST.get("once", "")[:64]
        try:
            start_release(survey=survey, by=analyst(request), replacing=told, key=once)
        except ColleaguesRelease:
            messages.error(
                request, _("Say that you replace your colleague’s release, or publish under another name.")
            )
    return redirect(url_of(survey, "publish"))


@open_survey
@require_POST
@of_its_open_release
def ask(request: HttpRequest, survey: Survey, made: Proposal) -> HttpResponse:
    """Hand it to the output checkers."""
    ask_for_sign_off(proposal=made, by=analyst(request))
    messages.success(request, _("The output checkers see it now. You are told here what they say."))
    return redirect(url_of(survey, "publish"))


@open_survey
@require_POST
@of_its_open_release
def back(request: HttpRequest, survey: Survey, made: Proposal) -> HttpResponse:
    """Take it back before it is public."""
    take_back(proposal=made, by=analyst(request))
    messages.success(request, _("The release is taken back. Nothing was published."))
    return redirect(url_of(survey, "publish"))


@open_survey
@require_POST
@of_its_open_release
def out(request: HttpRequest, survey: Survey, made: Proposal) -> HttpResponse:
    """Publish what somebody else has signed off."""
    try:
        release = publish_release(proposal=made, by=analyst(request))
    except (WrongState, PermissionDenied):
        words = _("Nothing was published: somebody else has to sign the release off first, as it stands now.")
    except Altered:
        words = _("Nothing was published: it is not what was signed off any more. Build the release again.")
    except ColleaguesRelease:
        words = _(
            "Nothing was published: a colleague published this wave meanwhile. Build the release again."
        )
    except IntegrityError:  # one current release a wave: the database refuses the second of two at once
        words = _(
            "This wave was published by someone else at the same moment. Look at it before publishing yours."
        )
    else:
        messages.success(request, _("%(name)s is published.") % {"name": release})
        return redirect("measure-release", release.public_id)
    messages.error(request, words)
    return redirect(url_of(survey, "publish"))


def said_by(recipe: Recipe) -> list[tuple[str, str]]:
    """The declared facts as the public page will give them."""
    facts = recipe.survey
    weighted = recipe.design.weight or recipe.rake.margins
    return [
        (_("Survey"), " ".join(filter(None, (facts.name, facts.period)))),
        (_("Place"), facts.area),
        (_("Who could be asked"), facts.population),
        (_("How people came to answer"), SampleType(facts.sample).label if facts.sample else ""),
        (_("How they answered"), facts.mode),
        (_("Response"), facts.response),
        (_("Be careful of"), facts.limits),
        (_("Source"), facts.source),
        (_("Compared with"), _compared_with(facts)),
        (_("Weights"), _("Weighted") if weighted else _("Unweighted: describes respondents only")),
        (_("Data"), _("Synthetic: made up") if facts.synthetic else _("Real answers")),
    ]


def _compared_with(facts: SurveyFacts) -> str:
    """The wave before, or why there is none: surveys are waves of one another by their exact name."""
    earlier = wave_before(series_of(facts), facts.period)
    if earlier is not None:
        return " ".join((facts.name, earlier.period))
    return _("Nothing: no earlier wave is published under exactly this name and place")


def why_not(survey: Survey) -> Obstacle | None:
    try:
        refuse_publication(recipe_of(survey).survey)
    except RecipeError as error:
        return obstacle_of(survey, error)
    return None
