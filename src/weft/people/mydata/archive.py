"""What is kept about a person as a zip: my-data.html to read, my-data.json for a program, csv/ for a spreadsheet."""

import csv
import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import slugify

from weft.people.mydata.subject import Held

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")  # a spreadsheet would run what starts so


def archive(held: list[Held]) -> bytes:
    """The zip's bytes."""
    file = io.BytesIO()
    page = render_to_string(
        "mydata/download.html", {"held": held, "on": timezone.localdate(), "city": settings.CITY}
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("my-data.html", page)
        zipped.writestr("my-data.json", as_json(held))
        for one in held:
            zipped.writestr(f"csv/{slugify(one.table.label.replace('.', '-'))}.csv", as_csv(one))
    return file.getvalue()


def as_json(held: list[Held]) -> str:
    return json.dumps({one.title: one.rows for one in held}, indent=2, ensure_ascii=False, default=_iso)


def as_csv(held: Held) -> str:
    """One table, UTF-8 with a byte order mark so that spreadsheets read accents."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(held.rows[0]))
    writer.writeheader()
    writer.writerows({name: harmless(value) for name, value in row.items()} for row in held.rows)
    return "\ufeff" + text.getvalue()


def harmless(value: Any) -> str:
    """A value as text no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else _iso(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def _iso(value: Any) -> str:
    """A date, or a time to the minute."""
    return value.isoformat(timespec="minutes") if isinstance(value, datetime) else str(value)
