"""Bring in published values (an indicator measured elsewhere) as releases of their own."""

from collections import defaultdict

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

import weft.stats as ws
from weft.measure.actions.publish import freeze, said_of, series_of
from weft.measure.models import Estimate, Release
from weft.measure.rules import refuse_outside_the_demonstration
from weft.measure.tables.protect import Raw, Showing, protect
from weft.measure.tables.recipe import SurveyFacts
from weft.record.actions import record_event
from weft.registry.catalogue import ImportedValue
from weft.registry.figure import SampleType
from weft.registry.load import Registry


@transaction.atomic
def import_published(*, facts: SurveyFacts, registry: Registry, by: User | None) -> list[Release]:
    """One release a period from the registry's imported values, for everyone only.

    facts: name, area, population, mode, source and whether synthetic; the period comes from each value.
    A value whose base was never published is left out: no base, no percentage (honesty rule 11).

    Nobody signs these off, so they are made in the demonstration only. Raises: SignOffRefused anywhere else.
    """
    refuse_outside_the_demonstration()
    by_period: dict[str, list[ImportedValue]] = defaultdict(list)
    for value in registry.imported:
        if value.base:
            by_period[value.period].append(value)
    releases = [
        _import_period(facts, period, values, registry, by) for period, values in sorted(by_period.items())
    ]
    for release in releases:
        after = said_of(release, len(by_period[release.period]))
        record_event(by=by, action="measure.release.import", thing=release, after=after)
    return releases


def _import_period(
    facts: SurveyFacts,
    period: str,
    values: list[ImportedValue],
    registry: Registry,
    by: User | None,
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


def _cell(value: ImportedValue) -> ws.Cell:
    """What the base and an assumed design effect allow to be said."""
    assert value.base and value.design_effect
    return ws.published(value.value, value.base, value.design_effect)


def _unrounded(value: ImportedValue) -> dict[str, float | int | None]:
    cell = _cell(value)
    return {"est": cell.est, "se": cell.se, "df": cell.df, "n": cell.n, "counted": round(cell.est * cell.n)}


def _estimate(release: Release, value: ImportedValue, position: int) -> Estimate:
    found = Estimate(release=release, indicator=value.indicator, level_label="Everyone", position=position)
    if value.design_effect:
        cell = _cell(value)
        shown = protect(Raw(cell.est, cell.lo, cell.hi, cell.n, round(cell.est * cell.n)))
        found.showing, found.reason = shown.showing, shown.reason
        found.est, found.lo, found.hi, found.base = shown.est, shown.lo, shown.hi, shown.base
    else:
        found.showing, found.est, found.base = Showing.SHOWN, value.value, value.base
        found.no_interval = gettext_noop("published without one")
    return found
