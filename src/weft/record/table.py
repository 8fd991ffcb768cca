"""The record as a CSV that a spreadsheet shows and never runs."""

import csv
import json
from collections.abc import Iterable, Iterator

from weft.record.models import Event
from weft.record.words import closed

COLUMNS = ("number", "at", "actor", "action", "thing", "purpose", "before", "after", "reason", "digest")
# A cell that starts so may be run as a formula (OWASP, CSV Injection); some programs fold full-width forms.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class _Line:
    """What csv.writer writes to: each line is handed on at once."""

    def write(self, text: str) -> str:
        return text


def lines(events: Iterable[Event]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff" + str(writer.writerow(COLUMNS))
    for event in events:
        yield str(writer.writerow([harmless(cell(event, name)) for name in COLUMNS]))


def cell(event: Event, name: str) -> str:
    value = getattr(event, name)
    if name == "at":
        return str(value.isoformat())
    if isinstance(value, dict | list):
        return json.dumps(closed(value), ensure_ascii=False, sort_keys=True)
    return str(value)


def harmless(text: str) -> str:
    """An apostrophe before what would start a formula, also behind blanks."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_STARTS) else text
