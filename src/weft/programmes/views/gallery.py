"""The gallery of blueprints: look at one, install it."""

from collections.abc import Sequence
from itertools import cycle, islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from weft.people.roles.current import account_of, actor_of
from weft.programmes.access import organisations_of, programmes_of, runs_everything
from weft.programmes.actions import install
from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.blueprint.shelf import UnknownBlueprint, from_shelf, shelf
from weft.programmes.errors import NotThoseWords
from weft.programmes.forms import InstallForm
from weft.web.methods import form_page
from weft.web.private import private

THEME_WORDS = {
    "relationships": gettext_lazy("Relationships"),
    "participation": gettext_lazy("Participation"),
    "equality": gettext_lazy("Equality"),
}
Crumbs = list[tuple[str, str]]


def crumbs_to(*more: tuple[str, str]) -> Crumbs:
    return [(_("Programmes"), reverse("programme-list")), *more]


def threads(themes: Sequence[str]) -> str:
    """The classes of a selvedge: three threads, in the colours of the themes declared."""
    drawn = islice(cycle(themes), 3)
    return " ".join(f"thread-{place}-{theme}" for place, theme in zip("abc", drawn, strict=False))


@require_safe
@private
def gallery(request: HttpRequest) -> HttpResponse:
    """Every blueprint of the shelf as a card."""
    good, broken = shelf()
    held = list(programmes_of(actor_of(request)).values_list("blueprint", flat=True))
    cards = [(each, threads(each.themes), each.id in held) for each in good]
    crumbs = crumbs_to((_("Blueprints"), ""))
    return render(request, "programmes/gallery.html", {"cards": cards, "broken": broken, "crumbs": crumbs})


@require_safe
@private
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """What a blueprint is for, its steps, what it asks, what it counts, what people are told."""
    found = _found(name)
    titles = {each["key"]: each["title"] for each in found.document["roles"]} | {"officer": _("Officer")}
    requirements = {each["key"]: each for each in found.document.get("requirements", ())}
    steps = [(each, titles[each["who"]]) for each in found.document["steps"]]
    roles = [
        (each, [requirements[key] for key in each.get("requires", ())]) for each in found.document["roles"]
    ]
    context = {
        "held": found,
        "told": found.document,
        "threads": threads(found.themes),
        "steps": steps,
        "roles": roles,
        "crumbs": crumbs_to((_("Blueprints"), reverse("blueprints")), (found.title, "")),
    }
    return render(request, "programmes/preview.html", context)


@form_page
@private
def installing(request: HttpRequest, name: str) -> HttpResponse:
    """Who runs it, its words, its languages; then it is there, being prepared."""
    found, actor = _found(name), actor_of(request)
    form = InstallForm(
        request.POST if request.method == "POST" else None,
        blueprint=found,
        organisations=organisations_of(actor),
        city=runs_everything(actor),
    )
    if form.is_bound and form.is_valid():
        try:
            made = install(
                blueprint=_found(name, with_forms=True),
                words=form.words(),
                organisation=form.runs(),
                languages=form.cleaned_data["languages"],
                once=form.cleaned_data["once"],
                by=account_of(request),
            )
        except NotThoseWords as error:
            form.add_error(error.path if error.path in form.fields else None, str(error))
        else:
            messages.success(
                request, _("%(title)s is installed. Open an edition next.") % {"title": made.title}
            )
            return redirect("programme-run", made.key)
    above = (found.title, reverse("blueprint", args=[found.id]))
    crumbs = crumbs_to((_("Blueprints"), reverse("blueprints")), above, (_("Install"), ""))
    return render(request, "programmes/install.html", {"form": form, "held": found, "crumbs": crumbs})


def _found(name: str, *, with_forms: bool = False) -> Blueprint:
    try:
        return from_shelf(name, with_forms=with_forms)
    except (UnknownBlueprint, NotABlueprint) as error:
        raise Http404 from error
