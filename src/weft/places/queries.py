"""Reads for the pages: what the city is made of, and what one area holds. All of it is public."""

from collections.abc import Sequence
from dataclasses import dataclass

from weft.places.models import Area, Population, Venue
from weft.places.packs.pack import Kind, Pack
from weft.places.rules import SAME_WHOLE
from weft.web.words import percent

PEOPLE = "people"


@dataclass(frozen=True)
class Level:
    """The areas of one kind."""

    kind: Kind
    areas: list[Area]


@dataclass(frozen=True)
class Share:
    category: str
    count: int
    share: float | None  # of everyone; None where the categories are not parts of one whole

    @property
    def percent(self) -> str:
        return "" if self.share is None else percent(self.share)


@dataclass(frozen=True)
class Topic:
    """One topic of an area: its categories in the source's order."""

    topic: str
    period: str
    source: str
    shares: list[Share]

    @property
    def label(self) -> str:
        return self.topic.replace("_", " ").capitalize()


def top_areas(pack: Pack) -> list[Area]:
    """The widest areas there are: usually one city."""
    return list(Area.objects.filter(ends_on=None, kind=pack.kinds[0].key))


def levels(pack: Pack) -> list[Level]:
    """The listed kinds right under the city, with their areas by name; deeper ones are on the pages of their wholes."""
    top = pack.kinds[0].key
    found = []
    for kind in pack.kinds[1:]:
        areas = Area.objects.filter(ends_on=None, kind=kind.key, parent__kind=top) if kind.is_listed else ()
        if areas:
            found.append(Level(kind, list(areas)))
    return found


def parts_of(area: Area, pack: Pack) -> list[Level]:
    """The areas right under one, by kind, leaving out kinds that are for figures only."""
    parts = list(area.parts.filter(ends_on=None).order_by("name"))
    found = [Level(kind, [p for p in parts if p.kind == kind.key]) for kind in pack.kinds if kind.is_listed]
    return [level for level in found if level.areas]


def wholes_of(area: Area) -> list[Area]:
    """What the area is part of, widest first."""
    found: list[Area] = []
    whole = area.parent
    while whole and whole not in found:
        found.insert(0, whole)
        whole = whole.parent
    return found


def within(area: Area) -> list[int]:
    """Keys of the area and of all its parts, near and far."""
    found, edge = [area.pk], [area.pk]
    while edge:
        edge = list(Area.objects.filter(parent__in=edge, ends_on=None).values_list("pk", flat=True))
        found += edge
    return found


def venues_in(area: Area, limit: int) -> tuple[list[Venue], int]:
    """Open venues in the area and its parts by name: the first ones, and how many there are."""
    rows = Venue.objects.filter(is_closed=False, area__in=within(area))
    return list(rows[:limit]), rows.count()


def population_of(area: Area) -> tuple[Population | None, list[Topic]]:
    """How many people live there, newest count first, and the other topics with shares where they have a whole."""
    rows = list(area.population.order_by("topic", "-period", "pk"))
    everyone = next((row for row in rows if row.topic == PEOPLE), None)
    found: dict[str, Topic] = {}
    for topic in dict.fromkeys(row.topic for row in rows if row.topic != PEOPLE):
        newest = [row for row in rows if row.topic == topic]
        newest = [row for row in newest if row.period == newest[0].period]
        found[topic] = Topic(topic, newest[0].period, newest[0].source, _shares(newest, everyone))
    return everyone, list(found.values())


def _shares(rows: Sequence[Population], everyone: Population | None) -> list[Share]:
    total = sum(row.count for row in rows)
    is_whole = (
        everyone is not None
        and everyone.period == rows[0].period
        and total > 0
        and abs(total - everyone.count) <= SAME_WHOLE * everyone.count
    )
    return [Share(row.category, row.count, row.count / total if is_whole else None) for row in rows]
