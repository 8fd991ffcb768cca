"""Pairs of two sides: as many people as can be, those who waited longest first, then the best suited, exactly.

Hard filters say who may meet whom; what remains is a sparse assignment problem. Leaving somebody without a partner is
a column of its own with a price above everything the pairs could cost, so one minimum-cost assignment gives the order
of ENGINES: most people, then waiting, then cost. Source: Karp 1980 on sparse assignment; solved by scipy's
`min_weight_full_bipartite_matching` (Jonker and Volgenant's LAPJVsp).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching, min_weight_full_bipartite_matching

from weft.solve.errors import NotAChoice, WrongShape

Numbers = NDArray[np.int64]
Allowed = NDArray[np.bool_]

DEAREST = 1_000  # a cost is a whole number from 0 (made for each other) to this
LONGEST_WAIT = 9  # tiers of waiting, 0 (just joined) to this
EXACT = 2**53  # whole numbers beyond are not exact in the solver


@dataclass(frozen=True)
class Candidates:
    """Who may meet whom, at which cost. Shapes (n_left, n_right); cost in 0 to DEAREST, read only where allowed."""

    allowed: Allowed
    cost: Numbers
    left_waiting: Numbers = field(
        default_factory=lambda: np.zeros(0, np.int64)
    )  # tiers; empty: nobody waited
    right_waiting: Numbers = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        if self.allowed.ndim != 2 or self.cost.shape != self.allowed.shape:
            raise WrongShape(
                f"allowed is {self.allowed.shape} and cost {self.cost.shape}; both are left by right."
            )
        for side, tiers, size in (
            ("left", self.left_waiting, self.allowed.shape[0]),
            ("right", self.right_waiting, self.allowed.shape[1]),
        ):
            if tiers.size not in (0, size):
                raise WrongShape(f"{tiers.size} tiers of waiting for {size} people on the {side}.")
            if tiers.size and (tiers.min() < 0 or tiers.max() > LONGEST_WAIT):
                raise NotAChoice(f"Waiting is a tier from 0 to {LONGEST_WAIT}.")
        used = self.cost[self.allowed]
        if used.size and (used.min() < 0 or used.max() > DEAREST):
            raise NotAChoice(f"A cost is a whole number from 0 to {DEAREST}.")


@dataclass(frozen=True)
class Matching:
    """The pairs: partner of each on the left (-1: none), and what the solution is worth.

    worst_is_least says whether no equally good matching has a cheaper dearest pair (not tried beyond `SMALL` edges).
    """

    partner: Numbers  # (n_left,)
    cost: int
    worst: int  # cost of the dearest pair, 0 without pairs
    worst_is_least: bool

    @property
    def pairs(self) -> Numbers:
        """(n_pairs, 2): left and right index of each pair."""
        left = np.flatnonzero(self.partner >= 0)
        return np.column_stack([left, self.partner[left]]).astype(np.int64)


SMALL = 50_000  # edges up to which the dearest pair is brought down as well


def match_pairs(candidates: Candidates) -> Matching:
    """The best matching: most pairs, then the longest waiting, then the least total cost, then the least dear pair.

    Args: candidates of n_left by n_right people.
    Returns: Matching; every pair is allowed, nobody stands in two.
    Raises: WrongShape, NotAChoice (from Candidates).
    """
    left, right = np.nonzero(candidates.allowed)
    if not left.size:
        return Matching(np.full(candidates.allowed.shape[0], -1, np.int64), 0, 0, True)
    cost = candidates.cost[left, right].astype(np.int64)
    worth = _worth(candidates, left, right, cost)
    partner = _solve(candidates, left, right, worth)
    best = _value(candidates, partner)
    if left.size > SMALL:
        return _matching(candidates, partner, is_least=False)
    for dearest in _cheaper(candidates, partner):
        keep = cost <= dearest
        tried = _solve(candidates, left[keep], right[keep], worth[keep])
        if _value(candidates, tried) != best:
            break
        partner = tried
    return _matching(candidates, partner, is_least=True)


def _worth(candidates: Candidates, left: Numbers, right: Numbers, cost: Numbers) -> Numbers:
    """Each edge's price below zero: a pair first, then the tiers of its two people, then its cost.

    Where all of a side can be matched at once, how long they waited decides nothing and is left out (it is slow).
    """
    most = min(candidates.allowed.shape)
    a_tier = most * DEAREST + 1
    a_pair = 2 * most * LONGEST_WAIT * a_tier + a_tier
    if most * a_pair >= EXACT:  # beyond some 8,000 pairs: waiting is then counted in one step of the cost
        a_tier, a_pair = DEAREST, 2 * (LONGEST_WAIT + 1) * DEAREST * most
    tiers = np.zeros(left.size, np.int64)
    how_many = int((maximum_bipartite_matching(csr_array(candidates.allowed)) >= 0).sum())
    if candidates.left_waiting.size and how_many < np.unique(left).size:
        tiers += candidates.left_waiting[left]
    if candidates.right_waiting.size and how_many < np.unique(right).size:
        tiers += candidates.right_waiting[right]
    worth: Numbers = cost - a_pair - tiers * a_tier
    return worth


def _solve(candidates: Candidates, left: Numbers, right: Numbers, worth: Numbers) -> Numbers:
    """One assignment with a column of its own for each on the left who stays alone (at price 0, shifted)."""
    n_left, n_right = candidates.allowed.shape
    if not left.size:
        return np.full(n_left, -1, np.int64)
    alone = (
        -worth.min() + 1
    )  # prices must not be zero for the sparse solver; a shift of every row changes nothing
    rows = np.concatenate([left, np.arange(n_left)])
    columns = np.concatenate([right, n_right + np.arange(n_left)])
    price = np.concatenate([worth + alone, np.full(n_left, alone)]).astype(np.float64)
    graph = csr_array(coo_array((price, (rows, columns)), shape=(n_left, n_right + n_left)))
    taken_rows, taken = min_weight_full_bipartite_matching(graph)
    partner = np.full(n_left, -1, np.int64)
    partner[taken_rows] = np.where(taken < n_right, taken, -1)
    return partner


def _value(candidates: Candidates, partner: Numbers) -> tuple[int, int, int]:
    left = np.flatnonzero(partner >= 0)
    tiers = 0
    if candidates.left_waiting.size:
        tiers += int(candidates.left_waiting[left].sum())
    if candidates.right_waiting.size:
        tiers += int(candidates.right_waiting[partner[left]].sum())
    return left.size, tiers, int(candidates.cost[left, partner[left]].sum())


def _cheaper(candidates: Candidates, partner: Numbers) -> list[int]:
    """Costs below the dearest pair's, dearest first: what the dearest pair might cost instead."""
    left = np.flatnonzero(partner >= 0)
    dearest = candidates.cost[left, partner[left]].max()
    return [int(one) for one in np.unique(candidates.cost[candidates.allowed])[::-1] if one < dearest]


