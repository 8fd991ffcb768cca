"""Answers as the sweep over rows multiplies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from weft.stats._types import Floats


@dataclass(frozen=True, eq=False)
class Pack:
    """k items of one shape, in the layout's order.

    Args:
        rows: numerators, denominators and, unless shares, who answered: (n, 2k) or (n, 3k); shares as bytes.
        is_share: numerators and denominators are 0 or 1.
    """

    rows: NDArray[Any]
    is_share: bool

    @property
    def parts(self) -> NDArray[Any]:
        """The rows turned, (2k, n) or (3k, n)."""
        return self.rows.T

    @property
    def k(self) -> int:
        """Number of items."""
        return int(self.rows.shape[1]) // (2 if self.is_share else 3)

    def products(self, answers: Floats) -> Floats:
        """aa, ab and bb, (3k, r); of shares only a and b, (2k, r): a is 0 or 1, and 0 where b is."""
        if self.is_share:
            return answers
        a, b = answers[: self.k], answers[self.k : 2 * self.k]
        return np.concatenate([a * a, a * b, b * b])

    def shared_products(self, i: NDArray[Any], j: NDArray[Any]) -> NDArray[Any]:
        """aa, ab and bb of two people who share a PSU, both ways round: from their rows (r, parts), (r, 3k)."""
        k = self.k
        found = np.empty((len(i), 3, k), dtype=self.rows.dtype)
        ai, bi, aj, bj = i[:, :k], i[:, k : 2 * k], j[:, :k], j[:, k : 2 * k]
        np.multiply(ai, aj, out=found[:, 0])
        np.multiply(bi, bj, out=found[:, 2])
        found[:, ::2] *= 2  # not the middle, which is not filled yet
        np.multiply(ai, bj, out=found[:, 1])
        found[:, 1] += bi * aj
        return found.reshape(len(i), 3 * k)

    def three(self, products: Floats) -> Floats:
        """Sums of products as (3, k, levels)."""
        split = products.reshape(-1, self.k, products.shape[-1])
        return split[[0, 0, 1]] if self.is_share else split
