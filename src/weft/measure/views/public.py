"""What the city sees: the picture, one indicator, how we know, the definitions, how small numbers are hidden."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from weft.measure import queries
from weft.measure.models import Release
from weft.measure.queries.explore import Choice
from weft.measure.queries.whole import refuse_altered
from weft.measure.tables import protect
from weft.measure.views import files, frozen, group_rows, rows
from weft.measure.views.explore_address import address_of
from weft.measure.views.outcome import checklist_rows, outcome_of, outcome_rows, plan_rows
from weft.measure.views.withheld import only_whole
from weft.people.roles.current import actor_of
from weft.people.roles.policy import may
from weft.registry.definitions import Theme
from weft.registry.figure import LOW_BASE, SMALLEST_BASE
from weft.registry.words import Verdict


@require_safe
@only_whole
def picture(request: HttpRequest, *, every_indicator: bool = False) -> HttpResponse:
    """The city picture, or what to do when nothing is published yet."""
    digests = queries.current_digests()
    if not digests:
        return render(request, "measure/public/empty.html")
    body = frozen.part(
        "measure/public/picture_body.html", (*digests, every_indicator), lambda: _picture(every_indicator)
    )
    return render(request, "measure/public/picture.html", {"body": body, "every_indicator": every_indicator})


def _picture(every_indicator: bool) -> dict[str, Any]:
    refuse_altered(queries.current_releases())
    found = queries.city_picture(every_indicator=every_indicator)
    assert found is not None
    map_url = rows.indicator_url(found.map_indicator.id) if found.map_indicator else ""
    has_benchmark = any(row.benchmark for theme in found.themes for row in theme.rows)
    return {
        "picture": found,
        "every_indicator": every_indicator,
        "themes": rows.theme_tables(found),
        "gaps": rows.gap_rows(found),
        "tiles": rows.tiles(found.tiles, map_url),
        "map_words": rows.map_words(found.tiles),
        "benchmark_words": gettext("another place, same question") if has_benchmark else "",
    }


@require_safe
@only_whole
def indicator(request: HttpRequest, indicator_id: str) -> HttpResponse:
    """One indicator in its latest wave, or in the one asked for with ?wave=2018-19."""
    wave = request.GET.get("wave", "")
    digests = queries.current_digests(indicator_id)
    if not digests:
        raise Http404
    body = frozen.part(
        "measure/public/indicator_body.html",
        (*digests, indicator_id, wave),
        lambda: _indicator(indicator_id, wave),
    )
    label = rows.label_of(indicator_id)
    return render(request, "measure/public/indicator.html", {"body": body, "label": label, "wave": wave})


def _indicator(indicator_id: str, wave: str) -> dict[str, Any]:
    refuse_altered(queries.releases_with(indicator_id))
    page = queries.indicator_page(indicator_id, wave)
    if page is None:
        raise Http404
    return {
        "page": page,
        "is_latest": page.release.pk == page.waves[0].pk,
        "card": rows.card(page),
        "change_verdict": rows.change_verdict(page),
        "groups": group_rows.groups(page),
        "higher": group_rows.clear_groups(page, Verdict.HIGHER),
        "lower": group_rows.clear_groups(page, Verdict.LOWER),
        "places": (areas := group_rows.places(page)),
        "places_table": [areas],
        "tiles": rows.tiles(page.tiles),
        "map_words": rows.map_words(page.tiles),
        "benchmarks": rows.benchmark_lines(page),
        "files": files.links(indicator_id, page.release.period),
        "explore_url": address_of(Choice(indicator_id, page.release.period)),
    }


@require_safe
@only_whole
def how_we_know(request: HttpRequest) -> HttpResponse:
    """Every survey behind the figures: method, response, weights, limits, corrections."""
    releases = list(queries.current_releases().prefetch_related("corrections"))
    refuse_altered(releases)
    return render(request, "measure/public/how_we_know.html", {"releases": releases})


@require_safe
@only_whole
def release(request: HttpRequest, public_id: str) -> HttpResponse:
    """One release at its permanent address, current or replaced."""
    found = get_object_or_404(Release.objects.prefetch_related("corrections"), public_id=public_id)
    refuse_altered([found])
    context = {
        "release": found,
        "newer": queries.replaced_by(found),
        "figures": queries.everyone_of(found),
        "may_correct": may(actor_of(request), "release.correct"),
        **_way_out(found),
    }
    return render(request, "measure/public/release.html", context)


def _way_out(found: Release) -> dict[str, Any]:
    """How the release came to be public; nothing for one brought in, or made before releases were audited."""
    made = queries.way_out_of(found)
    if made is None:
        return {}
    outcome = outcome_of(made.outcome)
    return {
        "made": made,
        "plan": plan_rows(made.plan),
        "outcome": outcome,
        "outcome_rows": outcome_rows(outcome) if outcome else [],
        "checklist": checklist_rows(made.checklist),
    }


@require_safe
@only_whole
def definitions(request: HttpRequest) -> HttpResponse:
    """Every indicator with its numerator, denominator, questions, standards, versions and breaks."""
    body = frozen.part("measure/public/definitions_body.html", queries.current_digests(), _definitions)
    return render(request, "measure/public/definitions.html", {"body": body})


def _definitions() -> dict[str, Any]:
    refuse_altered(queries.current_releases())
    found = queries.defined_indicators()
    return {"themes": [(theme, [d for d in found if d.indicator.theme is theme]) for theme in Theme]}


@require_safe
def how_we_hide(request: HttpRequest) -> HttpResponse:
    """The rules that protect people in small groups, with the numbers used."""
    context = {
        "smallest_base": SMALLEST_BASE,
        "low_base": LOW_BASE,
        "low_base_last": LOW_BASE - 1,
        "smallest_count": protect.SMALLEST_COUNT,
        "base_rounding": protect.BASE_ROUNDING,
        "low_base_step": protect.LOW_BASE_STEP,
    }
    return render(request, "measure/public/how_we_hide.html", context)
