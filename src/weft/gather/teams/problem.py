"""From a seating and the people who come to a question for the solver."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from weft.gather.pairing.models import Block
from weft.gather.teams.earlier import Pairs, met_earlier
from weft.gather.teams.models import Seating
from weft.gather.teams.traits import codes_of
from weft.gather.teams.who import SEATING, Sitter
from weft.solve.pairs import Numbers
from weft.solve.teams import Problem
from weft.solve.teams.problem import Truths


@dataclass(frozen=True)
class Wishes:
    """Who the coordinator wants together and apart, as marks of bookings; no reasons."""

    together: tuple[tuple[str, ...], ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Company:
    """Everybody of one solve: sitters in order, what they said, who of them sat together at an earlier session, and the
    first person of each."""

    sitters: Sequence[Sitter]
    codes: Numbers  # (n_sitters, n_traits)
    met: Pairs = frozenset()
    first: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        starts = [0, *accumulate(one.size for one in self.sitters)]
        object.__setattr__(self, "first", tuple(starts[:-1]))

    @property
    def people(self) -> int:
        return sum(one.size for one in self.sitters)

    @property
    def said(self) -> int:
        """How many said something of what is mixed by."""
        return int((self.codes >= 0).any(axis=1).sum()) if self.codes.size else 0

    def number(self, mark: str) -> int | None:
        """The first person of a booking, where it is among those seated."""
        return self._numbers.get(mark)

    @property
    def _numbers(self) -> dict[str, int]:
        return {one.mark: at for one, at in zip(self.sitters, self.first, strict=True)}


def company_of(people: Sequence[Sitter], seating: Seating) -> Company:
    return Company(people, codes_of(people, seating.mix_on), met_earlier(people, seating.session))


def problem_of(
    company: Company, sizes: Sequence[tuple[int, int]], wishes: Wishes, *, rounds: int = 1, alone: bool = True
) -> Problem:
    """sizes: smallest and largest of each team. alone: nobody the only one of their kind, as far as can be."""
    smallest, largest = np.array(sizes, np.int64).T
    traits = np.full((company.people, company.codes.shape[1]), -1, np.int64)
    traits[list(company.first)] = company.codes
    has_traits = bool(traits.shape[1])
    return Problem(
        company.people,
        np.ascontiguousarray(smallest),
        np.ascontiguousarray(largest),
        rounds=rounds,
        traits=traits if has_traits else np.zeros((0, 0), np.int64),
        no_isolates=np.full(traits.shape[1], alone) if has_traits else np.zeros(0, np.bool_),
        together=_together(company, wishes),
        apart=pairs_in(company, wishes.apart),
        met=_met(company),
    )


def _met(company: Company) -> Truths:
    """Of whoever booked: those they bring along are nobody the earlier tables know."""
    if not company.met:
        return np.zeros((0, 0), np.bool_)
    found = np.zeros((company.people, company.people), np.bool_)
    for one, other in pairs_in(company, sorted(company.met)):
        found[one, other] = found[other, one] = True
    return found


def _together(company: Company, wishes: Wishes) -> tuple[tuple[int, ...], ...]:
    parties = [
        tuple(range(at, at + one.size))
        for one, at in zip(company.sitters, company.first, strict=True)
        if one.size > 1
    ]
    numbers = company._numbers
    wanted = [tuple(numbers[mark] for mark in group if mark in numbers) for group in wishes.together]
    return tuple(group for group in [*parties, *wanted] if len(group) > 1)


def pairs_in(company: Company, pairs: Sequence[Sequence[str]]) -> tuple[tuple[int, int], ...]:
    """Pairs of bookings as pairs of people, of those who are both there."""
    numbers = company._numbers
    found = [tuple(sorted(numbers[mark] for mark in pair if mark in numbers)) for pair in pairs]
    return tuple((pair[0], pair[1]) for pair in found if len(pair) == 2)


def blocked_pairs(people: Sequence[Sitter]) -> list[tuple[str, str]]:
    """People who asked never to be brought together. Kept apart silently: no page, message or event says so."""
    marks: dict[int, str] = {
        one.booking.person_id: one.mark for one in people if one.booking.person_id is not None
    }
    rows = Block.objects.unscoped(SEATING).filter(person__in=list(marks), other__in=list(marks))
    return [(marks[one], marks[other]) for one, other in rows.values_list("person_id", "other_id")]


def with_blocks(wishes: Wishes, blocked: Sequence[tuple[str, str]]) -> Wishes:
    """Blocks beside the wishes, but for those the coordinator's own wish to keep together contradicts."""
    kept = [set(group) for group in wishes.together]
    added = tuple(pair for pair in blocked if not any(set(pair) <= group for group in kept))
    return Wishes(wishes.together, (*wishes.apart, *added))
