"""The release plan of a wave: what its evidence will ever show, as populations that can be audited.

What is counted is people in the sample, unweighted. An indicator's base is whoever answered it, so indicators with the
same base in every group are questions of one population, and any others are populations of their own. Characteristics
are never crossed: areas are one more way to split everyone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weft.measure.tables.evidence import Evidence, Row
from weft.stats.disclosure import Breakdown, Counts, Geography, Population, Question, ReleasePlan, Space
from weft.stats.disclosure.counts import place_block

GIVEN, OTHER = "counted", "not counted"  # of a share
ANSWERED, NOBODY = "answered", "nobody"  # of a mean: only its base is a count
UNSAID = "(in no group shown)"  # who gave no answer to the breakdown: in the audit, on no page
Key = tuple[str, str, str]  # indicator, breakdown, level


@dataclass(frozen=True)
class Plan:
    """Every table of a wave, with the true counts behind it. Internal: pages get `summary` only."""

    release: ReleasePlan
    counts: Mapping[str, Counts]
    of_indicator: Mapping[str, str]  # the population an indicator is asked of

    @cached_property
    def summary(self) -> dict[str, object]:
        """The size and the names of what will be shown, for pages and for the frozen release."""
        tables = {t for people in self.release.populations for t in _tables(people)}
        return {
            "place": self.release.geography.areas[0],
            "indicators": sorted(self.of_indicator),
            "breakdowns": sorted({breakdown for _, breakdown in tables}),
            "populations": len(self.release.populations),
            "tables": len(tables),
            "figures": sum(int(counts.space.planned.sum()) for counts in self.counts.values()),
        }


def _tables(people: Population) -> Iterable[tuple[str, str]]:
    return ((q.name, b.name) for q in people.questions for b in people.breakdowns)


def plan_of(evidence: Evidence, place: str) -> Plan:
    """The plan of everything that was estimated. place: the one place the sample is drawn from."""
    by_indicator: dict[str, list[Row]] = {}
    for row in evidence.rows:
        by_indicator.setdefault(row.indicator, []).append(row)
    together: dict[tuple[tuple[str, str, int], ...], list[str]] = {}
    for key, rows in by_indicator.items():
        bases = tuple(sorted((row.breakdown, row.level, row.n) for row in rows))
        together.setdefault(bases, []).append(key)
    geography = Geography((place,))
    populations: list[Population] = []
    counts: dict[str, Counts] = {}
    of_indicator: dict[str, str] = {}
    for keys in together.values():
        of_each = [by_indicator[key] for key in keys]
        people = _population(of_each)
        populations.append(people)
        counts[people.name] = _counts(Space(geography, people), of_each)
        of_indicator |= dict.fromkeys(keys, people.name)
    return Plan(ReleasePlan(geography, tuple(populations)), counts, of_indicator)


def _population(of_each: list[list[Row]]) -> Population:
    first = of_each[0]
    questions = tuple(
        Question(rows[0].indicator, (GIVEN, OTHER))
        if is_share(rows)
        else Question(rows[0].indicator, (ANSWERED, NOBODY), is_shown=False)
        for rows in of_each
    )
    return Population(f"who answered {first[0].indicator}", _breakdowns(first), questions)


def is_share(rows: Iterable[Row]) -> bool:
    """Whether an indicator counts people; a mean has no count in any row."""
    return any(row.counted is not None for row in rows)


def _breakdowns(rows: list[Row]) -> tuple[Breakdown, ...]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row.breakdown:
            found.setdefault(row.breakdown, []).append(row)
    everyone = _everyone(rows)
    whole = {"": ("everyone",)} if not found else {}
    levels = {
        name: (*(r.level for r in members), *([UNSAID] if sum(r.n for r in members) < everyone.n else []))
        for name, members in found.items()
    }
    return tuple(Breakdown(name, groups) for name, groups in (whole | levels).items())


def _everyone(rows: list[Row]) -> Row:
    return next(row for row in rows if not row.breakdown)


def _counts(space: Space, of_each: list[list[Row]]) -> Counts:
    values, structural = np.zeros(space.shape, np.int64), np.zeros(space.shape, bool)
    for b, breakdown in enumerate(space.population.breakdowns):
        for q, rows in enumerate(of_each):
            fine = np.array([_pair(rows, breakdown.name, group) for group in breakdown.groups])
            place_block(space, values, (b, q), fine[None])
    for span, rows in zip(space.answer_spans, of_each, strict=True):
        structural[:, :, span.start + 1] |= not is_share(rows)
    return Counts(space, values, structural)


def _pair(rows: list[Row], breakdown: str, group: str) -> tuple[int, int]:
    """Who gave the answer and who gave any other, of one group."""
    if group == UNSAID:
        whole = _of(_everyone(rows), is_share(rows))
        said = [_of(row, is_share(rows)) for row in rows if row.breakdown == breakdown]
        return whole[0] - sum(a for a, _ in said), whole[1] - sum(b for _, b in said)
    found = [row for row in rows if row.breakdown == breakdown and row.level == (group if breakdown else "")]
    return _of(found[0], is_share(rows))


def _of(row: Row, share: bool) -> tuple[int, int]:
    given = (row.counted or 0) if share else row.n
    return given, row.n - given
