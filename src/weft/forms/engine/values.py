"""How an answer is kept, by the type the form binds it to: what does not read as that type is kept as nothing.

Source: ODK XForms specification, "Data types"; where it is silent, what ODK Web Forms does.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from unicodedata import normalize

INTEGER_MOST = 2_147_483_647  # XML Schema int, which the specification names
LATITUDE_MOST, LONGITUDE_MOST = 90, 180
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?\Z", re.ASCII)
_TIME = r"\d{2}:\d{2}:\d{2}(?:\.\d+)?"
_OFFSET = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)"
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?\Z", re.ASCII)
_DATE_TIME = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})T({_TIME}){_OFFSET}?\Z", re.ASCII)
_CLOCK_TIME = re.compile(rf"({_TIME}){_OFFSET}?\Z", re.ASCII)


def kept(kind: str, text: str) -> str:
    """The text as it is kept for a type; "" where it does not read as one."""
    read = _READERS.get(kind)
    return read(text) if read and text else text


def composed(text: str) -> str:
    """Letters with their accents as one character each (Unicode normal form C), so that equal words are equal."""
    return text if text.isascii() else normalize("NFC", text)


def reads_as(kind: str, text: str) -> bool:
    """Whether a text a person typed reads as the type; an empty text always does."""
    return not text or kept(kind, text) != ""


def bare_type(kind: str) -> str:
    """The type without its prefix: "xsd:int" and "integer" are both "int"."""
    name = kind.rpartition(":")[2] or "string"
    return {"integer": "int", "datetime": "dateTime", "odk:rank": "rank"}.get(name, name)


def _number(text: str) -> float | None:
    text = text.strip()
    if len(text) > 400 or not _NUMBER.match(text):
        return None
    number = float(text)
    return number if abs(number) < float("inf") else None


def _integer(text: str) -> str:
    number = _number(text)
    return "" if number is None or abs(int(number)) > INTEGER_MOST else str(int(number))


def _decimal(text: str) -> str:
    number = _number(text)
    if number is None:
        return ""
    plain = format(Decimal(repr(number)), "f")
    return plain if "." in plain else plain + ".0"


def _real_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _real_time(text: str) -> bool:
    try:
        return time.fromisoformat(text[:8]) is not None
    except ValueError:
        return False


def _date(text: str) -> str:
    found = _DATE.match(text)
    return found[1] if found and _real_date(found[1]) and _holds_time(text) else ""


def _holds_time(text: str) -> bool:
    clock = text.partition("T")[2]
    try:
        return not clock or datetime.fromisoformat("2000-01-01T" + clock[:8]) is not None
    except ValueError:
        return False


def _date_time(text: str) -> str:
    found = _DATE_TIME.match(text)
    return text if found and _real_date(found[1]) and _real_time(found[2]) else ""


def _time(text: str) -> str:
    found = _CLOCK_TIME.match(text)
    return text if found and _real_time(found[1]) else ""


def _point(text: str) -> str:
    parts = [_number(part) for part in text.split()]
    if not 2 <= len(parts) <= 4 or None in parts:
        return ""
    numbers = [number for number in parts if number is not None]
    inside = abs(numbers[0]) <= LATITUDE_MOST and abs(numbers[1]) <= LONGITUDE_MOST
    return " ".join(_plain(number) for number in numbers) if inside and any(numbers[:2]) else ""


def _plain(number: float) -> str:
    return _decimal(repr(number))


def _line(text: str, fewest: int, *, closed: bool = False) -> str:
    points = [_point(part) for part in text.strip().strip(";").split(";")]
    if len(points) < fewest or "" in points or (closed and points[0] != points[-1]):
        return ""
    return ";".join(points)


_READERS: Mapping[str, Callable[[str], str]] = {
    "int": _integer,
    "decimal": _decimal,
    "date": _date,
    "dateTime": _date_time,
    "time": _time,
    "geopoint": _point,
    "geotrace": lambda text: _line(text, 2),
    "geoshape": lambda text: _line(text, 3, closed=True),
}
