"""Figures of a blueprint that count people by an answer its `mixing` part asks for, such as how many came for the first
time. Counted live, one moves with each session as mixing would, and tells more; so everybody reads the one published
with the mixing of that answer, played against together with it. What cannot be kept so is for officers only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from weft.programmes.blueprint.expressions import names_in, truth
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.figures import Figure, counted, figure
from weft.programmes.queries.mixing.rooms import CAME, Asked, Mark
from weft.programmes.rules import COARSE_POINTS, answer_step
from weft.record.models import Fact
from weft.stats._types import Flags
from weft.stats.disclosure.rules import SMALLEST_BASE, shown_base
from weft.stats.mixing import Beside

Definition = Mapping[str, Any]
KEPT = ("share", "people", "count")  # one more person moves these by one at most


@dataclass(frozen=True)
class Counting:
    """One figure as it is at a mark. levels: the answers that may count in it."""

    key: str
    levels: Flags
    part: int
    base: int | None

    def beside(self, step: int) -> Beside:
        return Beside(self.levels, self.part, self.base, self._rounding(step))

    def shown(self, step: int) -> dict[str, int]:
        """value: per cents of a share, people of a count, to the nearest step; n: the base of a share, to the nearest
        ten."""
        told = self.beside(step)
        base = 0 if self.base is None else int(shown_base(np.array(self.base)))
        return {"value": int(told.shown(np.array(self.part))), "step": told.step, "n": base}

    def _rounding(self, step: int) -> int:
        """A count to the nearest ten; a share as the mixing beside it, but of few people no finer."""
        return COARSE_POINTS if self.base is None else max(step, answer_step(self.base))


def traits_named(told: Mapping[str, Any], definition: Definition) -> frozenset[str]:
    """Which answers the blueprint's `mixing` part asks for a figure looks at."""
    asked = {str(each["key"]) for each in told.get("mixing", {}).get("traits", ())}
    named = names_in(definition.get("where", "")) | names_in(definition.get("base", ""))
    return frozenset(named & asked) | ({definition.get("quantity", "")} & asked)


def kept_with(told: Mapping[str, Any], definition: Definition) -> str:
    """The trait a figure is published with; "": with none."""
    named = traits_named(told, definition) & names_in(definition.get("where", ""))
    is_plain = (
        definition["fact"] == CAME and definition["measure"] in KEPT and not definition.get("divide_by")
    )
    alone = named == traits_named(told, definition) and not (named & names_in(definition.get("base", "")))
    return next(iter(named)) if is_plain and alone and len(named) == 1 else ""


def counted_beside(programme: Programme, asked: Asked, mark: Mark) -> list[Counting]:
    """The figures published with the mixing of a trait, as they were at a mark; none of them small."""
    told = programme.told
    kept = [each for each in told["indicators"] if kept_with(told, each) == asked.key]
    if not kept:
        return []
    facts = Fact.objects.filter(programme=programme.key, kind=CAME, number__lte=mark.line, on__lte=mark.day)
    found = counted(facts, [CAME])[CAME]
    counting = [(each, figure(each, found)) for each in kept]
    return [_counting(each, at, asked) for each, at in counting if not _is_small(at)]


def _is_small(found: Figure) -> bool:
    return found.value is None or found.is_small or (found.measure == "share" and found.n < SMALLEST_BASE)


def _counting(definition: Definition, found: Figure, asked: Asked) -> Counting:
    levels = [truth(definition["where"], {asked.key: each}) is not False for each in asked.levels]
    is_share = found.measure == "share"
    part = round(found.value * found.n) if is_share and found.value is not None else int(found.value or 0)
    return Counting(found.key, np.array(levels), part, found.n if is_share else None)


def kept_in_public(programme: Programme) -> dict[str, tuple[dict[str, int], date]]:
    """What stands of each kept figure, and since when; nothing of it while the mixing it goes with is hidden."""
    stands: dict[tuple[str, str], tuple[dict[str, int], date]] = {}
    for row in programme.published_mixing.order_by("held_until", "pk"):
        if row.why_not:
            stands = {key: each for key, each in stands.items() if key[0] != row.key}
        stands.update({(row.key, key): (each, _day(row)) for key, each in row.beside.items()})
    return {key: each for (_trait, key), each in stands.items()}


def _day(row: PublishedMixing) -> date:
    return timezone.localdate(row.published_at)


def as_published(live: Figure, stands: tuple[Mapping[str, int], date] | None, can_be: bool) -> Figure:
    """A figure that counts answers, as everybody reads it: what was published; else, whatever it is now, that it is
    not yet, or hidden where it can never be."""
    hidden = replace(live, value=None, n=0, unknown=0, people=None, part=None, reach=0.0, is_hidden=True)
    if stands is None:
        return replace(hidden, is_awaited=can_be)
    said, day = stands
    per = 100 if live.measure == "share" else 1
    return replace(
        hidden, value=said["value"] / per, step=said["step"] / per, n=said["n"], is_hidden=False, as_of=day
    )
