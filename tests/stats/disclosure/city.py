"""Synthetic cities: people with related characteristics in areas of very different sizes, seeded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Ints
from weft.stats.disclosure.counts import Counts, Records, count_records
from weft.stats.disclosure.plan import (
    Breakdown,
    Coarser,
    Geography,
    Level,
    Population,
    Question,
    ReleasePlan,
    ShownAs,
)
from weft.stats.disclosure.space import Space

# name -> how many groups, how uneven (the smallest group's weight against the largest)
BREAKDOWNS = {
    "age": (7, 0.5), "gender": (3, 0.02), "ethnicity": (6, 0.03), "disability": (3, 0.1),
    "religion": (8, 0.02), "tenure": (5, 0.1), "income": (5, 0.5), "work": (6, 0.1),
    "household": (6, 0.2), "children": (3, 0.1), "carer": (3, 0.1), "orientation": (5, 0.02),
    "education": (5, 0.3), "years here": (5, 0.3), "language": (4, 0.05), "deprivation": (5, 0.6),
}  # fmt: skip
QUESTIONS = {
    "lonely": (("often", "not often"), (0.08, 0.92), ShownAs.SHARE),
    "belonging": (("yes", "no"), (0.62, 0.38), ShownAs.SHARE),
    "trust": (("most", "some", "few"), (0.4, 0.42, 0.18), ShownAs.SHARE),
    "volunteers": (("yes", "no"), (0.22, 0.78), ShownAs.COUNT),
}
WAVES = ("2025", "2026")


@dataclass(frozen=True)
class Size:
    """How large a synthetic city is."""

    people: int
    areas: int = 33
    regions: int = 5
    breakdowns: int = len(BREAKDOWNS)
    waves: int = 2
    with_trust: bool = False  # a question of three answers


def geography(size: Size) -> Geography:
    areas = tuple(f"area {n + 1}" for n in range(size.areas))
    regions = tuple(f"region {n + 1}" for n in range(size.regions))
    of_area = tuple(n * size.regions // size.areas for n in range(size.areas))
    return Geography(areas, (Level("region", regions, of_area), Level("city", ("city",), (0,) * size.areas)))


def breakdowns(size: Size) -> tuple[Breakdown, ...]:
    return tuple(
        _breakdown(name, groups) for name, (groups, _) in list(BREAKDOWNS.items())[: size.breakdowns]
    )


def _breakdown(name: str, groups: int) -> Breakdown:
    fine = tuple(f"{name} {n + 1}" for n in range(groups))
    if groups < 7:
        return Breakdown(name, fine)
    of_group = tuple(n * 3 // groups for n in range(groups))
    return Breakdown(name, fine, (Coarser(f"{name} in three", ("low", "middle", "high"), of_group),))


def plan(size: Size) -> ReleasePlan:
    """Two waves of different people, the same questions."""
    asked = [name for name in QUESTIONS if size.with_trust or name != "trust"]
    questions = tuple(Question(name, QUESTIONS[name][0], QUESTIONS[name][2]) for name in asked)
    people = tuple(Population(f"residents {w}", breakdowns(size), questions) for w in WAVES[: size.waves])
    return ReleasePlan(geography(size), people)


def records(size: Size, seed: int) -> Records:
    """People of one wave. Characteristics lean on a hidden trait, so that tables are related."""
    rng = np.random.default_rng(seed)
    areas = rng.choice(size.areas, size.people, p=_weights(rng, size.areas, 0.25))
    trait = rng.normal(size=size.people) + rng.normal(scale=0.5, size=size.areas)[areas]
    named = list(BREAKDOWNS.items())[: size.breakdowns]
    groups = {name: _lean(rng, _weights(rng, k, uneven), trait) for name, (k, uneven) in named}
    answers = {n: _lean(rng, np.array(shares), trait) for n, (_, shares, _) in QUESTIONS.items()}
    return Records(areas, groups, answers)


def _weights(rng: np.random.Generator, k: int, uneven: float) -> np.ndarray:
    weights = np.geomspace(1, uneven, k) * rng.uniform(0.7, 1.3, k)
    return rng.permutation(weights / weights.sum())


def _lean(rng: np.random.Generator, shares: np.ndarray, trait: Ints) -> Ints:
    mixed = 0.4 * trait + rng.normal(size=len(trait))
    cut = np.quantile(mixed, np.cumsum(shares)[:-1])
    return np.searchsorted(cut, mixed)


def counts(size: Size, seed: int) -> tuple[ReleasePlan, dict[str, Counts]]:
    """A plan and the true counts of each of its populations."""
    made = plan(size)
    return made, {
        people.name: count_records(Space(made.geography, people), records(size, 100 * seed + wave))
        for wave, people in enumerate(made.populations)
    }
