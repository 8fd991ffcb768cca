"""Everything a release will hold, before anybody may read it: facts, figures, what its audit takes for known."""

from collections.abc import Sequence
from dataclasses import replace

from weft.measure.actions.publish import series_of
from weft.measure.cube.build import build_cube
from weft.measure.cube.kept import populations_of
from weft.measure.cube.plan import plan_of
from weft.measure.cube.seal import Content, content_of
from weft.measure.models import Estimate, Release, Survey
from weft.measure.recipes import recipe_of
from weft.measure.tables.evidence import Evidence, Missing, Row
from weft.measure.tables.gaps import Gap
from weft.measure.tables.kept import from_data
from weft.measure.tables.protect import GIVES_AWAY, Protected, Showing
from weft.measure.tables.recipe import Recipe
from weft.measure.tables.rows import missing_shares
from weft.registry.figure import SampleType

LONGEST_BREAKDOWN, LONGEST_LEVEL = 120, 160  # as the database keeps them


def content_for(survey: Survey, earlier: Sequence[Release]) -> Content:
    """Protect and audit what was estimated, earlier releases of the same people in mind.

    Raises: StatsError where those leave nothing to publish.
    """
    recipe, evidence = recipe_of(survey), from_data(survey.evidence)
    before = [populations_of(each.audited) for each in earlier]
    cube = build_cube(plan_of(evidence, recipe.survey.area), before)
    shown = cube.shown(evidence)
    release = _release(survey, recipe, evidence)
    release.audited = {
        "plan": cube.plan.summary,
        "certificate": cube.certificate,
        "earlier": [each.public_id for each in earlier],
        "populations": cube.kept(),
    }
    release.unrounded = _everyone(evidence, shown)
    return content_of(release, _estimates(release, evidence, shown))


def _everyone(evidence: Evidence, shown: Sequence[Protected]) -> dict[str, dict[str, float | int | None]]:
    """What waves are compared by; a figure that was withdrawn is not told by its change either."""
    rows = zip(evidence.rows, shown, strict=True)
    return {
        row.indicator: _unrounded(row) for row, said in rows if not row.breakdown and not _is_withdrawn(said)
    }


def _is_withdrawn(said: Protected) -> bool:
    return said.reason in GIVES_AWAY


def _release(survey: Survey, recipe: Recipe, evidence: Evidence) -> Release:
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
    )


def _unrounded(row: Row) -> dict[str, float | int | None]:
    return {"est": row.est, "se": row.se, "df": row.df, "n": row.n, "counted": row.counted}


def _shown_missing(item: Missing, people: int) -> dict[str, float | None]:
    """The shares of people left out, by reason; null where fewer than 10 people gave it."""
    return {name: each.share for name, each in zip(item.shares, missing_shares(item, people), strict=True)}


def _estimates(release: Release, evidence: Evidence, shown: Sequence[Protected]) -> list[Estimate]:
    labels = {"": "", "area": "Area", **evidence.labels}
    pairs = list(zip(evidence.rows, shown, strict=True))
    told = {row.indicator for row, said in pairs if _is_everyone_told(row, said)}
    made = [
        _estimate(release, row if row.indicator in told else replace(row, gap=None), said)
        for row, said in pairs
    ]
    for position, (row, estimate) in enumerate(zip(evidence.rows, made, strict=True)):
        estimate.position = position
        estimate.breakdown_label = labels.get(row.breakdown, row.breakdown)[:LONGEST_BREAKDOWN]
    return made


def _is_everyone_told(row: Row, said: Protected) -> bool:
    """Only then is a group's difference from the rest shown: with its own figure it gives everyone's."""
    return not row.breakdown and not _is_withdrawn(said)


def _estimate(release: Release, row: Row, shown: Protected) -> Estimate:
    found = Estimate(
        release=release,
        indicator=row.indicator,
        breakdown=row.breakdown,
        level=row.level,
        level_label=row.level_label[:LONGEST_LEVEL],
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
