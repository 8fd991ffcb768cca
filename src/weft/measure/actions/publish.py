"""Publish what was signed off: frozen, sealed, compared with the wave before. And log what was wrong with it."""

import hashlib
import json
from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from weft.measure.actions.moving import is_of, move_release
from weft.measure.actions.surveys import move
from weft.measure.comparing import Wave, compare_waves
from weft.measure.cube.contents import contents_of
from weft.measure.cube.seal import FIGURES, content_with, seal_of, seal_of_changes
from weft.measure.models import Change, Contents, Correction, Estimate, Proposal, Release, Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.rules import refuse_publication, refuse_replacement
from weft.measure.states import ReleaseState, SurveyState, WrongState
from weft.measure.tables.recipe import SurveyFacts
from weft.record.actions import record_event
from weft.record.once import do_once
from weft.registry.load import Registry


class Altered(Exception):
    """What would be published is not what was signed off, or a frozen release is not what was published."""


@transaction.atomic
def publish_release(*, proposal: Proposal, by: User) -> Release:
    """Publish what was signed off, as it was signed off. Replaces the current release of the same wave, which stays
    at its address.

    The rows are taken and read again first: a second press of the button, or a recipe changed since, publishes
    nothing. Raises: WrongState, ColleaguesRelease, RecipeError, Altered; PermissionDenied for who did not make it.
    """
    kept = Proposal.objects.unscoped("a release held").select_for_update().get(pk=proposal.pk)
    if kept.maker_id != by.pk:
        raise PermissionDenied("Whoever made a release publishes it, once somebody else has signed it off.")
    survey = _survey_of(kept)
    move_release(proposal=kept, to=ReleaseState.PUBLISHED)
    move(survey=survey, to=SurveyState.PUBLISHED)
    recipe = recipe_of(survey)
    refuse_publication(recipe.survey)
    replaced = wave_replaced_by(recipe.survey)
    refuse_replacement(replaced, told=kept.replacing, by=by)
    if kept.content["facts"]["audited"]["earlier"] != [
        r.public_id for r in releases_of_the_same_people(survey)
    ]:
        raise Altered(f"Another release of the same people came out since {kept} was built. Build it again.")
    release, rows = _frozen(kept, survey)
    freeze(release, rows, registry_for(recipe))
    if release.seal != kept.digest:
        raise Altered(f"{kept} is not what was signed off. Build it again.")
    Proposal.objects.unscoped("a release held").filter(pk=kept.pk).update(release=release)
    after = said_of(release, len(rows)) | {"replaces": replaced.public_id if replaced else ""}
    record_event(by=by, action="measure.release.publish", thing=release, after=after)
    proposal.refresh_from_db()
    return release


def _survey_of(proposal: Proposal) -> Survey:
    """Its survey, as it was when the release was built."""
    survey = proposal.survey
    if proposal.state != ReleaseState.SIGNED:
        raise WrongState(proposal, proposal.state, ReleaseState.PUBLISHED)
    if survey is None or survey.state != SurveyState.ESTIMATED or not is_of(proposal, survey):
        raise WrongState(proposal, ReleaseState.TAKEN_BACK, ReleaseState.PUBLISHED)
    return survey


def _frozen(proposal: Proposal, survey: Survey) -> tuple[Release, list[Estimate]]:
    """The rows to keep, made from nothing but what was signed off."""
    facts = proposal.content["facts"]
    release = Release(
        **facts, survey=survey, digest=proposal.digest, published_at=timezone.now(), published_by_id=proposal.maker_id
    )  # fmt: skip
    figures = proposal.content["figures"]
    return release, [Estimate(release=release, **dict(zip(FIGURES, row, strict=True))) for row in figures]


def said_of(release: Release, estimates: int) -> dict[str, str | int]:
    """What the record says of a release: which, and the digest of every figure shown."""
    return {
        "series": release.series,
        "period": release.period,
        "estimates": estimates,
        "digest": release.digest,
        "contents": release.contents_seal,
    }


def freeze(release: Release, rows: list[Estimate], registry: Registry) -> Release:
    """Keep a release with its estimates and changes, sealed; what it replaces is current no longer."""
    release.digest = release.digest or digest_of(rows)
    replaced = Release.objects.filter(series=release.series, period=release.period, is_current=True)
    before = Proposal.objects.unscoped("releases being replaced").filter(release__in=list(replaced))
    before.update(state=ReleaseState.SUPERSEDED)
    replaced.update(is_current=False)
    release.save()
    Estimate.objects.bulk_create(rows, batch_size=500)
    seal(release)
    waves = Release.objects.filter(series=release.series, is_current=True)
    for later in waves.filter(period__gte=release.period):
        _compare(later, registry)
    return release


def seal(release: Release) -> None:
    """Fingerprint what the database holds of a release; checked whenever it is shown."""
    fresh = Release.objects.get(pk=release.pk)
    rows = list(fresh.estimates.values_list(*FIGURES))
    release.seal, release.changes_seal = seal_of(content_with(fresh, rows)), seal_of_changes(fresh)
    fresh.seal = release.seal
    held = contents_of(fresh, rows)
    release.contents_seal = seal_of(held)
    release.save(update_fields=["seal", "changes_seal", "contents_seal"])
    Contents.objects.update_or_create(release_id=release.pk, defaults={"held": held})


LONGEST_SERIES = 80  # as the database keeps it
SHOWN_FIELDS = (
    "indicator", "breakdown", "breakdown_label", "level", "level_label", "showing", "est", "lo", "hi", "base",
    "reason", "no_interval", "verdict", "difference", "difference_lo", "difference_hi",
)  # fmt: skip


def digest_of(rows: list[Estimate]) -> str:
    """SHA-256 over every protected value and word in order: a changed figure changes it."""
    ordered = sorted(rows, key=lambda row: (row.indicator, row.position, row.breakdown, row.level))
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


def releases_of_the_same_people(survey: Survey) -> list[Release]:
    """Every release made from this file or of this wave, replaced ones too: what readers may still hold."""
    facts = recipe_of(survey).survey
    same = Q(recipe__file__sha256=survey.sha256) | Q(series=series_of(facts), period=facts.period)
    return list(Release.objects.filter(same).order_by("published_at", "pk"))


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


def _compare(later: Release, registry: Registry) -> None:
    """Write the changes of a release against the wave just before it, in place of any written earlier."""
    later.changes.all().delete()
    earlier = wave_before(later.series, later.period)
    if earlier is None:
        _seal_changes(later)
        return
    changes = compare_waves(_wave(earlier), _wave(later), registry)
    Change.objects.bulk_create(Change(release=later, earlier=earlier, **change) for change in changes)
    _seal_changes(later)


def _seal_changes(release: Release) -> None:
    Release.objects.filter(pk=release.pk).update(changes_seal=seal_of_changes(release))


def wave_before(series: str, period: str) -> Release | None:
    """The published wave just before a period, which a release of that period is compared with."""
    waves = Release.objects.filter(series=series, is_current=True, period__lt=period)
    return waves.order_by("-period").first()


def _wave(release: Release) -> Wave:
    return Wave(release.period, release.population, release.mode, release.sample, release.unrounded)
