"""Turn a survey's evidence into a release: protected, compared with the wave before, frozen with a digest."""

import hashlib
import json
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from weft.measure.actions.surveys import move
from weft.measure.comparing import Wave, compare_waves
from weft.measure.models import Change, Correction, Estimate, Release, Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.rules import refuse_publication, refuse_replacement
from weft.measure.states import SurveyState, WrongState
from weft.measure.tables.evidence import Evidence, Missing, Row
from weft.measure.tables.gaps import Gap
from weft.measure.tables.kept import from_data
from weft.measure.tables.protect import Protected, Showing, protect_together
from weft.measure.tables.recipe import Recipe, SurveyFacts
from weft.measure.tables.rows import missing_shares
from weft.record.actions import record_event
from weft.record.once import do_once
from weft.registry.figure import SampleType
from weft.registry.load import Registry


@transaction.atomic
def publish_release(*, survey: Survey, by: User, replacing: str = "") -> Release:
    """Publish what was estimated. Replaces the current release of the same wave, which stays at its address.

    The row is taken and read again first: a second press of the button, or a change made in another tab since
    the page was opened, publishes nothing. A colleague's release is replaced only by who was told whose it is:
    `replacing` is its public id.
    """
    if survey.state != SurveyState.ESTIMATED:
        raise WrongState(survey, survey.state, SurveyState.PUBLISHED)
    move(survey=survey, to=SurveyState.PUBLISHED)
    recipe = recipe_of(survey)
    refuse_publication(recipe.survey)
    refuse_replacement(wave_replaced_by(recipe.survey), told=replacing, by=by)
    registry = registry_for(recipe)
    evidence = from_data(survey.evidence)
    release = _release(survey, recipe, evidence, by)
    replaced = wave_replaced_by(recipe.survey)
    rows = _estimates(release, evidence)
    freeze(release, rows, registry)
    after = said_of(release, len(rows)) | {"replaces": replaced.public_id if replaced else ""}
    record_event(by=by, action="measure.release.publish", thing=release, after=after)
    return release


def said_of(release: Release, estimates: int) -> dict[str, str | int]:
    """What the record says of a release: which, and the digest of every figure shown."""
    return {
        "series": release.series,
        "period": release.period,
        "estimates": estimates,
        "digest": release.digest,
    }


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


LONGEST_SERIES, LONGEST_BREAKDOWN, LONGEST_LEVEL = 80, 120, 160  # as the database keeps them
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
def correct_release(*, release: Release, text: str, on: date, by: User, key: str = "") -> Correction:
    """Log what was wrong with a release and what was done about it, for everyone to read.

    key: the page's idempotency key; a second press of the button logs nothing more.
    """
    if not text.strip():
        raise ValueError("Say what was wrong and what was done about it.")

    def logged() -> Correction:
        made = Correction.objects.create(release=release, on=on, text=text.strip())
        after = {"on": on.isoformat(), "text": made.text}  # public words
        record_event(by=by, action="measure.release.correct", thing=release, after=after)
        return made

    return do_once(key=key, action="measure.release.correct", by=by, make=logged)


def series_of(facts: SurveyFacts) -> str:
    """Name and place as one word. Names in any script stay apart, and so do long ones that begin alike."""
    said = f"{facts.name} {facts.area}"
    found = slugify(said)
    if found and len(slugify(said, allow_unicode=True)) == len(found) <= LONGEST_SERIES:
        return found
    mark = hashlib.sha256(" ".join(said.casefold().split()).encode()).hexdigest()[:8]
    return f"{found[: LONGEST_SERIES - 9]}-{mark}".strip("-")


def wave_replaced_by(facts: SurveyFacts) -> Release | None:
    """The current release that publishing these facts would replace; perhaps a colleague's."""
    same = Release.objects.filter(series=series_of(facts), period=facts.period, is_current=True)
    return same.select_related("published_by").first()


def _release(survey: Survey, recipe: Recipe, evidence: Evidence, by: User) -> Release:
    facts = recipe.survey
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
        sample_size=evidence.design.n,
        recipe=survey.recipe | {"file": {"sha256": survey.sha256, "rows": survey.rows}},
        design=survey.evidence["design"],
        missing={item.indicator: _shown_missing(item, evidence.design.n) for item in evidence.missing},
        unrounded={row.indicator: _unrounded(row) for row in evidence.rows if not row.breakdown},
        survey=survey,
        published_at=timezone.now(),
        published_by_id=by.pk,
    )


def _unrounded(row: Row) -> dict[str, float | int | None]:
    return {"est": row.est, "se": row.se, "df": row.df, "n": row.n, "counted": row.counted}


def _shown_missing(item: Missing, people: int) -> dict[str, float | None]:
    """The shares of people left out, by reason; null where fewer than 10 people gave it."""
    return {name: each.share for name, each in zip(item.shares, missing_shares(item, people), strict=True)}


def _estimates(release: Release, evidence: Evidence) -> list[Estimate]:
    labels = {"": "", "area": "Area", **evidence.labels}
    protected = protect_together(evidence.raws)
    return [
        _estimate(release, row, shown, labels.get(row.breakdown, row.breakdown), i)
        for i, (row, shown) in enumerate(zip(evidence.rows, protected, strict=True))
    ]


def _estimate(release: Release, row: Row, shown: Protected, label: str, position: int) -> Estimate:
    found = Estimate(
        release=release,
        indicator=row.indicator,
        breakdown=row.breakdown,
        breakdown_label=label[:LONGEST_BREAKDOWN],
        level=row.level,
        level_label=row.level_label[:LONGEST_LEVEL],
        position=position,
        showing=shown.showing,
        est=shown.est,
        base=shown.base,
        reason=shown.reason,
    )
    _add_interval(found, shown.lo, shown.hi, SampleType(release.sample))
    if row.gap and shown.showing is not Showing.HIDDEN and found.lo is not None:
        _add_gap(found, row.gap, is_share=row.counted is not None)
    return found


def _add_interval(found: Estimate, lo: float | None, hi: float | None, sample: SampleType) -> None:
    """Only a probability sample shows a design-based interval; others say why they have none."""
    if found.showing == Showing.HIDDEN:
        return
    if sample.speaks_for_everyone:
        found.lo, found.hi = lo, hi
    else:
        found.no_interval = f"{sample.label}, not a random sample"


def _add_gap(found: Estimate, gap: Gap, *, is_share: bool) -> None:
    digits = 2 if is_share else 1
    found.verdict = gap.verdict
    found.difference, found.difference_lo, found.difference_hi = (
        round(end, digits) for end in (gap.est, gap.lo, gap.hi)
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
