"""The figures of a programme, counted from the facts the rooms wrote, by the definitions of its blueprint.

Distinct people are never summed: each figure is counted from the facts themselves, over one edition or all of them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import floor, log10
from statistics import fmean, median
from typing import Any

import numpy as np
from django.db.models import QuerySet

from weft.programmes.blueprint.expressions import Answer, names_in, truth
from weft.programmes.blueprint.vocabulary import ALWAYS, ANSWERS, OUTCOME, fact_kinds
from weft.programmes.models import Edition, Programme, Target
from weft.programmes.rules import SMALL, answer_step
from weft.record.models import Fact
from weft.stats.disclosure.rules import COUNT_STEP, SMALLEST_BASE, share_step, shown_base

RUNGS = ("exposed", "engaged", "took_part", "took_part_repeatedly", "leads")
SUMMED = ("people", "count", "sum")  # measures that add something up of each person
MIXED = "mix."  # before traits the blueprint's own `mixing` part asks for, in facts of attendance
WHICH = {
    ANSWERS: ("form", "wave"),
    OUTCOME: ("outcome",),
}  # what such a fact is; all else in it somebody said
Definition = Mapping[str, Any]


@dataclass(frozen=True)
class Counted:
    """One fact, as a figure sees it."""

    key: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Figure:
    """One figure. value None: nothing to say. n: facts it rests on (the base of a share); unknown: facts left out
    because they do not say what the definition asks; people: how many it rests on, None where it is about nobody."""

    key: str
    title: str
    unit: str
    measure: str
    value: float | None
    n: int
    unknown: int = 0
    people: int | None = None
    part: int | None = None  # people in the numerator of a share
    reach: float = 0.0  # of a mean or median, from the least amount to the greatest
    rung: str = ""
    line: str = ""  # "contact" or "relationship", of the three lines
    caveat: str = ""
    is_hidden: bool = False
    is_awaited: bool = False  # hidden until it is published
    is_rounded: bool = False
    is_answer: bool = False  # counts people by what they answered to a form, or what came of it for them
    as_of: date | None = None  # published then and kept, to the nearest step; None: as it is now
    step: float = 0.0

    @property
    def percent(self) -> float | None:
        """A share as templates show it."""
        return None if self.value is None else self.value * 100

    @property
    def is_small(self) -> bool:
        """Whether it rests on so few people that it is for officers only (SAFETY, disclosure control, rules 2, 3)."""
        if self.people is None:
            return False
        shares = (self.part, self.people - self.part) if self.part is not None else ()
        return bool(min((self.people, *shares)) < SMALL)

    @property
    def is_share_of_people(self) -> bool:
        return self.part is not None and self.people is not None

    def public(self) -> "Figure":
        """As everybody may see it: hidden when it is small; people, what they did and what it came to, such as hours,
        to the nearest five, a share or an amount in the middle as coarse as its base is small, so that a reader of
        yesterday and today seldom learns what one more person said (SAFETY, disclosure control, rules 2, 3)."""
        if self.is_small or (self.is_share_of_people and min(self.n, self.people or 0) < SMALLEST_BASE):
            return replace(self, value=None, n=0, unknown=0, people=None, part=None, is_hidden=True)
        if self.value is None or self.people is None:
            return self
        if self.is_share_of_people:
            return self._rounded()
        if self.measure not in SUMMED:
            middle = nearest(self.value, 2 * self.reach / self.people)
            return replace(self, value=middle, n=_near(self.n), unknown=0, people=None, reach=0.0)
        return replace(
            self, value=float(_near(self.value)), n=_near(self.n), unknown=0, people=None, is_rounded=True
        )

    def _rounded(self) -> "Figure":
        step = answer_step(self.n) if self.is_answer else int(share_step(np.array(self.n)))
        percent = nearest(self.percent or 0, step)
        shown = min(max(percent, step), 100 - step) / 100
        return replace(
            self, value=shown, n=int(shown_base(np.array(self.n))), unknown=0, people=None, part=None
        )


def nearest(value: float, step: float) -> float:
    """To the nearest multiple of the round number (1, 2 or 5 times a power of ten) that is a step or the next above."""
    if step <= 0:
        return value
    power = 10.0 ** floor(log10(step))
    rounder = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= step * (1 - 1e-9))
    return floor(value / rounder + 0.5) * rounder


def _near(count: float) -> int:
    return int(nearest(count, COUNT_STEP))


@dataclass(frozen=True)
class Coverage:
    """A target beside its figure. reached: a share of the amount, None where there is no figure."""

    target: Target
    figure: Figure

    @property
    def reached(self) -> float | None:
        value = self.figure.value
        return None if value is None or not self.target.amount else value / self.target.amount

    @property
    def is_met(self) -> bool:
        """Of a rounded figure, whether the least it may stand for reaches the target."""
        short = COUNT_STEP // 2 if self.figure.is_rounded else 0
        return self.reached is not None and (self.figure.value or 0) - short >= self.target.amount


def figures_of(programme: Programme, edition: Edition | None = None) -> list[Figure]:
    """Every figure of the blueprint, for officers; `.public()` of each is for everybody."""
    told = programme.told
    kept = facts_of(programme, {each["fact"] for each in told["indicators"]}, edition)
    return [figure(each, kept[each["fact"]]) for each in told["indicators"]]


def ladder(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that stand on a rung, lowest first. They have different units and are never added."""
    return sorted((each for each in figures if each.rung), key=lambda each: RUNGS.index(each.rung))


