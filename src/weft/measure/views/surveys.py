"""Bring your survey: list, upload, hub, what was read, what the survey is, its recipe, its removal."""

from contextlib import suppress

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.measure.access import analyst, open_survey, own_survey
from weft.measure.actions import receive_survey, remove_survey, start_work
from weft.measure.columns import file_of
from weft.measure.forms.about import AboutForm
from weft.measure.forms.files import RecipeFileForm, UploadForm
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of
from weft.measure.states import WORKING, SurveyState, WrongState
from weft.measure.views.parts import go_on, hub_url, kept_obstacle, show
from weft.measure.views.saving import saved
from weft.measure.views.tasks import sections_of
from weft.people.roles.current import actor_of
from weft.people.roles.policy import visible
from weft.reading import Limits
from weft.web.context import route
from weft.web.methods import form_page

COLUMNS_A_PAGE = 50
MB = 1024 * 1024


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """My surveys, and what bringing one asks of me."""
    surveys = visible(actor_of(request), "survey.open", Survey).defer("evidence")
    context = {
        "surveys": surveys,
        "sample_url": route("demo-sample"),
        "crumbs": [(_("Bring your survey"), "")],
    }
    return render(request, "measure/surveys/index.html", context)


@form_page
def new(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        sent = form.cleaned_data
        survey = receive_survey(file=sent["file"], by=analyst(request), key=sent["once"])
        with suppress(WrongState):  # sent twice: the first one is being read already
            start_work(survey=survey, task="read")
        return redirect(hub_url(survey))
    crumbs = [(_("Bring your survey"), route("measure-surveys")), (_("Upload"), "")]
    context = {
        "form": form,
        "crumbs": crumbs,
        "largest_mb": Limits().max_bytes // MB,
        "sample_url": route("demo-sample"),
    }
    return render(request, "measure/surveys/new.html", context)


@own_survey
@require_safe
def hub(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Where every part stands; while the file is being read or estimated, how far that is."""
    crumbs = [(_("Bring your survey"), route("measure-surveys")), (survey.title, "")]
    context = {"survey": survey, "crumbs": crumbs, "obstacle": None, "working": survey.state in WORKING}
    if survey.state == SurveyState.REFUSED:
        return render(request, "measure/surveys/refused.html", context)
    if survey.state in (*WORKING, SurveyState.UPLOADED):
        return render(request, "measure/surveys/working.html", context)
    context |= {"sections": sections_of(survey), "obstacle": kept_obstacle(survey)}
    return render(request, "measure/surveys/hub.html", context)


@open_survey
@require_safe
def read(request: HttpRequest, survey: Survey) -> HttpResponse:
    file = file_of(survey)
    page = Paginator(file.columns, COLUMNS_A_PAGE).get_page(request.GET.get("page"))
    return show(request, survey, "read", file=file, columns=page, total=len(file.columns))


@open_survey
@form_page
def about(request: HttpRequest, survey: Survey) -> HttpResponse:
    facts = recipe_of(survey).survey
    initial = AboutForm.initial_of(facts)
    if not facts.name:
        initial["synthetic"] = settings.DEMO
    form = AboutForm(request.POST if request.method == "POST" else None, initial=initial)
    if saved(request, survey, form):
        return go_on(survey, "about")
    return show(request, survey, "about", form=form)


@open_survey
@form_page
def recipe(request: HttpRequest, survey: Survey) -> HttpResponse:
    """Take the recipe away, or use one from an earlier wave."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RecipeFileForm(*sent, survey_file=file_of(survey))
    if saved(request, survey, form):
        messages.success(
            request,
            _("The recipe was taken over. Look at each part, and say when people answered this time."),
        )
        return redirect(hub_url(survey))
    return show(request, survey, "recipe", form=form)


@open_survey
@require_safe
def recipe_file(_request: HttpRequest, survey: Survey) -> HttpResponse:
    name = slugify(survey.title) or "survey"
    headers = {"Content-Disposition": f'attachment; filename="{name}-recipe.yaml"'}
    return HttpResponse(
        recipe_of(survey).to_yaml(), content_type="application/yaml; charset=utf-8", headers=headers
    )


@own_survey
@form_page
def remove(request: HttpRequest, survey: Survey) -> HttpResponse:
    if request.method == "POST":
        title = survey.title
        with transaction.atomic():
            remove_survey(survey=survey, by=analyst(request))
        messages.success(
            request, _("%(title)s was removed, with its file and everything read from it.") % {"title": title}
        )
        return redirect("measure-surveys")
    return show(request, survey, "remove", releases=survey.releases.count())
