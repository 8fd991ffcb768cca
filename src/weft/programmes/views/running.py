"""Run a programme: its page, its words, its editions, a newer version of its blueprint."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from weft.people.roles.current import account_of, actor_of
from weft.programmes.access import evidence_for, one_programme, programmes_of
from weft.programmes.actions import change_words, close_programme, open_edition, open_programme, upgrade
from weft.programmes.blueprint.difference import difference, newer
from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.blueprint.shelf import UnknownBlueprint, from_shelf
from weft.programmes.errors import NotThoseWords, ProgrammeRefused
from weft.programmes.forms import EditionForm, WhereForm, WordsForm
from weft.programmes.forms.outcomes import choices_of
from weft.programmes.forms.wording import PART_WORDS, parts_of
from weft.programmes.models import Programme, Requirement
from weft.programmes.queries.figures import ladder
from weft.programmes.queries.mixing import mixing_in_public, mixing_of
from weft.programmes.queries.public import RUNG_WORDS, lines_of
from weft.programmes.queries.running import (
    all_figures,
    next_things,
    people_and_visits,
    targets_by_edition,
    who_showed_what,
)
from weft.programmes.views.gallery import crumbs_to, threads
from weft.web.methods import form_page
from weft.web.private import private


def crumbs_of(programme: Programme, *more: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("programme-run", args=[programme.key]) if more else ""
    return crumbs_to((programme.title, here), *more)


def newer_blueprint(programme: Programme) -> Blueprint | None:
    """The blueprint of the shelf where it is newer than what is installed."""
    try:
        found = from_shelf(programme.blueprint)
    except (UnknownBlueprint, NotABlueprint):
        return None
    return found if newer(found.version, programme.version) else None


@require_safe
@private
def listing(request: HttpRequest) -> HttpResponse:
    """The programmes one runs."""
    rows = programmes_of(actor_of(request)).select_related("organisation").prefetch_related("editions")
    found = [(each, threads(each.themes)) for each in rows]
    return render(request, "programmes/list.html", {"rows": found, "crumbs": [(_("Programmes"), "")]})


@require_safe
@private
def page(request: HttpRequest, key: str) -> HttpResponse:
    """One programme: what to do next, its words, editions, who has shown what, its figures."""
    programme = one_programme(actor_of(request), key)
    figures = all_figures(programme)
    context = {
        "held": programme,
        "threads": threads(programme.themes),
        "todo": next_things(programme, actor_of(request)),
        "rungs": [(RUNG_WORDS[each.rung], each) for each in ladder(figures)],
        "counted": people_and_visits(programme),
        "lines": lines_of(mixing_in_public(programme), figures, mixing_of(programme)),
        "parts": parts_of(programme),
        "editions": targets_by_edition(programme),
        "requirements": _asked_of(programme),
        "shown": who_showed_what(evidence_for(actor_of(request)), programme),
        "figures": [each for each in figures if not each.rung and not each.line],
        "newer": newer_blueprint(programme),
        "counts_outcomes": bool(choices_of(programme)),
        "crumbs": crumbs_of(programme),
    }
    return render(request, "programmes/run.html", context)


def _asked_of(programme: Programme) -> list[tuple[Requirement, str]]:
    """What people must show first, each with the role it is asked of, in the programme's words."""
    titles = {each["key"]: each["title"] for each in programme.told.get("roles", ())}
    asked = [each for each in programme.requirements.all() if each.how_many]
    return [(each, titles.get(each.role, each.role)) for each in asked]


@form_page
@private
def words(request: HttpRequest, key: str, part: str) -> HttpResponse:
    """The texts of one part, the original beside each."""
    programme = one_programme(actor_of(request), key)
    if part not in [name for name, _words, _count in parts_of(programme)]:
        raise Http404
    form = WordsForm(request.POST if request.method == "POST" else None, programme=programme, part=part)
    if form.is_bound and form.is_valid():
        try:
            change_words(programme=programme, words=form.words(), by=account_of(request))
        except NotThoseWords as error:
            name = error.path.replace("/", ".")
            form.add_error(name if name in form.fields else None, str(error))
        else:
            messages.success(request, _("The words were changed."))
            return redirect("programme-run", programme.key)
    context = {"form": form, "held": programme, "title": PART_WORDS[part]}
    return render(
        request,
        "programmes/words.html",
        {**context, "crumbs": crumbs_of(programme, (str(PART_WORDS[part]), ""))},
    )


@form_page
@private
def where(request: HttpRequest, key: str) -> HttpResponse:
    """Languages and areas."""
    programme = one_programme(actor_of(request), key)
    form = WhereForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        change_words(
            programme=programme,
            words={},
            languages=said["languages"],
            areas=said["areas"],
            by=account_of(request),
        )
        messages.success(request, _("Languages and areas were changed."))
        return redirect("programme-run", programme.key)
    context = {
        "form": form,
        "held": programme,
        "crumbs": crumbs_of(programme, (_("Languages and areas"), "")),
    }
    return render(request, "programmes/where.html", context)


@require_POST
@private
def move(request: HttpRequest, key: str) -> HttpResponse:
    """Open it, or close it."""
    programme = one_programme(actor_of(request), key)
    moving = {"open": open_programme, "close": close_programme}.get(request.POST.get("to", ""))
    if moving is None:
        messages.error(request, _("Nothing was done. Press one of the buttons of this page."))
        return redirect("programme-run", programme.key)
    try:
        moving(programme=programme, by=account_of(request))
    except ProgrammeRefused:
        messages.error(
            request, _("It is %(state)s already.") % {"state": programme.get_state_display().lower()}
        )
    else:
        messages.success(request, _("It is %(state)s.") % {"state": programme.get_state_display().lower()})
    return redirect("programme-run", programme.key)


@form_page
@private
def edition(request: HttpRequest, key: str) -> HttpResponse:
    """Open a run with its targets; the first one opens the programme too."""
    programme = one_programme(actor_of(request), key)
    form = EditionForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_bound and form.is_valid():
        try:
            _open(request, programme, form)
        except ProgrammeRefused as error:
            form.add_error("ends_on" if "day" in str(error) else "title", str(error))
        else:
            messages.success(request, _("The edition is open."))
            return redirect("programme-run", programme.key)
    context = {"form": form, "held": programme, "crumbs": crumbs_of(programme, (_("Open an edition"), ""))}
    return render(request, "programmes/edition.html", context)


def _open(request: HttpRequest, programme: Programme, form: EditionForm) -> None:
    said = form.cleaned_data
    open_edition(
        programme=programme,
        key=form.key(),
        title=said["title"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        targets=form.aims(),
        grant_pence=form.grant_pence(),
        once=said["once"],
        by=account_of(request),
    )
    if programme.state == "draft":
        open_programme(programme=programme, by=account_of(request))


@form_page
@private
def upgrading(request: HttpRequest, key: str) -> HttpResponse:
    """What a newer version changes, and what that means for the city's words; then take it over."""
    programme = one_programme(actor_of(request), key)
    found = newer_blueprint(programme)
    if found is None:
        raise Http404
    if request.method == "POST":
        upgrade(programme=programme, blueprint=from_shelf(found.id, with_forms=True), by=account_of(request))
        messages.success(request, _("Version %(version)s is installed.") % {"version": found.version})
        return redirect("programme-run", programme.key)
    changes = difference(programme.document, found.document, programme.words)
    crumbs = crumbs_of(programme, (_("Newer version"), ""))
    context = {"held": programme, "newer": found, "changes": changes, "crumbs": crumbs}
    return render(request, "programmes/upgrade.html", context)
