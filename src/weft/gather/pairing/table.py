"""Who of a pool may meet whom and how well they fit: people and their wishes in, arrays for the solver out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from weft.gather.pairing import rules
from weft.gather.pairing.models import Entry
from weft.gather.pairing.profiles import Wishes
from weft.solve.pairs import DEAREST, LONGEST_WAIT, Allowed, Candidates, Numbers, shared

Neighbours = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Waiting:
    """One entry that may still be paired: its wishes, how many more pairs it wants, how long it has waited."""

    entry: Entry
    wishes: Wishes
    places: int
    tier: int


@dataclass(frozen=True)
class Apart:
    """Pairs of persons who are never suggested (blocks), and pairs of entries that were before."""

    blocked: frozenset[frozenset[int]]  # person numbers
    again: frozenset[frozenset[int]]  # entry numbers


@dataclass(frozen=True)
class Rule:
    """What a pool asks: fields to share, weights of what fits, places next to each other."""

    hard: tuple[str, ...]
    soft: Mapping[str, float]
    neighbours: Neighbours


@dataclass(frozen=True)
class Table:
    """Left by right, one row or column an entry. `filters` are what may be named to anybody; `silent` is not."""

    left: Sequence[Waiting]
    right: Sequence[Waiting]
    filters: Mapping[str, Allowed]
    silent: Allowed
    cost: Numbers

    @property
    def open(self) -> Allowed:
        """Where every filter that may be named lets two people meet."""
        every: Allowed = np.logical_and.reduce(list(self.filters.values()))
        return every

    @property
    def allowed(self) -> Allowed:
        both: Allowed = self.open & self.silent
        return both

    def candidates(self) -> Candidates:
        allowed = self.allowed
        return Candidates(
            allowed,
            self.cost,
            _tiers(self.left, allowed.sum(axis=1)),
            _tiers(self.right, allowed.sum(axis=0)),
        )


def make_table(left: Sequence[Waiting], right: Sequence[Waiting], rule: Rule, apart: Apart) -> Table:
    """Compare both sides, field by field."""
    common = {field: _common(field, left, right, rule) for field in rules.FIELDS}
    filters = {field: _lets(field, common[field], left, right) for field in rule.hard}
    filters["access_needs"] = _needs_met(left, right)
    filters["again"] = _apart(left, right, apart.again, lambda one: one.entry.pk)
    return Table(left, right, filters, _apart(left, right, apart.blocked, _person), _cost(common, rule.soft))


def what_they_share(one: Waiting, other: Waiting, rule: Rule) -> list[str]:
    """Codes of what two people have in common, for the reasons; never an access need."""
    found = []
    for field in dict.fromkeys([*rule.hard, *rule.soft]):
        both = getattr(one.wishes, field) & getattr(
            other.wishes, field
        )  # what was said, not what was taken as said
        found += [f"{field}:{code}" for code in sorted(both)]
        if field == "areas" and not both and _near(one.wishes.areas, rule) & other.wishes.areas:
            found.append("areas:near")
    return found


def _codes(field: str, wishes: Wishes) -> frozenset[str]:
    codes: frozenset[str] = getattr(wishes, field)
    return frozenset(rules.SPOKEN_WHERE_SILENT) if field == "languages" and not codes else codes


def _near(areas: Iterable[str], rule: Rule) -> frozenset[str]:
    return frozenset(areas).union(*(rule.neighbours.get(one, frozenset()) for one in areas))


def _common(field: str, left: Sequence[Waiting], right: Sequence[Waiting], rule: Rule) -> Numbers:
    """How many codes of a field each two share; places next to each other count as shared."""
    mine = [_codes(field, one.wishes) for one in left]
    if field == "areas":
        mine = [_near(codes, rule) for codes in mine]
    theirs = [_codes(field, one.wishes) for one in right]
    known = sorted(frozenset().union(*mine, *theirs))
    return shared(_marked(mine, known), _marked(theirs, known))


def _marked(rows: Sequence[frozenset[str]], known: Sequence[str]) -> NDArray[np.bool_]:
    return np.array([[code in row for code in known] for row in rows], bool).reshape(len(rows), len(known))


def _lets(field: str, common: Numbers, left: Sequence[Waiting], right: Sequence[Waiting]) -> Allowed:
    """They share something, or one of the two left the field open."""
    silent_left = np.array([not _codes(field, one.wishes) for one in left], bool)
    silent_right = np.array([not _codes(field, one.wishes) for one in right], bool)
    lets: Allowed = (common > 0) | silent_left[:, None] | silent_right[None, :]
    return lets


def _needs_met(left: Sequence[Waiting], right: Sequence[Waiting]) -> Allowed:
    return _each(left, right, lambda one, other: _is_met(one, other) and _is_met(other, one))


def _is_met(one: Waiting, other: Waiting) -> bool:
    left_over = one.wishes.access_needs - rules.OF_THE_PLACE - other.wishes.access_needs
    return all(rules.ANSWERED_BY_LANGUAGE.get(need, "") in other.wishes.languages for need in left_over)


def _apart(
    left: Sequence[Waiting],
    right: Sequence[Waiting],
    pairs: frozenset[frozenset[int]],
    of: Callable[[Waiting], int],
) -> Allowed:
    """False for the pairs named, and for somebody with themselves."""

    def may_meet(one: Waiting, other: Waiting) -> bool:
        return of(one) != of(other) and frozenset({of(one), of(other)}) not in pairs

    return _each(left, right, may_meet)


def _each(
    left: Sequence[Waiting], right: Sequence[Waiting], lets: Callable[[Waiting, Waiting], bool]
) -> Allowed:
    rows = [[lets(one, other) for other in right] for one in left]
    return np.array(rows, bool).reshape(len(left), len(right))


def _person(one: Waiting) -> int:
    return one.entry.person_id or 0


def _cost(common: Mapping[str, Numbers], soft: Mapping[str, float]) -> Numbers:
    """0 where two people share as much as counts of everything weighed, DEAREST where they share nothing of it."""
    most = sum(soft.values())
    shape = next(iter(common.values())).shape
    if not most:
        return np.full(shape, DEAREST // 2, np.int64)
    fits = sum(
        (w * np.minimum(common[f], rules.WEIGHED) / rules.WEIGHED for f, w in soft.items()), np.zeros(shape)
    )
    cost: Numbers = np.rint(DEAREST * (1 - fits / most)).astype(np.int64)
    return cost


def _tiers(side: Sequence[Waiting], choices: Numbers) -> Numbers:
    """Waiting, and rare needs first: whoever could meet only few counts as having waited longer."""
    rare = np.where((choices > 0) & (choices < rules.RARE_BELOW), rules.RARE_TIERS, 0)
    waited = np.array([one.tier for one in side], np.int64)
    return np.minimum(waited + rare, LONGEST_WAIT).astype(np.int64)
