"""The page of a programme for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.programmes.models import Programme
from weft.programmes.queries.public import told_in_public
from weft.programmes.states import ProgrammeState
from weft.programmes.views.gallery import THEME_WORDS, threads


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every programme that runs, and those that ran."""
    shown = Programme.objects.exclude(state=ProgrammeState.DRAFT).order_by("title")
    running = [(each, threads(each.themes)) for each in shown if each.state == ProgrammeState.OPEN]
    over = [each for each in shown if each.state != ProgrammeState.OPEN]
    context = {"running": running, "over": over, "crumbs": [(_("Programmes"), "")]}
    return render(request, "programmes/public_list.html", context)


@require_safe
def page(request: HttpRequest, key: str) -> HttpResponse:
    """What it is for, who was reached, what was aimed at, and what none of it can show. Not while it is prepared."""
    shown = Programme.objects.exclude(state=ProgrammeState.DRAFT).select_related("organisation")
    programme = shown.filter(key=key).first()
    if programme is None:
        raise Http404
    told = programme.told
    context = {
        "held": programme,
        "told": told,
        "threads": threads(programme.themes),
        "links": [(each["theme"], THEME_WORDS[each["theme"]], each) for each in told.get("themes", ())],
        "public": told_in_public(programme),
        "crumbs": [(_("Programmes"), reverse("programmes")), (programme.title, "")],
    }
    return render(request, "programmes/public.html", context)
