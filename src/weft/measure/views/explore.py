"""The explorer of releases: choose a measure, a split, a group, a wave. Every view has one address to share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from weft.measure.queries.explore import Explored, NoSuchView, explore, fitting, settled
from weft.measure.queries.places import AREA, in_order, tiles_of
from weft.measure.queries.shelf import Shelf, shelves
from weft.measure.tables import export
from weft.measure.views import explore_choices, rows
from weft.measure.views.explore_address import address_of, choice_from, query_of
from weft.measure.views.explore_files import KINDS, links, view_table
from weft.measure.views.explore_rows import split_label, table_of, waves_table
from weft.measure.views.explore_sentence import sentence_of
from weft.measure.views.withheld import only_whole
from weft.registry.words import Verdict


@require_safe
@only_whole
def index(request: HttpRequest) -> HttpResponse:
    """Every published measure. A form that names one is sent on to the nearest view there is."""
    asked = request.GET.get("measure", "")
    if not asked:
        return render(request, "measure/explore/index.html", {"themes": explore_choices.by_theme(shelves())})
    try:
        return redirect(address_of(fitting(choice_from(asked, request.GET.dict()), shelves(asked))))
    except NoSuchView as missing:
        return _missing(request, missing)


@require_safe
@only_whole
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One view. An address in another form is sent to the one form there is."""
    choice = choice_from(indicator_id, request.GET.dict())
    try:
        shelved = shelves(indicator_id)
        choice = settled(choice, shelved)
        if request.META.get("QUERY_STRING", "") != query_of(choice):
            return redirect(address_of(choice))
        return render(request, "measure/explore/view.html", _view(explore(choice, shelved), shelved))
    except NoSuchView as missing:
        return _missing(request, missing)


def _view(found: Explored, shelved: list[Shelf]) -> dict[str, Any]:
    choice, table = found.choice, table_of(found)
    return {
        "found": found,
        "choice": choice,
        "indicator": found.wave.indicator,
        "release": found.wave.shelf.release,
        "label": found.wave.indicator.label,
        "heading": _heading(found),
        "table": table,
        "verdict": rows.verdict_words(table.said[0].verdict, table.said[0].words) if choice.with_ else "",
        "is_clear": bool(table.said[0].verdict and table.said[0].verdict is not Verdict.NOT_COMPARABLE),
        "in_waves": waves_table(found)
        if choice.group and not choice.with_ and len(found.waves) > 1
        else None,
        "sentence": sentence_of(found, table),
        "choices": explore_choices.of(found, shelved),
        "files": links(choice),
        **_map(found),
    }


def _heading(found: Explored) -> str:
    """What the view shows, after the name of the measure."""
    if found.group and found.other:
        said = gettext("%(one)s and %(other)s")
        return said % {"one": found.group.level_label, "other": found.other.level_label}
    if found.group:
        return str(found.group.level_label)
    return split_label(found) if found.choice.by else gettext("everyone, wave by wave")


def _map(found: Explored) -> dict[str, Any]:
    """The tile map of a view of places: each against the rest, as released."""
    if found.choice.by != AREA or found.choice.group or found.before:
        return {}
    placed, is_ground = in_order(tiles_of(found.cells.rows, found.wave.shelf.registry))
    return {"tiles": rows.tiles(placed), "map_words": rows.map_words(placed), "is_ground": is_ground}


@require_safe
@only_whole
def file(request: HttpRequest, indicator_id: str, kind: str) -> HttpResponse:
    """The cells of one view, and nothing else, to take away."""
    choice = choice_from(indicator_id, request.GET.dict())
    try:
        shelved = shelves(indicator_id)
        found = explore(settled(choice, shelved), shelved)
    except NoSuchView as missing:
        return _missing(request, missing)
    if kind not in KINDS:
        return _missing(request, NoSuchView("file", found))
    _words, media_type, write = KINDS[kind]
    table = view_table(found)
    answer = HttpResponse(write(table), content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{export.file_stem(table.name)}.{kind}"'
    return answer


def _missing(request: HttpRequest, missing: NoSuchView) -> HttpResponse:
    """What there is to choose instead. The status says that the address leads nowhere."""
    context: dict[str, Any] = {"why": explore_choices.WHY_MISSING[missing.part]}
    if missing.explored:
        context |= {
            "choices": explore_choices.of(missing.explored, shelves(missing.explored.choice.indicator)),
            "label": missing.explored.wave.indicator.label,
        }
    return render(request, "measure/explore/missing.html", context, status=404)
