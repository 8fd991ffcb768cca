"""Who lives where a programme meets, by a trait it asks: from the population tables of the city.

A table is used where its topic is the trait's key and its categories are the answers, by key or in words, all of them:
whoever wants the comparison brings a table in the programme's own terms (`weft places population`), with its source.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from weft.places.models import Area, Population
from weft.programmes.queries.mixing.rooms import Asked, Counts


@dataclass(frozen=True)
class Living:
    """People by level; in which areas; who counted them."""

    counts: Counts
    where: str
    source: str


def living_in(codes: Iterable[str], asked: Asked) -> Living | None:
    """Of the areas together; of the whole city where one of them was not counted or is not named."""
    named = sorted({code for code in codes if code})
    areas = list(Area.objects.filter(code__in=named, ends_on=None))
    parts = [_counted(area, asked) for area in areas] if len(areas) == len(named) else []
    known = [each for each in parts if each is not None]
    if parts and len(known) == len(parts):
        counts = np.asarray(np.sum([each.counts for each in known], axis=0), np.int64)
        return Living(counts, ", ".join(each.where for each in known), known[0].source)
    city = Area.objects.filter(parent=None, ends_on=None).first()
    return _counted(city, asked) if city else None


def _counted(area: Area, asked: Asked) -> Living | None:
    rows = list(Population.objects.filter(area=area, topic=asked.key).order_by("-period", "pk"))
    newest = [row for row in rows if row.period == rows[0].period]
    of = {row.category.casefold(): row.count for row in newest}
    counts = [of.get(level.casefold(), of.get(asked.words[level].casefold())) for level in asked.levels]
    if any(one is None for one in counts):
        return None
    return Living(np.array(counts, np.int64), area.name, newest[0].source)
