"""Bring in published values (an indicator measured elsewhere) as releases of their own."""

import math
from collections import defaultdict

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

import weft.stats as ws
from weft.measure.actions.publish import freeze, series_of
from weft.measure.models import Estimate, Release
from weft.measure.tables.protect import Raw, protect
from weft.measure.tables.recipe import SurveyFacts
from weft.registry.catalogue import ImportedValue
from weft.registry.figure import SampleType
from weft.registry.load import Registry

LEVEL = 0.95


@transaction.atomic
def import_published(*, facts: SurveyFacts, registry: Registry, by: AbstractBaseUser | None) -> list[Release]:
    """One release a period from the registry's imported values, for everyone only.

    facts: name, area, population, mode, source and whether synthetic; the period comes from each value.
    """
    by_period: dict[str, list[ImportedValue]] = defaultdict(list)
    for value in registry.imported:
        by_period[value.period].append(value)
    return [_import_period(facts, period, values, registry, by) for period, values in sorted(by_period.items())]


def _import_period(
    facts: SurveyFacts, period: str, values: list[ImportedValue], registry: Registry, by: AbstractBaseUser | None
) -> Release:
    release = Release(
        series=series_of(facts),
        name=facts.name,
        period=period,
        area=facts.area,
        area_code=facts.area_code,
        population=facts.population,
        sample=SampleType.PROBABILITY,
        mode=facts.mode,
        response=facts.response,
        limits=facts.limits,
        source=facts.source,
        synthetic=facts.synthetic,
        sample_size=max((value.base or 0 for value in values), default=0),
        unrounded={v.indicator: _unrounded(v) for v in values if v.base and v.design_effect},
        published_at=timezone.now(),
        published_by_id=by.pk if by else None,
    )
    return freeze(release, [_estimate(release, value, i) for i, value in enumerate(values)], registry)


def standard_error(value: ImportedValue) -> float:
    """What the base and an assumed design effect allow: sqrt(deff p (1 - p) / n)."""
    assert value.base and value.design_effect
    return math.sqrt(value.design_effect * value.value * (1 - value.value) / value.base)


def _unrounded(value: ImportedValue) -> dict[str, float | int | None]:
    base = value.base or 0
    return {"est": value.value, "se": standard_error(value), "df": base - 1, "n": base, "counted": round(value.value * base)}


def _estimate(release: Release, value: ImportedValue, position: int) -> Estimate:
    found = Estimate(
        release=release, indicator=value.indicator, level_label="Everyone", position=position, showing="shown",
        est=value.value, base=value.base,
    )  # fmt: skip
    if value.base and value.design_effect:
        lo, hi = ws.logit_interval(value.value, standard_error(value), value.base - 1, LEVEL)
        shown = protect(Raw(value.value, lo, hi, value.base, round(value.value * value.base)))
        found.showing, found.est, found.lo, found.hi, found.base = shown.showing, shown.est, shown.lo, shown.hi, shown.base
    else:
        found.no_interval = "published without one"
    return found
