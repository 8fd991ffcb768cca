"""The evidence as the analyst sees it: unrounded to one decimal, never for publication."""

import math
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from weft.measure.forms.base import REASONS
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.tables.evidence import Gap, Row
from weft.measure.tables.kept import from_data
from weft.measure.tables.rows import source_of
from weft.registry.definitions import Indicator


@dataclass(frozen=True)
class InternalRow:
    """One line: numbers as text to one decimal, per cent for shares."""

    label: str
    est: str
    interval: str
    n: int
    n_effective: str
    verdict: str = ""
    gap: str = ""


@dataclass(frozen=True)
class InternalTable:
    """One measure: everyone, then each way people are split."""

    key: str
    label: str
    theme: str
    unit: str
    definition: str
    everyone: InternalRow
    groups: tuple[tuple[str, tuple[InternalRow, ...]], ...]
    missing: tuple[tuple[str, str], ...]
    areas_without_answers: int = 0


def tables_of(survey: Survey) -> list[InternalTable]:
    """A table a measure, in the order of the registry."""
    if not survey.evidence:
        return []
    recipe, evidence = recipe_of(survey), from_data(survey.evidence)
    registry, random = registry_for(recipe), source_of(recipe).sample.speaks_for_everyone
    missing = {item.indicator: item.shares for item in evidence.missing}
    return [
        _table(
            registry.indicator(key),
            [_Line(row, evidence.labels, random) for row in found],
            missing.get(key, {}),
        )
        for key, found in groupby(evidence.rows, key=lambda row: row.indicator)
    ]


@dataclass(frozen=True)
class _Line:
    """One row of the evidence as it is said: to one decimal, and no more than the sample supports."""

    row: Row
    labels: dict[str, str]
    random: bool

    @property
    def said(self) -> InternalRow:
        row = self.row
        if math.isnan(row.est):
            return InternalRow(row.level_label, "", "", row.n, "")
        est = f"{self._scaled(row.est):.1f}"
        if not self.random:
            return InternalRow(row.level_label, est, "", row.n, "")
        interval = "" if math.isnan(row.lo) else self._range(row.lo, row.hi)
        effective = f"{row.n / row.deff:,.0f}" if row.deff > 0 else ""
        verdict = row.gap.verdict.value if row.gap else ""
        return InternalRow(row.level_label, est, interval, row.n, effective, verdict, self._gap(row.gap))

    def _gap(self, gap: Gap | None) -> str:
        return f"{self._scaled(gap.est):+.1f} ({self._range(gap.lo, gap.hi)})" if gap else ""

    def _range(self, lo: float, hi: float) -> str:
        return _("%(low)s to %(high)s") % {
            "low": f"{self._scaled(lo):.1f}",
            "high": f"{self._scaled(hi):.1f}",
        }

    def _scaled(self, value: float) -> float:
        """Per cent for a share; a hair from zero is zero, without a sign."""
        return round(value if self.row.counted is None else value * 100, 1) + 0.0


def _table(indicator: Indicator, lines: list[_Line], missing: dict[str, float]) -> InternalTable:
    everyone = next(line for line in lines if not line.row.breakdown)
    split = [(line, line.row.breakdown) for line in lines if line.row.breakdown]
    groups = tuple(
        (
            _label(name, lines[0].labels),
            tuple(line.said for line, _name in found if line.row.n or name != "area"),
        )
        for name, found in groupby(split, key=lambda pair: pair[1])
    )
    out_of = f"{indicator.out_of[:1].lower()}{indicator.out_of[1:]}"
    definition = f"{indicator.counted}. {_('Out of')}: {out_of}."
    return InternalTable(
        key=indicator.key,
        label=indicator.label,
        theme=indicator.theme.value,
        unit=_("%") if everyone.row.counted is not None else _("mean"),
        definition=definition,
        everyone=everyone.said,
        groups=groups,
        missing=_missing(missing),
        areas_without_answers=sum(name == "area" and not line.row.n for line, name in split),
    )


def _missing(shares: dict[str, float]) -> tuple[tuple[str, str], ...]:
    reasons = {reason.value: str(words) for reason, words in REASONS.items()}
    return tuple(
        (reasons.get(why, _("Outside the definition")), f"{share * 100:.1f}%")
        for why, share in shares.items()
    )


def _label(name: str, labels: dict[str, str]) -> str:
    return _("Area") if name == "area" else labels.get(name, name)
