"""A perturbed table as a CSV file: what leaves, exactly as the checkers saw it."""

import csv
import io
from typing import Any

from weft.measure.tables.export_cells import DEMONSTRATION, plain

NOT_SHOWN = "not shown"
SHARES = {"is": "{}", "about": "about {}", "under": "under {}", "over": "over {}"}


def share_words(share: list[Any]) -> str:
    """Per cent in words that say how exact it is; "" where there is none."""
    kind, value = share
    return SHARES[kind].format(value) if kind else ""


def as_csv(title: str, figures: dict[str, Any], *, synthetic: bool) -> bytes:
    """One line a group and answer. Text that a spreadsheet would run is made plain."""
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    by = figures["by"]
    write.writerow(["table", *map(plain, by), "answer", "people", "per cent", "base", "weighted", "data"])
    ends = ["shares only" if figures["is_weighted"] else "no", DEMONSTRATION if synthetic else "real"]
    for row in figures["rows"]:
        groups = [plain(label or "All") for label in row["of"]]
        base = NOT_SHOWN if row["base"] is None else row["base"]
        for answer, count, share in zip(figures["answers"], row["counts"], row["shares"], strict=True):
            people = NOT_SHOWN if count is None else count
            write.writerow([plain(title), *groups, plain(answer), people, share_words(share), base, *ends])
    return out.getvalue().encode()
