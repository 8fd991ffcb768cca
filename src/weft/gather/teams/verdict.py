"""What a seating is worth, as it is kept beside it: counts about teams. No trait of anybody, and no level of a trait,
is ever written down."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from weft.gather.teams.models import Seating
from weft.gather.teams.problem import Company, Wishes, pairs_in, problem_of
from weft.solve.pairs import Numbers
from weft.solve.teams import Problem, Teams, Why, judge, uneven_by_trait

Seats = Mapping[tuple[str, int], int]


def verdict_of(seating: Seating, company: Company, seats: Seats, wishes: Wishes) -> dict[str, Any]:
    """JSON for Seating.verdict."""
    if not company.sitters:
        return {}
    table = _table(seating, company, seats)
    sizes = [(0, company.people)] * (
        seating.teams + 1
    )  # hand-made teams may have any size; the last: no seat
    today = replace(company, met=frozenset())
    asked = problem_of(today, sizes, wishes, rounds=seating.rounds, alone=seating.nobody_alone)
    found = judge(asked, table)
    return {
        "bookings": len(company.sitters),
        "said": company.said,
        "said_of": {key: int((company.codes[:, k] >= 0).sum()) for k, key in enumerate(seating.mix_on)},
        "uneven": _uneven(seating, asked, table),
        "alone": _alone(seating, found),
        "apart_broken": sum(one.why == Why.APART for one in found.unmet),
        "repeats": found.value.repeats,
        "met_earlier": len(company.met),
        "meet_again": _meet_again(seating, company, table),
    }


def _meet_again(seating: Seating, company: Company, table: Numbers) -> int:
    """Pairs who sat together at an earlier session and do now."""
    pairs = np.array(pairs_in(company, sorted(company.met)), np.int64).reshape(-1, 2)
    at = table[:, pairs]  # (rounds, pairs, 2)
    return int(((at[..., 0] == at[..., 1]) & (at[..., 0] < seating.teams)).any(axis=0).sum())


def _table(seating: Seating, company: Company, seats: Seats) -> Numbers:
    table = np.full((seating.rounds, company.people), seating.teams, np.int64)
    for (mark, number), team in seats.items():
        if (at := company.number(mark)) is not None:
            size = company.sitters[company.first.index(at)].size
            table[number - 1, at : at + size] = team - 1
    return table


def _uneven(seating: Seating, asked: Problem, table: Numbers) -> list[list[Any]]:
    """[round, team, trait, people off the even share], where there are any."""
    if not seating.mix_on:
        return []
    off = uneven_by_trait(asked, table)[:, : seating.teams]
    return [
        [int(number) + 1, int(team) + 1, seating.mix_on[k], int(off[number, team, k])]
        for number, team, k in np.argwhere(off)
    ]


def _alone(seating: Seating, found: Teams) -> list[list[Any]]:
    """[round, team, trait, why] of teams where somebody is the only one of their kind."""
    return [
        [one.round + 1, one.table + 1, seating.mix_on[one.trait], one.why.value]
        for one in found.unmet
        if one.trait >= 0 and one.table < seating.teams
    ]
