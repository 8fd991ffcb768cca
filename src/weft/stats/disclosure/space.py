"""Every count of a population in one array, and the sums that tie them together.

Axes: places (areas first, then the coarser), cuts (everyone, then each breakdown's groups and its coarser
cuts), answers (all, then each question's). A cell that is a sum of others stands beside its parts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.disclosure.plan import Breakdown, Geography, Population, ShownAs

PLACES, CUTS, ANSWERS = 0, 1, 2


@dataclass(frozen=True)
class Sum:
    """One tie along an axis: the parent is the sum of its parts, for every cell of the other axes."""

    axis: int
    parent: int
    parts: tuple[int, ...]


@dataclass(frozen=True)
class Family:
    """A coarser place (or none) and the places it is made of."""

    parts: tuple[int, ...]
    parent: int | None


@dataclass(frozen=True)
class Span:
    """Where a breakdown or question lies on its axis: fine ones first, then coarser (breakdowns only)."""

    start: int
    fine: int
    stop: int

    @property
    def fine_indices(self) -> Ints:
        return np.arange(self.start, self.start + self.fine)

    @property
    def indices(self) -> Ints:
        return np.arange(self.start, self.stop)


@dataclass(frozen=True)
class Space:
    """The shape of a population's figures. Index 0 of cuts is everyone, of answers everybody who is counted."""

    geography: Geography
    population: Population

    @cached_property
    def areas(self) -> int:
        return len(self.geography.areas)

    @cached_property
    def cut_spans(self) -> tuple[Span, ...]:
        """One a breakdown."""
        spans, at = [], 1
        for b in self.population.breakdowns:
            stop = at + len(b.groups) + sum(len(c.groups) for c in b.coarser)
            spans.append(Span(at, len(b.groups), stop))
            at = stop
        return tuple(spans)

    @cached_property
    def answer_spans(self) -> tuple[Span, ...]:
        """One a question; a population without questions has the one answer "all"."""
        spans, at = [], 1
        for q in self.population.questions:
            spans.append(Span(at, len(q.answers), at + len(q.answers)))
            at += len(q.answers)
        return tuple(spans) or (Span(0, 1, 1),)

    @cached_property
    def shape(self) -> tuple[int, int, int]:
        answers = 1 + sum(len(q.answers) for q in self.population.questions)
        return len(self.geography.places), self.cut_spans[-1].stop, answers

    @cached_property
    def place_parts(self) -> Floats:
        """Which areas each place holds, (places, areas)."""
        rows = [np.eye(self.areas)]
        rows += [np.eye(len(v.places))[:, np.array(v.of_area)] for v in self.geography.levels]
        return np.vstack(rows)

    def cut_parts(self, breakdown: int) -> Floats:
        """Which fine groups each cut of a breakdown holds, (cuts of the breakdown, fine groups)."""
        b = self.population.breakdowns[breakdown]
        rows = [np.eye(len(b.groups))]
        rows += [np.eye(len(c.groups))[:, np.array(c.of_group)] for c in b.coarser]
        return np.vstack(rows)

    @cached_property
    def cut_names(self) -> tuple[tuple[str, str], ...]:
        """(breakdown or coarser cut, group) of each cut; ("", "") is everyone."""
        return (("", ""), *(n for b in self.population.breakdowns for n in _names_of(b)))

    @cached_property
    def answer_names(self) -> tuple[tuple[str, str, str], ...]:
        """(question, wave, answer) of each answer; ("", "", "") is the base."""
        named = ((q.name, q.wave, a) for q in self.population.questions for a in q.answers)
        return (("", "", ""), *named)

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """Every tie, along places, cuts and answers."""
        return (*self._place_sums(), *self._cut_sums(), *self._answer_sums())

    def _place_sums(self) -> list[Sum]:
        held = self.place_parts
        return [
            Sum(PLACES, place, parts)
            for place in range(self.areas, len(held))
            for parts in _coverings(held, place, self._level_ranges())
        ]

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Each coarser place with the parts nearest below it; without coarser places, all areas together."""
        nearest = {tie.parent: tie.parts for tie in self._place_sums()}
        alone = Family(tuple(range(self.areas)), None)
        return tuple(Family(parts, parent) for parent, parts in nearest.items()) or (alone,)

    def _level_ranges(self) -> list[range]:
        ranges, at = [range(self.areas)], self.areas
        for level in self.geography.levels:
            ranges.append(range(at, at + len(level.places)))
            at += len(level.places)
        return ranges

    def _cut_sums(self) -> list[Sum]:
        found = []
        for b, span in enumerate(self.cut_spans):
            found.append(Sum(CUTS, 0, tuple(map(int, span.fine_indices))))
            held = self.cut_parts(b)
            for row in range(span.fine, len(held)):
                parts = tuple(int(span.start + g) for g in np.flatnonzero(held[row]))
                found.append(Sum(CUTS, span.start + row, parts))
            at = span.start + span.fine
            for c in self.population.breakdowns[b].coarser:
                found.append(Sum(CUTS, 0, tuple(range(at, at + len(c.groups)))))
                at += len(c.groups)
        return found

    def _answer_sums(self) -> list[Sum]:
        if not self.population.questions:
            return []
        return [Sum(ANSWERS, 0, tuple(map(int, span.indices))) for span in self.answer_spans]

    @cached_property
    def planned(self) -> Flags:
        """Which figures the plan publishes: bases and published answers, each figure once."""
        cuts = np.ones(self.shape[1], bool)
        for b, span in zip(self.population.breakdowns, self.cut_spans, strict=True):
            cuts[span.indices] = b.is_shown
        answers = np.ones(self.shape[2], bool)
        for q, span in zip(self.population.questions, self.answer_spans, strict=False):
            answers[span.indices] = np.arange(span.fine) < (q.published if q.is_shown else 0)
        return np.broadcast_to(cuts[:, None] & answers, self.shape).copy()

    @cached_property
    def share_answers(self) -> Flags:
        """Answers published as shares, (answers,)."""
        flags = np.zeros(self.shape[2], bool)
        for q, span in zip(self.population.questions, self.answer_spans, strict=False):
            flags[span.indices] = q.shown_as is ShownAs.SHARE
        return flags

    @property
    def has_shares(self) -> bool:
        """Whether the bases are bases of percentages, or plain counts."""
        return bool(self.share_answers.any())


def _names_of(b: Breakdown) -> list[tuple[str, str]]:
    return [(b.name, g) for g in b.groups] + [(c.name, g) for c in b.coarser for g in c.groups]


def _coverings(held: Floats, place: int, levels: list[range]) -> list[tuple[int, ...]]:
    """Each way a lower level makes up a place exactly: a city from its sub-regions, and from its areas."""
    found = []
    for level in levels:
        if place in level:
            break
        parts = tuple(p for p in level if np.any(held[p] * held[place]))
        if np.array_equal(held[list(parts)].sum(axis=0), held[place]):
            found.append(parts)
    return found
