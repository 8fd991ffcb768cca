"""The evidence as the analyst sees it: unrounded to one decimal, never for publication."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from weft.measure.forms.base import REASONS
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.registry.load import Registry

Row = dict[str, Any]


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
    registry = registry_for(recipe_of(survey))
    missing = {item["indicator"]: item["shares"] for item in survey.evidence.get("missing", [])}
    rows = survey.evidence.get("rows", [])
    return [
        _table(key, list(found), missing.get(key, {}), registry)
        for key, found in groupby(rows, key=lambda row: str(row["indicator"]))
    ]


def _table(key: str, rows: list[Row], missing: dict[str, float], registry: Registry) -> InternalTable:
    indicator = registry.indicator(key)
    everyone = next(row for row in rows if not row["breakdown"])
    split = [
        (_label(name, registry), tuple(_row(row) for row in group if row["n"] or name != "area"))
        for name, group in groupby(
            (row for row in rows if row["breakdown"]), key=lambda row: str(row["breakdown"])
        )
    ]
    reasons = {reason.value: str(words) for reason, words in REASONS.items()}
    shares = tuple(
        (reasons.get(why, _("Outside the definition")), f"{share * 100:.1f}%")
        for why, share in missing.items()
    )
    unit = _("%") if everyone["counted"] is not None else _("mean")
    definition = f"{indicator.counted}. {_('Out of')}: {indicator.out_of[:1].lower()}{indicator.out_of[1:]}."
    empty = sum(row["breakdown"] == "area" and not row["n"] for row in rows)
    about = (key, indicator.label, indicator.theme.value, unit, definition)
    return InternalTable(*about, _row(everyone), tuple(split), shares, empty)


def _label(name: str, registry: Registry) -> str:
    if name == "area":
        return _("Area")
    return registry.breakdown(name).label if name in registry.breakdowns else name


def _row(row: Row) -> InternalRow:
    if row["est"] is None:
        return InternalRow(row["level_label"], "", "", row["n"], "")
    scale = 1 if row["counted"] is None else 100
    has_interval = row["lo"] is not None and row["hi"] is not None
    interval = f"{row['lo'] * scale:.1f} to {row['hi'] * scale:.1f}" if has_interval else ""
    effective = f"{row['n'] / row['deff']:,.0f}" if row["deff"] else ""
    gap = row["gap"]
    said = f"{gap['est'] * scale:+.1f} ({gap['lo'] * scale:.1f} to {gap['hi'] * scale:.1f})" if gap else ""
    est = f"{row['est'] * scale:.1f}"
    return InternalRow(
        row["level_label"], est, interval, row["n"], effective, gap["verdict"] if gap else "", said
    )
