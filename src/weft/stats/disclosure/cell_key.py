"""Cell-key perturbation for analysts inside: the same cell always gets the same noise.

Every person keeps a random record key. The keys of a cell's people, added up modulo 256, choose a row of a
public table of noise. A cell asked for through two tables is one set of people and so one number: there is
nothing to average. Source: Fraser and Wooton (2005); the ONS method and its "ptable" format (columns pcv,
ckey, pvalue). Counts that come out under 10 are hidden.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from weft.stats._types import Ints
from weft.stats.disclosure.rules import COUNT_STEP, SMALLEST_COUNT
from weft.stats.errors import DesignError

KEYS = 256
LAST_ROW, REUSED_ROWS = 750, 250  # counts above 750 use the rows 501 to 750 again (ONS)
HIDDEN = -1
MOST_NOISE = 4  # people
NOISE_TIMES = (16, 24, 32, 36, 40, 36, 32, 24, 16)  # of 256 keys, from -4 to +4
PUBLIC_ORDER = 2005


@dataclass(frozen=True, eq=False)
class NoiseTable:
    """Noise for each count and cell key, people, (751, 256); row 0 for empty cells."""

    noise: Ints

    def __post_init__(self) -> None:
        if self.noise.shape != (LAST_ROW + 1, KEYS):
            raise DesignError("noise", "not 751 counts by 256 keys", "Give the whole table.")

    @classmethod
    def from_ptable(cls, pcv: Ints, ckey: Ints, pvalue: Ints) -> NoiseTable:
        """The ONS format: one line a count and key; pairs not listed get no noise."""
        noise = np.zeros((LAST_ROW + 1, KEYS), np.int64)
        noise[pcv, ckey] = pvalue
        return cls(noise)


def ten_five_table() -> NoiseTable:
    """The ONS 10-5 rule: counts rounded to 5, whatever the key; the threshold of 10 comes after."""
    counts = np.arange(LAST_ROW + 1)
    rounded = (counts + COUNT_STEP // 2) // COUNT_STEP * COUNT_STEP
    return NoiseTable(np.repeat((rounded - counts)[:, None], KEYS, axis=1))


def noise_table() -> NoiseTable:
    """The table of the room for analysts: from -4 to +4 people, as often up as down, in a public order for each count.

    Frequencies among the 256 keys stand in NOISE_TIMES: no noise in 40, four up in 16. Standard deviation 2.2 people.
    The order may be known to everybody; what nobody knows are the record keys. An empty cell gets none.
    """
    values = np.repeat(np.arange(-MOST_NOISE, MOST_NOISE + 1), NOISE_TIMES)
    order = np.random.default_rng(PUBLIC_ORDER)
    noise = np.array([order.permutation(values) for _ in range(LAST_ROW + 1)], np.int64)
    noise[0] = 0
    return NoiseTable(noise)


def record_keys(people: int, rng: np.random.Generator) -> Ints:
    """One key a person, 0 to 255, to be kept with the person for good, (people,)."""
    return rng.integers(0, KEYS, people)


def perturb(cells: Ints, keys: Ints, table: NoiseTable, size: int) -> Ints:
    """Perturbed counts of a table's cells.

    Args:
        cells: each person's cell, 0 to size - 1, (n,). keys: each person's record key, (n,).
        size: how many cells the table has.

    Returns: people, (size,); HIDDEN (-1) where the perturbed count is under 10.
    """
    counts = np.bincount(cells, minlength=size)
    cell_keys = np.bincount(cells, weights=keys, minlength=size).astype(np.int64) % KEYS
    rows = np.where(counts <= LAST_ROW, counts, (counts - 1) % REUSED_ROWS + LAST_ROW - REUSED_ROWS + 1)
    perturbed = counts + table.noise[rows, cell_keys]
    return np.where(perturbed < SMALLEST_COUNT, HIDDEN, perturbed)
