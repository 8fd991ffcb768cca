"""Check and evidence of one survey."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.measure.access import open_survey, own_survey
from weft.measure.actions import start_work
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.states import SurveyState
from weft.measure.tables.export_working import evidence_csv
from weft.measure.tables.kept import from_data
from weft.measure.views.internal import InternalTable, tables_of
from weft.measure.views.parts import hub_url, kept_obstacle, show, url_of
from weft.registry.load import Registry
from weft.web.methods import form_page


@own_survey
@form_page
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
