"""One session: how likely two people met there are of different groups, and what chance would allow.

1 - Σ n_g (n_g - 1) / (N (N - 1)): the chance that two different people of the session differ in group (Simpson 1949,
unbiased form). Its range under chance is that of sessions of the same size drawn at random from those who came.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError

FEWEST_PEOPLE = 10  # below, a session's mixing is not shown (SAFETY: small numbers)
FEWEST_SESSIONS = 3  # pooled: with two, whoever held one could take their own away and read the other
KNOWN_SHARE = 0.8  # below, too few people's groups are known to say anything
DRAWS = 10_000  # sessions drawn at random for the range
MIDDLE = 0.95  # of them lies inside the range


class Verdict(StrEnum):
    """The only words for mixing against chance."""

    MORE = "more mixed than chance"
    WITHIN = "within chance: neither mixed nor unmixed"
    LESS = "less mixed than chance"


@dataclass(frozen=True)
class Opportunity:
    """Mixing opportunity, and what a random gathering of the same size would have; all shares.

    people: those whose group is known. known: their share of all who came. ratio: value over expected.
    """

    value: float
    expected: float
    low: float
    high: float
    people: int
    known: float

    @property
    def ratio(self) -> float:
        return self.value / self.expected if self.expected else float("nan")

    @property
    def verdict(self) -> Verdict:
        if self.value < self.low:
            return Verdict.LESS
        return Verdict.MORE if self.value > self.high else Verdict.WITHIN


def session_opportunity(counts: Ints, pool: Ints, unknown: int = 0, *, seed: int = 1) -> Opportunity | None:
    """One session against chance, or None where it may not be shown.

    Args: counts (n_groups,) of the session's people known; pool (n_groups,) of all who came in its programme, place
    and week, the session included; unknown: people of the session whose group is not known.
    Returns: Opportunity; None under FEWEST_PEOPLE known or under KNOWN_SHARE. Raises: DesignError where the pool
    does not hold the session.
    """
    if (counts > pool).any():
        raise DesignError(
            "pool", "it does not hold everybody of the session", "Count the session in its pool."
        )
    people = int(counts.sum())
    known = people / (people + unknown) if people + unknown else 0.0
    if people < FEWEST_PEOPLE or known < KNOWN_SHARE:
        return None
    low, high = _range(pool, people, seed)
    return Opportunity(chance_two_differ(counts), chance_two_differ(pool), low, high, people, known)


def pooled_opportunity(counts: Ints, pool: Ints, unknown: int = 0, *, seed: int = 1) -> Opportunity | None:
    """Many sessions against chance, each person weighing the same: what may be shown in public.

    Args: counts (n_sessions, n_groups); pool as above; unknown over all the sessions. Sessions of one are left out.
    Returns: Opportunity; None under FEWEST_PEOPLE known or under KNOWN_SHARE, or under FEWEST_SESSIONS: one session's
    ratio would give a 9 + 1 split away.
    """
    sizes = counts.sum(axis=1)
    counts, sizes = counts[sizes >= 2], sizes[sizes >= 2]
    people = int(sizes.sum())
    known = people / (people + unknown) if people + unknown else 0.0
    if len(sizes) < FEWEST_SESSIONS or people < FEWEST_PEOPLE or known < KNOWN_SHARE:
        return None
    value = float(np.average([chance_two_differ(one) for one in counts], weights=sizes))
    draw = np.random.default_rng(seed)
    drawn = sum(_drawn(pool, int(size), draw) * size for size in sizes) / people
    low, high = _middle(np.asarray(drawn))
    return Opportunity(value, chance_two_differ(pool), low, high, people, known)


def chance_two_differ(counts: Ints) -> float:
    """How likely two different people are of different groups, from numbers of people (n_groups,); 0 under two."""
    total = int(counts.sum())
    return 1 - float((counts * (counts - 1)).sum()) / (total * (total - 1)) if total > 1 else 0.0


def _range(pool: Ints, size: int, seed: int) -> tuple[float, float]:
    return _middle(_drawn(pool, size, np.random.default_rng(seed)))


def _drawn(pool: Ints, size: int, draw: np.random.Generator) -> Floats:
    """Opportunity of DRAWS gatherings of a size, drawn without replacement from the pool."""
    drawn = draw.multivariate_hypergeometric(pool, size, size=DRAWS, method="marginals")
    return np.asarray(1 - (drawn * (drawn - 1)).sum(axis=1) / (size * (size - 1)))


def _middle(drawn: Floats) -> tuple[float, float]:
    low, high = np.quantile(drawn, [(1 - MIDDLE) / 2, (1 + MIDDLE) / 2], method="inverted_cdf")
    return float(low), float(high)
