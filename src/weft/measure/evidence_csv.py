"""The evidence as a CSV file for the analyst's own checks: full precision, not for publication."""

import csv
import io
from typing import Any

COLUMNS = (
    "indicator",
    "breakdown",
    "level",
    "level_label",
    "est",
    "se",
    "lo",
    "hi",
    "n",
    "counted",
    "deff",
    "df",
)
GAP = ("est", "se", "lo", "hi", "p", "p_adjusted", "verdict")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
WARNING = "INTERNAL: unrounded and unprotected, not for publication"


def as_csv(rows: list[dict[str, Any]]) -> str:
    """One line an estimate, under a line that says it may not be published."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([WARNING])
    writer.writerow([*COLUMNS, *(f"gap_{name}" for name in GAP)])
    for row in rows:
        gap = row["gap"] or {}
        writer.writerow([_cell(row[name]) for name in COLUMNS] + [_cell(gap.get(name)) for name in GAP])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
