"""A release: every planned figure with its number or, in plain words, why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from weft.stats.disclosure.audit import Audited, Certificate, audit
from weft.stats.disclosure.counts import Counts
from weft.stats.disclosure.figures import Statements, nothing_said
from weft.stats.disclosure.plan import ReleasePlan
from weft.stats.disclosure.rules import PLAIN_WORDS, Showing
from weft.stats.disclosure.space import Space
from weft.stats.errors import DesignError, UnknownName

ARRAYS = ("showing", "value", "lo", "hi", "rest_lo", "rest_hi", "twice_lo", "twice_hi")


@dataclass(frozen=True)
class PublishedCell:
    """One figure as it goes into the frozen cube.

    Args:
        cut, group: "" and "" for everyone. question, wave, answer: "" for the base.
        value: people, or whole per cent of a share; for UNDER and OVER the x; None where nothing is shown.
        why: plain words where there is no number; "" otherwise.
    """

    population: str
    place: str
    cut: str
    group: str
    question: str
    wave: str
    answer: str
    showing: Showing
    value: int | None
    is_share: bool
    why: str


@dataclass(frozen=True, eq=False)
class Release:
    """What `build` returns: the audited figures of each population of a plan."""

    plan: ReleasePlan
    populations: Mapping[str, Audited]

    @property
    def certificates(self) -> dict[str, Certificate]:
        """One for each population, for the person who signs off."""
        return {name: audited.certificate for name, audited in self.populations.items()}

    def cells(self) -> Iterator[PublishedCell]:
        """Every planned figure, in the plan's order."""
        for name, audited in self.populations.items():
            yield from _cells(name, audited.said)


def build(plan: ReleasePlan, counts: Mapping[str, Counts], earlier: Sequence[Release] = ()) -> Release:
    """Protect and audit every population of a plan.

    Args:
        counts: the true counts by population.
        earlier: releases before this one; those about a population of the same name join its audit.

    Raises: UnknownName: a population without counts. DesignError: see `audit` and `align`.
    """
    audited = {}
    for people in plan.populations:
        if people.name not in counts:
            raise UnknownName("population", people.name, counts)
        space = counts[people.name].space
        before = [r.populations[people.name].said for r in earlier if people.name in r.populations]
        audited[people.name] = audit(counts[people.name], [align(said, space) for said in before])
    return Release(plan, audited)


def align(said: Statements, space: Space) -> Statements:
    """An earlier release's figures in the places of a new plan's space, found by their names.

    Raises: DesignError: a figure the new plan has no place for. List its breakdown or question in the plan
        with is_shown=False: it is no longer published, but it counts.
    """
    if said.space == space:
        return said
    where = []
    for name, old, new in zip(("place", "cut", "answer"), _names(said.space), _names(space), strict=True):
        index = {n: i for i, n in enumerate(new)}
        missing = [n for n in old if n not in index]
        if missing:
            raise DesignError(
                name, f"an earlier release shows {missing[0]}", "List it in the plan with is_shown=False."
            )
        where.append(np.array([index[n] for n in old]))
    aligned = nothing_said(space)
    for array in ARRAYS:
        getattr(aligned, array)[np.ix_(*where)] = getattr(said, array)
    return aligned


def _names(space: Space) -> tuple[Sequence[object], Sequence[object], Sequence[object]]:
    return space.geography.places, space.cut_names, space.answer_names


def _cells(population: str, said: Statements) -> Iterator[PublishedCell]:
    space = said.space
    for place, cut, answer in np.argwhere(space.planned):
        showing = Showing(int(said.showing[place, cut, answer]))
        has_value = showing in (Showing.SHOWN, Showing.LOW_BASE, Showing.UNDER, Showing.OVER, Showing.EXACT)
        (cut_name, group), (question, wave, said_answer) = space.cut_names[cut], space.answer_names[answer]
        yield PublishedCell(
            population,
            space.geography.places[place],
            cut_name,
            group,
            question,
            wave,
            said_answer,
            showing,
            int(said.value[place, cut, answer]) if has_value else None,
            bool(space.share_answers[answer]),
            PLAIN_WORDS.get(showing, ""),
        )
