"""The address of a search: a spot, days and choices. Never a postcode, never a word that is not our own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from weft.gather.finding.rules import (
    LANGUAGE_BITS,
    MOST_PAGES,
    MOST_WEEKS_AHEAD,
    MOST_WORDS,
    OLDEST_CHILD,
    RADII_KM,
    USUAL_KM,
)
from weft.gather.forms.find import DOING, PARTS, WHENS, Read, days_of
from weft.gather.queries.find import Wanted, activities_called
from weft.places.access import features
from weft.places.geometry import Point
from weft.places.models import Area, Outcode

SPOT = re.compile(r"(-?\d{1,2}\.\d{1,3}),(-?\d{1,3}\.\d{1,3})")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def address(read: Read, chosen: Mapping[str, Any]) -> str:
    """Where the answers to a search stand. What was typed is told only as a spot, a known name, or known words."""
    query: list[tuple[str, str]] = []
    if read.located:
        spot = read.located.point.spot
        query += [("at", f"{spot.latitude:.3f},{spot.longitude:.3f}"), ("of", read.located.name)]
        query += [("within", str(chosen["within"]))]
    query += [("word", word) for word in read.words if is_ours(word)]
    query += [("unknown", "1")] if not all(is_ours(word) for word in read.words) else []
    names = ("when", "first", "last", "language", "doing", "child")
    query += [(name, str(chosen[name])) for name in names if chosen.get(name) not in (None, "")]
    query += [("parts", part) for part in chosen.get("parts", ())]
    needs = dict.fromkeys([chosen.get("need", ""), *chosen.get("needs", ())])
    query += [("need", need) for need in needs if need]
    return f"{reverse('gather-near')}?{urlencode([pair for pair in query if pair[1]])}"


def is_ours(word: str) -> bool:
    """Whether an activity is called so. Anything else somebody typed may be about them, and goes into no address."""
    return bool(activities_called((word,), most=1))


@dataclass(frozen=True)
class Asked:
    """A search read back from its address. What does not fit is left out, never repeated."""

    wanted: Wanted
    name: str = ""
    page: int = 1
    has_unknown_words: bool = False
    chosen: Mapping[str, Any] | None = None  # as initial values of the form


def asked(query: QueryDict) -> Asked:
    today = timezone.localdate()
    spot, km = _spot(query.get("at", "")), _whole(query.get("within"), RADII_KM, USUAL_KM)
    days = _days(query, today)
    when = query.get("when", "") if query.get("when", "") in WHENS else ""
    words = tuple(word.lower()[:40] for word in query.getlist("word")[:MOST_WORDS] if is_ours(word[:40]))
    parts = tuple(part for part in query.getlist("parts") if part in PARTS)
    needs = tuple(dict.fromkeys(key for key in query.getlist("need") if key in features()))
    language = query.get("language", "") if query.get("language") in LANGUAGE_BITS else ""
    doing = query.get("doing", "") if query.get("doing") in DOING else ""
    child = _whole(query.get("child"), range(OLDEST_CHILD + 1), None)
    wanted = Wanted(
        *days, at=spot, km=km or USUAL_KM, words=words, parts=tuple(map(int, parts)), needs=needs,
        languages=(language,) if language else (), child_age=child,
        volunteering={"help": True, "take": False}.get(doing),
    )  # fmt: skip
    name = _known(query.get("of", "")) if spot else ""
    chosen = {
        "near": " ".join((*words, name)).strip(), "when": when, "need": needs[0] if needs else "", "within": km,
        "first": query.get("first", "") if _day(query.get("first", "")) else "",
        "last": query.get("last", "") if _day(query.get("last", "")) else "",
        "parts": list(parts), "language": language, "doing": doing, "child": child, "needs": list(needs[1:]),
    }  # fmt: skip
    page = _whole(query.get("page"), range(1, MOST_PAGES + 1), 1)
    return Asked(wanted, name, page or 1, bool(query.get("unknown")), chosen)


def _days(query: QueryDict, today: date) -> tuple[date, date]:
    """Two days where they were named, else those of the choice."""
    first, last = _day(query.get("first", "")), _day(query.get("last", ""))
    if first is None and last is None:
        return days_of(query.get("when", ""), today)
    furthest = today + timedelta(weeks=MOST_WEEKS_AHEAD)
    begins = min(max(first or today, today), furthest)
    ends = last or begins + (timedelta(weeks=4) if first else timedelta())
    return begins, min(max(ends, begins), furthest)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _whole(text: str | None, allowed: Any, otherwise: int | None) -> int | None:
    known = {str(number): number for number in allowed}
    return known.get(text or "", otherwise)


def _spot(text: str) -> Point | None:
    found = SPOT.fullmatch(text)
    point = Point(float(found[1]), float(found[2])) if found else None
    if point is None or abs(point.latitude) > 90 or abs(point.longitude) > 180:
        return None
    return point.spot


def _known(name: str) -> str:
    """The name of an outcode or area of this city; anything else in an address is not repeated."""
    is_known = Outcode.objects.filter(code=name).exists() or Area.objects.filter(name=name).exists()
    return name if name and is_known else ""
