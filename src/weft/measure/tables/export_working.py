"""The working papers of a set of tables: evidence at full precision (internal), changes, and how we know."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from weft.measure.tables.evidence import Evidence, Row
from weft.measure.tables.export_cells import DEMONSTRATION, plain
from weft.measure.tables.export_notes import BASE_RULE, COMPARISON_RULE, missing_words
from weft.measure.tables.gaps import Gap
from weft.measure.tables.protect import is_too_small
from weft.measure.tables.recipe import Recipe
from weft.measure.tables.rows import MissingShare, difference_words, source_of
from weft.registry.load import Registry
from weft.registry.words import Verdict

INTERNAL = "# INTERNAL, not for publication: unrounded and unprotected. Publish what is in the folder public."
_EVIDENCE = (
    "definition", "breakdown", "level", "level_label", "estimate", "standard_error", "low", "high",
    "n", "counted", "design_effect", "df", "gap", "gap_se", "gap_low", "gap_high", "p",
    "p_adjusted", "verdict",
)  # fmt: skip
_CHANGES = (
    "definition", "label", "first", "last", "change", "standard_error", "low", "high", "p",
    "p_adjusted", "verdict", "in_words",
)  # fmt: skip


def evidence_csv(evidence: Evidence, recipe: Recipe) -> str:
    """Every estimate unrounded. What a sample that is not random cannot support is left empty."""
    random = source_of(recipe).sample.speaks_for_everyone
    return _csv(_EVIDENCE, [_evidence_line(row, random) for row in evidence.rows])


def _evidence_line(row: Row, random: bool) -> list[object]:
    gap = row.gap if random else None
    spread = (row.se, row.lo, row.hi) if random else ("", "", "")
    tests = (gap.est, gap.se, gap.lo, gap.hi, gap.p, gap.p_adjusted, str(gap.verdict)) if gap else ("",) * 7
    counted = "" if row.counted is None else row.counted
    sample = (row.deff, row.df) if random else ("", "")
    names = (row.indicator, row.breakdown, row.level, row.level_label)
    return [*names, row.est, *spread, row.n, counted, *sample, *tests]


def changes_csv(evidence: Evidence, recipe: Recipe, registry: Registry) -> str:
    """Last minus first wave held in the file, unrounded, or why they are not compared."""
    return _csv(_CHANGES, [_change(key, gap, evidence, recipe, registry) for key, gap in evidence.contrasts])


def _change(key: str, gap: Gap, evidence: Evidence, recipe: Recipe, registry: Registry) -> list[object]:
    indicator, compare = registry.indicator(key), recipe.compare
    names = [key, indicator.label, compare.first, compare.last]
    reason = why_not_compared(key, evidence, recipe, registry)
    if reason:
        return [*names, *("",) * 6, str(Verdict.NOT_COMPARABLE), reason]
    words = difference_words(gap, is_share=evidence.everyone(key).counted is not None)
    return [*names, gap.est, gap.se, gap.lo, gap.hi, gap.p, gap.p_adjusted, str(gap.verdict), words]


def why_not_compared(key: str, evidence: Evidence, recipe: Recipe, registry: Registry) -> str:
    """The reason two waves of one file may not be compared for an indicator; "" when they may."""
    compare = recipe.compare
    if not source_of(recipe).sample.speaks_for_everyone:
        return "people were not sampled at random"
    broken = [p for p in registry.indicator(key).breaks if compare.first < p <= compare.last]
    if broken:
        return registry.indicator(key).breaks[broken[0]]
    waves = {
        row.level: row for row in evidence.rows if (row.indicator, row.breakdown) == (key, compare.column)
    }
    for wave in (compare.first, compare.last):
        if wave not in waves or is_too_small(waves[wave].n, waves[wave].counted):
            return f"too few people answered in {wave}"
    return ""


def how_we_know(
    evidence: Evidence, recipe: Recipe, registry: Registry, missing: Mapping[str, Sequence[MissingShare]]
) -> str:
    """A page to check the tables by: survey, design, weights, limits, who is left out, what is not here."""
    lines = [f"# How we know: {recipe.survey.name}", ""]
    if recipe.survey.synthetic:
        lines += [f"**{DEMONSTRATION}.** Everyone in it is made up.", ""]
    for title, found in _sections(evidence, recipe, registry, missing):
        if found:
            lines += [f"## {title}", "", *(f"- {line}" for line in found), ""]
    return "\n".join(lines)


def _sections(
    evidence: Evidence, recipe: Recipe, registry: Registry, missing: Mapping[str, Sequence[MissingShare]]
) -> Iterator[tuple[str, list[str]]]:
    yield "The survey", list(_survey_lines(recipe))
    yield "Design and weights", list(_design_lines(evidence, recipe))
    shares = [f"{_label(key, registry)}: {missing_words(found)}" for key, found in missing.items() if found]
    yield "Who is not in the base, of everyone in the file (weighted)", shares
    changes = (
        (_label(key, registry), why_not_compared(key, evidence, recipe, registry) or str(gap.verdict))
        for key, gap in evidence.contrasts
    )
    title = f"Change from {recipe.compare.first} to {recipe.compare.last}"
    yield title, [f"{label}: {said}" for label, said in changes]
    yield "What is shown and what is not", [BASE_RULE, COMPARISON_RULE, _AUDIT]
    yield "Not in these tables", [f"{_label(key, registry)}: {why}" for key, why in evidence.skipped.items()]


_AUDIT = (
    "Each table is protected by itself. Before several tables of the same people are published together, "
    "they are checked together for small groups that could be worked out by subtraction."
)


def _label(key: str, registry: Registry) -> str:
    return f"{registry.indicator(key).label} ({key})"


def _survey_lines(recipe: Recipe) -> Iterator[str]:
    facts = recipe.survey
    sample = source_of(recipe).sample.label
    told = {
        "Asked": facts.population,
        "When": facts.period,
        "Where": facts.area,
        "How people came to answer": sample,
        "How they answered": facts.mode,
        "Response": facts.response,
        "Source": facts.source,
        "Limits": facts.limits,
    }
    for name, words in told.items():
        yield f"{name}: {words or 'not stated'}"
    if recipe.keep.column:
        yield f"Only rows where {recipe.keep.column} is one of: {', '.join(recipe.keep.values)}"


def _design_lines(evidence: Evidence, recipe: Recipe) -> Iterator[str]:
    report, design = evidence.design, recipe.design
    yield f"{report.n:,} people in the rows used"
    if report.watermark:
        yield report.watermark
    else:
        yield f"Effective sample size {report.n_effective:,.0f}"
        yield f"Design effect of the weights {report.deff_kish:.2f}"
        yield f"Weights from {report.weight_min:.4g} to {report.weight_max:.4g}"
    yield f"Strata: {', '.join(design.strata) or 'none'}"
    yield f"Sampling units: {', '.join(design.psu) or 'each person'}"
    if report.raking:
        yield report.raking
    if recipe.rake.source:
        yield f"Population figures: {recipe.rake.source}"
    yield from report.findings


def _csv(header: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    text = io.StringIO()
    text.write(INTERNAL + "\r\n")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_cell(value) for value in line] for line in lines])
    return text.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, float):
        return "" if value != value else repr(value)
    return plain(value) if isinstance(value, str) else value
