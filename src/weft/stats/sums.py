"""Grouped sums of many columns at once."""

from __future__ import annotations

import numpy as np

from weft.stats._types import Floats, Ints


class Sums:
    """Add up rows by code: one sparse product for all columns.

    Args:
        codes: group of each entry, shape (m,); negative entries are left out.
        size: number of groups.
        values: what each entry is multiplied by, shape (m,); 1 when None.
        source: which row each entry reads, shape (m,), and how many rows there are; row i when None.
    """

    def __init__(
        self, codes: Ints, size: int, values: Floats | None = None, source: tuple[Ints, int] | None = None
    ) -> None:
        from scipy.sparse import csr_array

        rows, length = source if source is not None else (np.arange(len(codes)), len(codes))
        keep = codes >= 0
        data = np.ones(int(keep.sum())) if values is None else values[keep]
        self._matrix = csr_array((data, (codes[keep], rows[keep])), shape=(size, length))

    def __call__(self, values: Floats) -> Floats:
        """Sums of values (rows, k) by group, shape (size, k)."""
        return np.asarray(self._matrix @ values)
