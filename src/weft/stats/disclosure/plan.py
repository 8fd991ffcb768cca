"""The release plan: every table a release will ever show, written down before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from weft.stats.errors import DesignError, UnknownName


class Kind(StrEnum):
    """What is counted. Projects are public: a plan may declare their figures exempt."""

    PEOPLE = "people"
    PROJECTS = "projects"


class ShownAs(StrEnum):
    """How a question's answers are published."""

    COUNT = "count"
    SHARE = "share"


def _refuse_codes(name: str, codes: tuple[int, ...], places: int, expected: int) -> None:
    if len(codes) != expected or any(not 0 <= code < places for code in codes):
        raise DesignError(name, "codes that do not fit its names", "Give one code from 0 for each part.")


@dataclass(frozen=True)
class Level:
    """A coarser geography. Args: of_area: for each finest area, the index of the place it lies in."""

    name: str
    places: tuple[str, ...]
    of_area: tuple[int, ...]


@dataclass(frozen=True)
class Geography:
    """Finest areas, and the levels above them from fine to coarse; the last is usually one city.

    Raises: DesignError: a level that does not place every area.
    """

    areas: tuple[str, ...]
    levels: tuple[Level, ...] = ()

    def __post_init__(self) -> None:
        for level in self.levels:
            _refuse_codes(level.name, level.of_area, len(level.places), len(self.areas))

    @property
    def places(self) -> tuple[str, ...]:
        """Every place with figures: the areas, then each level's."""
        return self.areas + tuple(place for level in self.levels for place in level.places)


@dataclass(frozen=True)
class Coarser:
    """The same breakdown in fewer groups. Args: of_group: for each fine group, the coarse one."""

    name: str
    groups: tuple[str, ...]
    of_group: tuple[int, ...]


@dataclass(frozen=True)
class Breakdown:
    """Groups that together are everyone, once each ("not said" is a group).

    Args:
        coarser: further cuts of the same groups that are also published (linked tables).
        is_shown: False where only an earlier release published it: it counts in the audit.

    Raises: DesignError: a coarser cut that leaves a group out.
    """

    name: str
    groups: tuple[str, ...]
    coarser: tuple[Coarser, ...] = ()
    is_shown: bool = True

    def __post_init__(self) -> None:
        for cut in self.coarser:
            _refuse_codes(cut.name, cut.of_group, len(cut.groups), len(self.groups))


@dataclass(frozen=True)
class Question:
    """An indicator: answers of which every person gives exactly one ("no answer" is an answer).

    Of two answers one is published: the other says the same again. `wave` names when it was asked, for
    people asked more than once.
    """

    name: str
    answers: tuple[str, ...]
    shown_as: ShownAs = ShownAs.SHARE
    wave: str = ""
    is_shown: bool = True

    @property
    def published(self) -> int:
        """How many of the answers are published, from the first."""
        return 1 if len(self.answers) == 2 else len(self.answers)


@dataclass(frozen=True)
class Population:
    """The people (or projects) of one or more waves. The same name in two releases: the same people.

    Args:
        is_exempt: public facts (grants to organisations) that need no protection, declared.
    """

    name: str
    breakdowns: tuple[Breakdown, ...]
    questions: tuple[Question, ...] = ()
    kind: Kind = Kind.PEOPLE
    is_exempt: bool = False

    def __post_init__(self) -> None:
        if self.is_exempt and self.kind is Kind.PEOPLE:
            raise DesignError(self.name, "people declared exempt", "Only projects can be public facts.")
        if not self.breakdowns:
            raise DesignError(self.name, "no breakdown", "List at least one breakdown.")


@dataclass(frozen=True)
class Table:
    """One table of the plan: a place, a breakdown (or one coarser cut of it), a question or the bases."""

    population: str
    place: str
    cut: str
    question: str


@dataclass(frozen=True)
class ReleasePlan:
    """Everything one release publishes."""

    geography: Geography
    populations: tuple[Population, ...]

    def population(self, name: str) -> Population:
        """Raises: UnknownName: a population the plan does not have."""
        for population in self.populations:
            if population.name == name:
                return population
        raise UnknownName("population", name, [p.name for p in self.populations])

    def tables(self) -> tuple[Table, ...]:
        """Every table, in the plan's order: place x cut x question."""
        return tuple(
            Table(people.name, place, cut, question)
            for people in self.populations
            for place in self.geography.places
            for b in people.breakdowns
            if b.is_shown
            for cut in (b.name, *(c.name for c in b.coarser))
            for question in ("", *(q.name for q in people.questions if q.is_shown))
        )
