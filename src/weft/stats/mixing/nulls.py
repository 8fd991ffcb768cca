"""What mixing at random would give: two nulls, both published, so that a ratio is availability times sorting."""

from __future__ import annotations

import numpy as np

from weft.stats._types import Floats, Ints
from weft.stats.errors import DesignError
from weft.stats.mixing.exposure import SMALLEST


def city_null(population: Floats) -> Floats:
    """Exposure if everybody met the city at random: (n_groups, n_groups) from numbers of people (n_groups,).

    E[P_ab] = N_b / (N - 1); (N_a - 1) / (N - 1) on the diagonal. Raises: DesignError under two people.
    """
    total = float(population.sum())
    if total < SMALLEST:
        raise DesignError(
            "population", "it holds fewer than two people", "Give the number of people by group."
        )
    groups = population.size
    return np.asarray((np.tile(population, (groups, 1)) - np.eye(groups)) / (total - 1))


def pool_null(counts: Ints, stratum: Ints) -> Floats:
    """Exposure if those who came had been spread at random over the sessions of their stratum.

    Args: counts (n_sessions, n_groups) of people known; stratum (n_sessions,), 0 upwards: programme by place by week.
    Returns: (n_groups, n_groups); a row is NaN where nobody of the group came to a session of two or more.
    """
    met = counts * (counts.sum(axis=1) >= SMALLEST)[:, None]
    n_strata = int(stratum.max()) + 1 if stratum.size else 0
    pools = np.zeros((n_strata, counts.shape[1]))
    for group, people in enumerate(met.T):
        pools[:, group] = np.bincount(stratum, weights=people, minlength=n_strata)
    expected = np.zeros((counts.shape[1], counts.shape[1]))
    for pool in pools[pools.sum(axis=1) >= SMALLEST]:
        expected += pool[:, None] * city_null(pool)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(expected / pools.sum(axis=0)[:, None])


def sorting_ratio(observed: Floats, pool: Floats, city: Floats) -> tuple[Floats, Floats, Floats]:
    """Observed over the city's null, as availability (pool over city) times sorting (observed over pool).

    Returns: ratio, availability, sorting; each (n_groups, n_groups), NaN where a null is 0.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio, availability, sorting = observed / city, pool / city, observed / pool
    return tuple(np.where(np.isfinite(one), one, np.nan) for one in (ratio, availability, sorting))  # type: ignore[return-value]


def normalised_isolation(observed: Floats, null: Floats) -> Floats:
    """V_a = (P_aa - Q_aa) / (1 - Q_aa): 0 under the null, 1 where a group met only itself. Shape (n_groups,)."""
    own, chance = np.diagonal(observed), np.diagonal(null)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((own - chance) / (1 - chance))
