"""Turn a survey's evidence into a release: protected, compared with the wave before, frozen with a digest."""

import hashlib
import json
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from weft.measure.comparing import Wave, compare_waves
from weft.measure.models import Change, Correction, Estimate, Release, Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.rules import refuse_publication
from weft.measure.states import SurveyState, WrongState
from weft.measure.tables.evidence import Missing
from weft.measure.tables.protect import Raw, Showing, protect
from weft.measure.tables.recipe import Recipe, SurveyFacts
from weft.measure.tables.rows import missing_shares
from weft.registry.figure import SampleType
from weft.registry.load import Registry


@transaction.atomic
def publish_release(*, survey: Survey, by: User) -> Release:
    """Publish what was estimated. Replaces the current release of the same wave, which stays at its address."""
    if survey.state != SurveyState.ESTIMATED:
        raise WrongState(survey, survey.state, SurveyState.PUBLISHED)
    recipe = recipe_of(survey)
    refuse_publication(recipe.survey)
    registry = registry_for(recipe)
    release = _release(survey, recipe, by)
    rows = _estimates(release, survey.evidence["rows"], registry)
    freeze(release, rows, registry)
    survey.state = SurveyState.PUBLISHED
    survey.save(update_fields=["state", "touched_at"])
    return release


def freeze(release: Release, rows: list[Estimate], registry: Registry) -> Release:
    """Keep a release with its estimates and changes; the digest covers every value shown."""
    release.digest = digest_of(rows)
    Release.objects.filter(series=release.series, period=release.period, is_current=True).update(
        is_current=False
    )
    release.save()
    Estimate.objects.bulk_create(rows, batch_size=500)
    waves = Release.objects.filter(series=release.series, is_current=True)
    for later in waves.filter(period__gte=release.period):
        _compare(later, registry)
    return release


SHOWN_FIELDS = (
    "indicator", "breakdown", "breakdown_label", "level", "level_label", "showing", "est", "lo", "hi", "base",
    "reason", "no_interval", "verdict", "difference", "difference_lo", "difference_hi",
)  # fmt: skip


def digest_of(rows: list[Estimate]) -> str:
    """SHA-256 over every protected value and word in order: a changed figure changes it."""
    ordered = sorted(rows, key=lambda row: (row.indicator, row.position))
    values = [[getattr(row, name) for name in SHOWN_FIELDS] for row in ordered]
    return hashlib.sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def correct_release(*, release: Release, text: str, on: date, by: User) -> Correction:  # noqa: ARG001
    """Log what was wrong with a release and what was done about it, for everyone to read."""
    if not text.strip():
        raise ValueError("Say what was wrong and what was done about it.")
    return Correction.objects.create(release=release, on=on, text=text.strip())


def series_of(facts: SurveyFacts) -> str:
    return slugify(f"{facts.name} {facts.area}")[:80] or "survey"


def _release(survey: Survey, recipe: Recipe, by: User) -> Release:
    facts, design, rows = recipe.survey, survey.evidence["design"], survey.evidence["rows"]
    return Release(
        series=series_of(facts),
        name=facts.name,
        period=facts.period,
        area=facts.area,
        area_code=facts.area_code,
        population=facts.population,
        sample=facts.sample,
        mode=facts.mode,
        response=facts.response,
        limits=facts.limits,
        source=facts.source,
        weighted=bool(recipe.design.weight or recipe.rake.margins),
        synthetic=facts.synthetic,
        sample_size=design["n"],
        recipe=survey.recipe | {"file": {"sha256": survey.sha256, "rows": survey.rows}},
        design=design,
        missing={item["indicator"]: _shown_missing(item, design["n"]) for item in survey.evidence["missing"]},
        unrounded={
            row["indicator"]: {key: row[key] for key in ("est", "se", "df", "n", "counted")}
            for row in rows
            if row["breakdown"] == ""
        },
        survey=survey,
        published_at=timezone.now(),
        published_by_id=by.pk,
    )


def _shown_missing(item: dict[str, Any], people: int) -> dict[str, float | None]:
    """The shares of people left out, by reason; null where fewer than 10 people gave it."""
    shown = missing_shares(Missing(item["indicator"], item["shares"], item["counts"]), people)
    return {name: each.share for name, each in zip(item["shares"], shown, strict=True)}


def _estimates(release: Release, rows: list[dict[str, Any]], registry: Registry) -> list[Estimate]:
    labels = {name: _breakdown_label(name, registry) for name in {row["breakdown"] for row in rows}}
    return [_estimate(release, row, labels[row["breakdown"]], i) for i, row in enumerate(rows)]


def _breakdown_label(name: str, registry: Registry) -> str:
    if name in ("", "area"):
        return "Area" if name else ""
    return registry.breakdown(name).label if name in registry.breakdowns else name


def raw_of(row: dict[str, Any]) -> Raw:
    """An evidence row as kept in the database, where NaN is null."""
    est, lo, hi = (float("nan") if row[key] is None else float(row[key]) for key in ("est", "lo", "hi"))
    return Raw(est, lo, hi, n=row["n"], counted=row["counted"])


def _estimate(release: Release, row: dict[str, Any], label: str, position: int) -> Estimate:
    shown = protect(raw_of(row))
    found = Estimate(
        release=release,
        indicator=row["indicator"],
        breakdown=row["breakdown"],
        breakdown_label=label,
        level=row["level"],
        level_label=row["level_label"],
        position=position,
        showing=shown.showing,
        est=shown.est,
        base=shown.base,
        reason=shown.reason,
    )
    _add_interval(found, shown.lo, shown.hi, SampleType(release.sample))
    if row["gap"] and shown.showing is not Showing.HIDDEN and found.lo is not None:
        _add_gap(found, row["gap"], is_share=row["counted"] is not None)
    return found


def _add_interval(found: Estimate, lo: float | None, hi: float | None, sample: SampleType) -> None:
    """Only a probability sample shows a design-based interval; others say why they have none."""
    if found.showing == Showing.HIDDEN:
        return
    if sample.speaks_for_everyone:
        found.lo, found.hi = lo, hi
    else:
        found.no_interval = f"{sample.label}, not a random sample"


def _add_gap(found: Estimate, gap: dict[str, Any], *, is_share: bool) -> None:
    digits = 2 if is_share else 1
    found.verdict = gap["verdict"]
    found.difference, found.difference_lo, found.difference_hi = (
        round(gap[key], digits) for key in ("est", "lo", "hi")
    )


def _compare(later: Release, registry: Registry) -> None:
    """Write the changes of a release against the wave just before it, in place of any written earlier."""
    later.changes.all().delete()
    earlier = wave_before(later.series, later.period)
    if earlier is None:
        return
    changes = compare_waves(_wave(earlier), _wave(later), registry)
    Change.objects.bulk_create(Change(release=later, earlier=earlier, **change) for change in changes)


def wave_before(series: str, period: str) -> Release | None:
    """The published wave just before a period, which a release of that period is compared with."""
    waves = Release.objects.filter(series=series, is_current=True, period__lt=period)
    return waves.order_by("-period").first()


def _wave(release: Release) -> Wave:
    return Wave(release.period, release.population, release.mode, release.sample, release.unrounded)
