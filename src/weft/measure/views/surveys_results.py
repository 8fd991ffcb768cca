"""Check, evidence and publication of one survey."""

from collections import Counter

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from weft.measure.access import analyst, open_survey, own_survey
from weft.measure.actions import publish_release, start_work
from weft.measure.actions.publish import series_of, wave_before, wave_replaced_by
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.rules import ColleaguesRelease, is_a_colleagues, refuse_publication
from weft.measure.states import SurveyState
from weft.measure.tables.evidence import Evidence
from weft.measure.tables.export_working import evidence_csv
from weft.measure.tables.kept import from_data
from weft.measure.tables.protect import protect_together
from weft.measure.tables.recipe import Recipe, RecipeError, SurveyFacts
from weft.measure.views.internal import InternalTable, tables_of
from weft.measure.views.parts import Obstacle, hub_url, kept_obstacle, obstacle_of, show, url_of
from weft.registry.figure import SampleType
from weft.registry.load import Registry
from weft.web.context import route


@own_survey
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Start the estimates; show how far they are; then what the design and the weights did."""
    if request.method == "POST":
        start_work(survey=survey, task="estimate")
        return redirect(url_of(survey, "check"))
    if survey.state == SurveyState.ESTIMATING:
        return show(request, survey, "check", "working_check", heading=_("Working out the tables"))
    if survey.state in (SurveyState.UPLOADED, SurveyState.READING, SurveyState.REFUSED):
        return redirect(hub_url(survey))
    recipe = recipe_of(survey)
    evidence = survey.evidence
    skipped = _skipped(evidence.get("skipped", {}), registry_for(recipe))
    context = {
        "design": evidence.get("design"),
        "skipped": skipped,
        "measures": len(evidence.get("missing", [])),
    }
    return show(
        request, survey, "check", obstacle=kept_obstacle(survey), has_answers=bool(recipe.answers), **context
    )


def _skipped(skipped: dict[str, str], registry: Registry) -> list[str]:
    return [registry.indicator(key).label if key in registry.indicators else key for key in skipped]


@open_survey
@require_safe
def evidence(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Every measure for everyone, unrounded: for the analyst only."""
    if not survey.evidence:
        return redirect(url_of(survey, "check"))
    return show(request, survey, "evidence", tables=tables_of(survey))


@open_survey
@require_safe
def measure(request: HttpRequest, survey: Survey, key: str) -> HttpResponse:
    """One measure by every group, unrounded."""
    table = _table(survey, key)
    return show(request, survey, "evidence", "measure", heading=table.label, table=table)


def _table(survey: Survey, key: str) -> InternalTable:
    found = next((table for table in tables_of(survey) if table.key == key), None)
    if found is None:
        raise Http404
    return found


@open_survey
@require_safe
def evidence_file(_request: HttpRequest, survey: Survey) -> HttpResponse:
    if not survey.evidence:
        raise Http404
    name = slugify(survey.title) or "survey"
    headers = {"Content-Disposition": f'attachment; filename="{name}-internal-evidence.csv"'}
    return HttpResponse(
        evidence_csv(from_data(survey.evidence), recipe_of(survey)),
        content_type="text/csv; charset=utf-8",
        headers=headers,
    )


@open_survey
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, survey: Survey) -> HttpResponse:
    """What will be public, and publishing it."""
    if not survey.evidence:
        return redirect(url_of(survey, "check"))
    obstacle = _why_not(survey)
    if request.method == "POST" and obstacle is None:
        return _publish(request, survey)
    context = {
        "obstacle": obstacle,
        "said": _said(recipe_of(survey)),
        "counts": _showing(from_data(survey.evidence)),
        "replaces": (replaced := wave_replaced_by(recipe_of(survey).survey)),
        "is_a_colleagues": is_a_colleagues(replaced, analyst(request)),
    }
    return show(request, survey, "publish", published=survey.state == SurveyState.PUBLISHED, **context)


def _publish(request: HttpRequest, survey: Survey) -> HttpResponse:
    try:
        release = publish_release(
            survey=survey, by=analyst(request), replacing=request.POST.get("replaces", "")
        )
    except ColleaguesRelease:
        messages.error(
            request, _("Say that you replace your colleague’s release, or publish under another name.")
        )
        return redirect(url_of(survey, "publish"))
    except IntegrityError:  # one current release a wave: the database refuses the second of two at once
        words = _(
            "This wave was published by someone else at the same moment. Look at it before publishing yours."
        )
        messages.error(request, words)
        return redirect(url_of(survey, "publish"))
    messages.success(request, _("%(name)s is published.") % {"name": release})
    return redirect(route("measure") or hub_url(survey))


def _said(recipe: Recipe) -> list[tuple[str, str]]:
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


def _why_not(survey: Survey) -> Obstacle | None:
    try:
        refuse_publication(recipe_of(survey).survey)
    except RecipeError as error:
        return obstacle_of(survey, error)
    return None


def _showing(evidence: Evidence) -> Counter[str]:
    """How many figures will be shown, shown with a low base, or hidden."""
    return Counter(shown.showing.value for shown in protect_together(evidence.raws))