def _matching(candidates: Candidates, partner: Numbers, *, is_least: bool) -> Matching:
    left = np.flatnonzero(partner >= 0)
    costs = candidates.cost[left, partner[left]]
    return Matching(partner, int(costs.sum()), int(costs.max(initial=0)), is_least)


@dataclass(frozen=True)
class Alternative:
    """Somebody an unmatched person might meet: who, at which cost, and which one filter stands between (or "")."""

    other: int
    cost: int
    but_for: str


@dataclass(frozen=True)
class Unmatched:
    """Why somebody has no partner: the filter that keeps most people away, or "taken" where those suited are taken."""

    person: int
    binding: str
    alternatives: tuple[Alternative, ...]


def explain(
    candidates: Candidates, matching: Matching, filters: Mapping[str, Allowed], side: str = "left"
) -> tuple[Unmatched, ...]:
    """For each person without a partner on a side: the binding filter and up to three alternatives.

    Args: filters by name, each (n_left, n_right), true where it lets the two meet; their conjunction is `allowed`.
    Returns: one Unmatched a person, in order of index.
    """
    turned = side == "right"
    allowed = candidates.allowed.T if turned else candidates.allowed
    cost = candidates.cost.T if turned else candidates.cost
    matched = set(matching.pairs[:, 1 if turned else 0].tolist())
    named = {name: one.T if turned else one for name, one in filters.items()}
    alone = [one for one in range(allowed.shape[0]) if one not in matched]
    return tuple(
        _why(one, allowed[one], cost[one], {name: f[one] for name, f in named.items()}) for one in alone
    )


ALTERNATIVES = 3


def _why(person: int, allowed: Allowed, cost: Numbers, filters: Mapping[str, Allowed]) -> Unmatched:
    if allowed.any():
        suited = np.flatnonzero(allowed)
        nearest = suited[np.argsort(cost[suited], kind="stable")][:ALTERNATIVES]
        return Unmatched(person, "taken", tuple(Alternative(int(o), int(cost[o]), "") for o in nearest))
    failed = np.zeros(allowed.size, np.int64)
    for one in filters.values():
        failed += ~one
    by_itself = {name: np.flatnonzero(~one & (failed == 1)) for name, one in filters.items()}
    binding = max(filters, key=lambda name: (by_itself[name].size, int((~filters[name]).sum())), default="")
    near = [Alternative(int(o), int(cost[o]), name) for name, found in by_itself.items() for o in found]
    near.sort(key=lambda one: (one.cost, one.other))
    return Unmatched(person, binding, tuple(near[:ALTERNATIVES]))


def shared(left: NDArray[np.generic], right: NDArray[np.generic]) -> Numbers:
    """How many codes each two people share: indicator matrices (n_left, n_codes) and (n_right, n_codes) in,
    (n_left, n_right) out."""
    if left.shape[1:] != right.shape[1:]:
        raise WrongShape(f"{left.shape[1:]} codes on the left, {right.shape[1:]} on the right.")
    together: Numbers = np.rint(left.astype(np.float32) @ right.astype(np.float32).T).astype(np.int64)
    return together
