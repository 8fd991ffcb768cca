"""Suggesting pairs: from the pool's entries to a table, from the table to the best pairs, and why somebody has none.

All of it runs inside `deciding`: an answer to the equality questions cannot be opened from here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import Q
from django.utils import timezone

from weft.gather.pairing import rules
from weft.gather.pairing.models import HOLDS_PLACE, Block, Entry, EntryState, Match, MatchState, Pool
from weft.gather.pairing.profiles import wishes_of
from weft.gather.pairing.table import Apart, Rule, Table, Waiting, make_table, what_they_share
from weft.places.models import Area
from weft.record.deciding import deciding
from weft.solve.pairs import Candidates, Matching, Numbers, Unmatched, explain, match_pairs

MATCHING = "matching"


@dataclass(frozen=True)
class Suggestion:
    """Two entries that might meet, what they share, and how well they fit (0 best, 1,000 worst)."""

    first: Entry
    second: Entry
    reasons: list[str]
    cost: int


@dataclass(frozen=True)
class Alone:
    """Somebody nobody is suggested for: the filter that stands between, and up to three people who come nearest."""

    entry: Entry
    binding: str
    alternatives: tuple[tuple[Entry, str], ...]  # each with the one filter between them, or ""


def best_pairs(pool: Pool) -> list[Suggestion]:
    """The pairs to suggest: most people, rare needs and the longest waiting first, then the best fit."""
    with deciding(f"pairing in {pool.public_id}"):
        rule = rule_of(pool)
        table = table_of(pool, rule, used=HOLDS_PLACE)
        found = [_suggestion(table, i, j, rule) for i, j in _matched(table)]
        return sorted(found, key=lambda one: one.cost)


def those_alone(pool: Pool) -> list[Alone]:
    """Everybody with a free place who is in no pair suggested now, on both sides, and why."""
    with deciding(f"explaining the pairs of {pool.public_id}"):
        table = table_of(pool, rule_of(pool), used=HOLDS_PLACE)
        if not table.left or not table.right:
            return [Alone(one.entry, "taken", ()) for one in (*table.left, *table.right)]
        matching = _as_suggested(pool, table)
        return [*_explained(table, matching, "left"), *_explained(table, matching, "right")]


def rule_of(pool: Pool) -> Rule:
    pairs = Area.neighbours.through.objects.values_list("from_area__code", "to_area__code")
    near: dict[str, set[str]] = {}
    for one, other in pairs:
        near.setdefault(one, set()).add(other)
    return Rule(rules.hard_fields(pool), rules.soft_weights(pool), {k: frozenset(v) for k, v in near.items()})


def table_of(pool: Pool, rule: Rule, *, used: Iterable[str]) -> Table:
    """Everybody of a pool who still has a free place, compared."""
    waiting = _waiting(pool, tuple(used))
    left = [one for one in waiting if one.entry.side == pool.sides[0]]
    right = [one for one in waiting if one.entry.side != pool.sides[0]]
    return make_table(left, right, rule, _kept_apart(pool, waiting))


def _waiting(pool: Pool, used: tuple[str, ...]) -> list[Waiting]:
    today = timezone.localdate()
    rows = Entry.objects.unscoped(MATCHING).filter(pool=pool, state=EntryState.AVAILABLE)
    entries = list(rows.filter(person__isnull=False, person__erased_at=None).select_related("person"))
    persons = [entry.person for entry in entries if entry.person]
    lacking = rules.labels_missing(persons, pool, today)
    wishes, taken = wishes_of([one.pk for one in persons]), places_taken(entries, used)
    return [
        Waiting(entry, wishes[entry.person_id], free, rules.waiting_tier(entry.since, today))
        for entry in entries
        if entry.person_id in wishes
        and (entry.person_id, entry.side) not in lacking
        and (free := entry.places - taken.get(entry.pk, 0)) > 0
    ]


def places_taken(entries: Iterable[Entry], used: Iterable[str] = HOLDS_PLACE) -> dict[int, int]:
    """Entry -> in how many pairs of these states it is."""
    keys = [entry.pk for entry in entries]
    rows = Match.objects.unscoped(MATCHING).filter(
        Q(first__in=keys) | Q(second__in=keys), state__in=list(used)
    )
    found: dict[int, int] = {}
    for pair in rows.values_list("first_id", "second_id"):
        for one in pair:
            found[one] = found.get(one, 0) + 1
    return found


def _kept_apart(pool: Pool, waiting: list[Waiting]) -> Apart:
    persons = [one.entry.person_id for one in waiting]
    blocks = Block.objects.unscoped(MATCHING).filter(person__in=persons, other__in=persons)
    before = Match.objects.unscoped(MATCHING).filter(first__pool=pool).exclude(state=MatchState.SUGGESTED)
    return Apart(
        frozenset(frozenset(pair) for pair in blocks.values_list("person_id", "other_id")),
        frozenset(frozenset(pair) for pair in before.values_list("first_id", "second_id")),
    )


def _matched(table: Table) -> list[tuple[int, int]]:
    """Positions of the best pairs. Somebody with several places stands in several rows; repeated until nothing is
    added, because of two who both have several places only one pair is kept."""
    found: set[tuple[int, int]] = set()
    left, right = [one.places for one in table.left], [one.places for one in table.right]
    candidates = table.candidates() if table.left and table.right else None
    while candidates is not None:
        rows = np.repeat(np.arange(len(left)), left)
        columns = np.repeat(np.arange(len(right)), right)
        solved = match_pairs(_spread(candidates, rows, columns, found))
        new = {(int(rows[i]), int(columns[j])) for i, j in solved.pairs}
        if not new:
            break
        for i, j in new:
            left[i], right[j] = left[i] - 1, right[j] - 1
        found |= new
    return sorted(found)


def _spread(of: Candidates, rows: Numbers, columns: Numbers, done: set[tuple[int, int]]) -> Candidates:
    """One row a free place instead of one a person; pairs already made are closed."""
    allowed = of.allowed.copy()
    for i, j in done:
        allowed[i, j] = False
    both = np.ix_(rows, columns)
    return Candidates(allowed[both], of.cost[both], of.left_waiting[rows], of.right_waiting[columns])


def _suggestion(table: Table, i: int, j: int, rule: Rule) -> Suggestion:
    one, other = table.left[i], table.right[j]
    return Suggestion(one.entry, other.entry, what_they_share(one, other, rule), int(table.cost[i, j]))


def _as_suggested(pool: Pool, table: Table) -> Matching:
    """The suggestions that stand now, as the solver would give them."""
    rows = Match.objects.unscoped(MATCHING).filter(first__pool=pool, state=MatchState.SUGGESTED)
    left = {one.entry.pk: n for n, one in enumerate(table.left)}
    right = {one.entry.pk: n for n, one in enumerate(table.right)}
    partner = np.full(len(left), -1, np.int64)
    for first, second in rows.values_list("first_id", "second_id"):
        if first in left and second in right:
            partner[left[first]] = right[second]
    return Matching(partner, 0, 0, True)


def _explained(table: Table, matching: Matching, side: str) -> list[Alone]:
    """A block is never the reason given, and nobody blocked is an alternative: their column fails every filter."""
    filters = {name: lets & table.silent for name, lets in table.filters.items()}
    mine, others = (table.left, table.right) if side == "left" else (table.right, table.left)
    found = explain(table.candidates(), matching, filters, side)
    suits = np.asarray(table.open.any(axis=1 if side == "left" else 0))
    return [_alone(one, mine, others, bool(suits[one.person])) for one in found]


def _alone(one: Unmatched, mine: Sequence[Waiting], others: Sequence[Waiting], suits: bool) -> Alone:
    nearest = tuple((others[each.other].entry, each.but_for) for each in one.alternatives)
    return Alone(mine[one.person].entry, "taken" if suits else one.binding, nearest)
