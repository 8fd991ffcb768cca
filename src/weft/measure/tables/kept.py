"""Evidence as plain data, to keep in a database, and back. NaN is kept as null."""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

from weft.measure.tables.evidence import Evidence, Missing, Row
from weft.measure.tables.gaps import Gap
from weft.measure.tables.sampling import DesignReport
from weft.registry.words import Verdict


def as_data(evidence: Evidence) -> dict[str, Any]:
    """Everything in it, as JSON can hold it."""
    return dict(_without_nan(dataclasses.asdict(evidence)))


def from_data(data: Mapping[str, Any]) -> Evidence:
    """The evidence that `as_data` kept."""
    return Evidence(
        rows=tuple(_row(row) for row in data["rows"]),
        missing=tuple(Missing(**item) for item in data["missing"]),
        design=DesignReport(**{**data["design"], "findings": tuple(data["design"]["findings"])}),
        skipped=dict(data["skipped"]),
        contrasts=tuple((key, _gap(gap)) for key, gap in data["contrasts"]),
        labels=dict(data["labels"]),
    )


def _row(data: Mapping[str, Any]) -> Row:
    numbers = {name: _number(data[name]) for name in ("est", "se", "lo", "hi", "deff", "df")}
    return Row(**{**data, **numbers, "gap": _gap(data["gap"]) if data["gap"] else None})


def _gap(data: Mapping[str, Any]) -> Gap:
    numbers = {name: _number(value) for name, value in data.items() if name != "verdict"}
    return Gap(**numbers, verdict=Verdict(data["verdict"]))


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _without_nan(value: Any) -> Any:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return value
