"""Officers keep forms: the list, a new form, a new version, what is wrong with a file somebody brought."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_safe

from weft.forms.actions.versions import AnotherForm, KeyTaken, add_version, make_form
from weft.forms.forms.office import BLANK, NewForm, StartForm, VersionForm
from weft.forms.intake.editing import renamed
from weft.forms.intake.guard import Brought, bring, bring_path
from weft.forms.intake.problems import NotAForm, Problem
from weft.forms.intake.writing import as_xlsx
from weft.forms.library import library_form
from weft.forms.models import Form, FormVersion
from weft.forms.office_uploads import WorkbookUpload
from weft.forms.purposes import links_of
from weft.forms.queries.versions import forms_with_versions, versions_of
from weft.forms.states import VersionState
from weft.people.roles.actor import Actor
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may
from weft.web.methods import form_page
from weft.web.private import private

BLANK_FILE = Path(__file__).resolve().parents[1] / "library" / BLANK / "form.md"
GAPS_SHOWN = 100
Crumbs = list[tuple[str, str]]
PLACES = (  # address, what one must be allowed to do, words
    ("form-answers", "form.answers", gettext_lazy("Answers and exports")),
    ("form-papers", "form.key", gettext_lazy("Paper returns")),
    ("field-apps", "form.field", gettext_lazy("Field apps")),
)


def crumbs_of(form: Form, *more: tuple[str, str]) -> Crumbs:
    """From the list of forms down to this page."""
    here = reverse("form-page", args=[form.key]) if more else ""
    return [(_("Forms"), reverse("form-list")), (form.title, here), *more]


def version_url(version: FormVersion) -> str:
    return reverse("form-version", args=[version.form.key, version.number])


@require_safe
@private
def index(request: HttpRequest) -> HttpResponse:
    """Every form, with the version that is live and the one being drafted."""
    return render(
        request, "forms/office/index.html", {"forms": forms_with_versions(), "crumbs": [(_("Forms"), "")]}
    )


@require_safe
@private
def page(request: HttpRequest, key: str) -> HttpResponse:
    """One form: its versions and their states."""
    form = get_object_or_404(Form, key=key)
    context = {
        "asked": form,
        "versions": versions_of(form),
        "places": places_of(form, actor_of(request)),
        "crumbs": crumbs_of(form),
    }
    return render(request, "forms/office/page.html", context)


def places_of(form: Form, actor: Actor) -> list[tuple[str, str]]:
    """Where one goes from a form: its answers, its papers, its field apps, the fieldwork it is in."""
    found = [
        (str(words), reverse(name, args=[form.key])) for name, needs, words in PLACES if may(actor, needs)
    ]
    if form.versions.filter(state=VersionState.LIVE).exists():
        found += [(_("Print the whole form"), reverse("form-print", args=[form.key]))]
        found += [(_("Print it to be filled in by hand"), reverse("form-paper", args=[form.key]))]
    return found + links_of(form, actor)


@csrf_exempt  # only until the upload is told where to stream to: the forgery check reads the form
@form_page
def new(request: HttpRequest) -> HttpResponse:
    request.upload_handlers = [WorkbookUpload(request)]
    response: HttpResponse = _new(request)
    return response


@csrf_protect
@private
def _new(request: HttpRequest) -> HttpResponse:
    """A new form from a file; what is wrong with it is named by sheet and row, and nothing is kept."""
    form = NewForm(request.POST, request.FILES) if request.method == "POST" else NewForm()
    crumbs = [(_("Forms"), reverse("form-list")), (_("New form"), "")]
    context = {"form": form, "crumbs": crumbs}
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            brought = bring(said["file"].read(), said["file"].name or "form")
            made = make_form(
                brought=brought, used_for=said["used_for"], by=account_of(request), key=said["once"]
            )
        except NotAForm as error:
            return _problems(request, error.problems, said["file"].name, crumbs)
        except KeyTaken as error:
            form.add_error("file", _taken(error.form))
        else:
            return _brought(request, made)
    return render(request, "forms/office/new.html", context)


@csrf_exempt  # as above
@form_page
def bring_version(request: HttpRequest, key: str) -> HttpResponse:
    request.upload_handlers = [WorkbookUpload(request)]
    response: HttpResponse = _bring_version(request, key)
    return response


@csrf_protect
@private
def _bring_version(request: HttpRequest, key: str) -> HttpResponse:
    """The next version of a form, from a file."""
    asked = get_object_or_404(Form, key=key)
    form = VersionForm(request.POST, request.FILES) if request.method == "POST" else VersionForm()
    crumbs = crumbs_of(asked, (_("New version"), ""))
    if form.is_bound and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            brought = bring(file.read(), f"{asked.key}{Path(file.name or '').suffix}")
            version = add_version(
                form=asked, brought=brought, by=account_of(request), key=form.cleaned_data["once"]
            )
        except NotAForm as error:
            return _problems(request, error.problems, file.name, crumbs)
        except AnotherForm:
            form.add_error(
                "file", _("This file is another form. Its form_id has to be “%(key)s”") % {"key": asked.key}
            )
        else:
            messages.success(
                request,
                _("Version %(number)s is a draft. Look at it before you publish.")
                % {"number": version.number},
            )
            return redirect(version_url(version))
    return render(request, "forms/office/bring.html", {"form": form, "asked": asked, "crumbs": crumbs})


@form_page
@private
def start(request: HttpRequest) -> HttpResponse:
    """A new form that begins from one that ships with Weft."""
    form = StartForm(request.POST) if request.method == "POST" else StartForm()
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            made = make_form(
                brought=_begun(said["begin"], said["title"]),
                used_for="survey" if said["begin"] == BLANK else library_form(said["begin"]).used_for,
                by=account_of(request),
                key=said["once"],
            )
        except KeyTaken as error:
            form.add_error("title", _taken(error.form))
        else:
            return _brought(request, made)
    crumbs = [(_("Forms"), reverse("form-list")), (_("Begin from a form"), "")]
    return render(request, "forms/office/start.html", {"form": form, "crumbs": crumbs})


def _begun(begin: str, title: str) -> Brought:
    shipped = bring_path(BLANK_FILE if begin == BLANK else library_form(begin).folder)
    return bring(as_xlsx(renamed(shipped.compiled.book, title)), f"{begin}.xlsx") if title else shipped


def _taken(form: Form) -> str:
    said = _(
        "The form “%(title)s” has this key already. Bring a new version of it there, or give this one another form_id"
    )
    return said % {"title": form.title}


def _brought(request: HttpRequest, form: Form) -> HttpResponse:
    messages.success(request, _("The form was made. It is a draft until you publish it."))
    return redirect("form-version", form.key, form.versions.order_by("-number")[0].number)


def _problems(request: HttpRequest, problems: tuple[Problem, ...], name: str, crumbs: Crumbs) -> HttpResponse:
    """What has to be mended in the file, row by row. Nothing was kept."""
    context = {
        "faults": [problem for problem in problems if not problem.only_publishing],
        "gaps": [problem for problem in problems if problem.only_publishing][:GAPS_SHOWN],
        "file_name": name,
        "crumbs": crumbs,
    }
    return render(request, "forms/office/problems.html", context, status=422)