def coverage(edition: Edition) -> list[Coverage]:
    """Every target of an edition beside what was reached of it."""
    definitions = {each["key"]: each for each in edition.programme.told["indicators"]}
    targets = [each for each in edition.targets.all() if each.measure in definitions]
    kinds = {definitions[each.measure]["fact"] for each in targets}
    kept = facts_of(edition.programme, kinds, edition)
    return [_covered(each, definitions[each.measure], kept) for each in targets]


def _covered(target: Target, definition: Definition, kept: Mapping[str, list[Counted]]) -> Coverage:
    """Of one group: its facts alone, as if there were no others."""
    facts = [each for each in kept[definition["fact"]] if truth(target.group, each.answers)]
    return Coverage(target, figure(definition, facts))


def facts_of(programme: Programme, kinds: Iterable[str], edition: Edition | None) -> dict[str, list[Counted]]:
    """The facts of a programme by kind."""
    rows = Fact.objects.filter(programme=programme.key, kind__in=list(kinds))
    if edition is not None:
        rows = rows.filter(edition=edition.key)
    return counted(rows, kinds)


def counted(rows: QuerySet[Fact], kinds: Iterable[str]) -> dict[str, list[Counted]]:
    """Lines of the record, each with what an expression may ask of it."""
    found: dict[str, list[Counted]] = {kind: [] for kind in kinds}
    columns = ("kind", "key", "on", "area", "edition", "traits", "quantities")
    for kind, key, on, area, run, traits, quantities in (
        rows.order_by("number").values_list(*columns).iterator()
    ):
        about = {"on": on.isoformat(), "area": area, "edition": run}
        said = {name.removeprefix(MIXED): value for name, value in traits.items()}
        found[kind].append(Counted(key, {**quantities, **said, **about}))
    return found


def figure(definition: Definition, facts: list[Counted]) -> Figure:
    """One figure by its definition. Facts that do not say what `where` or `base` asks count nowhere, and are told."""
    base, beyond = _meeting(facts, definition.get("base", ""))
    chosen, unknown = _meeting(base, definition.get("where", ""))
    is_share = definition["measure"] == "share"
    counted = len(base) - unknown if is_share else len(chosen)
    value, reach = _value(definition, chosen, counted)
    known = [each for each in base if truth(definition.get("where", ""), each.answers) is not None]
    about_people = fact_kinds()[definition["fact"]].about_people
    return Figure(
        key=definition["key"],
        title=definition["title"],
        unit=definition["unit"],
        measure=definition["measure"],
        value=value,
        reach=reach,
        n=counted,
        unknown=unknown + beyond,
        people=_behind(definition, known if is_share else chosen) if about_people else None,
        part=_people(chosen) if about_people and is_share else None,
        rung=definition.get("rung", ""),
        line=definition.get("line", ""),
        caveat=definition.get("caveat", ""),
        is_answer=_is_answer(definition),
    )


def _is_answer(definition: Definition) -> bool:
    which = WHICH.get(definition["fact"])
    named = names_in(definition.get("where", "")) | names_in(definition.get("base", ""))
    return which is not None and bool(named - {*which, *ALWAYS, *fact_kinds()[definition["fact"]].quantities})


def _meeting(facts: list[Counted], text: str) -> tuple[list[Counted], int]:
    """The facts an expression is true of, and of how many it cannot be known."""
    said = [truth(text, each.answers) for each in facts]
    return [each for each, is_so in zip(facts, said, strict=True) if is_so], said.count(None)


def _behind(definition: Definition, facts: list[Counted]) -> int:
    """How many people a figure rests on; of those who came several times, only they."""
    times = definition.get("times", 1) if definition["measure"] == "people" else 1
    return _people(_adding(definition, facts), times)


def _adding(definition: Definition, chosen: list[Counted]) -> list[Counted]:
    """Of a figure about an amount, the facts that have some of it: two babies' hours rest on two people, whoever else
    came to the class."""
    if "quantity" not in definition:
        return chosen
    return [each for each in chosen if each.answers.get(definition["quantity"])]


def _people(facts: list[Counted], times: int = 1) -> int:
    """Distinct pseudonyms; a fact without one is somebody who cannot be told apart from others, counted once."""
    seen = Counter(each.key for each in facts if each.key)
    nameless = sum(not each.key for each in facts) if times == 1 else 0
    return sum(count >= times for count in seen.values()) + nameless


def _value(definition: Definition, chosen: list[Counted], base: int) -> tuple[float | None, float]:
    """What a figure comes to, and for an amount in the middle how far amounts reach."""
    measure, divide = definition["measure"], float(definition.get("divide_by", 1))
    if measure == "count":
        return len(chosen) / divide, 0.0
    if measure == "people":
        return float(_people(chosen, definition.get("times", 1))), 0.0
    if measure == "share":
        return (len(chosen) / base if base else None), 0.0
    amounts = [
        float(said)
        for each in chosen
        if isinstance(said := each.answers.get(definition["quantity"]), int | float)
    ]
    if measure == "sum":
        return sum(amounts) / divide, 0.0
    if not amounts:
        return None, 0.0
    middle = fmean(amounts) if measure == "mean" else median(amounts)
    return middle / divide, (max(amounts) - min(amounts)) / divide
