"""A model matrix whose rows hold few numbers: the constant, the covariates, one level of each group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from weft.stats._types import Floats, Ints


@dataclass(frozen=True, eq=False)
class ModelMatrix:
    """A matrix (c, k) with q numbers a row. Its products cost c q or c q^2, however many levels there are.

    Args:
        columns: where the numbers are, (c, q).
        values: the numbers, (c, q).
        size: k.
    """

    columns: Ints
    values: Floats
    size: int

    def dot(self, effects: Floats) -> Floats:
        """Product with effects (k,) or (k, s): (c,) or (c, s)."""
        values = self.values if effects.ndim == 1 else self.values[:, :, None]
        product = np.zeros((len(self.columns), *effects.shape[1:]))
        for i in range(self.columns.shape[1]):
            product += values[:, i] * effects[self.columns[:, i]]
        return np.asarray(product, dtype=np.float64)

    def back(self, values: Floats) -> Floats:
        """Product of the transpose with values (c,): (k,)."""
        entries = (self.values * values[:, None]).ravel()
        return np.asarray(np.bincount(self.columns.ravel(), entries, minlength=self.size), dtype=np.float64)

    def gram(self, weights: Floats) -> Floats:
        """Transpose times diag(weights) times the matrix, weights (c,): (k, k)."""
        entries = (self._products * weights[:, None, None]).ravel()
        flat = np.bincount(self._pairs, entries, minlength=self.size**2).astype(np.float64)
        return flat.reshape(self.size, self.size)

    def quadratic(self, square: Floats) -> Floats:
        """Each row's own quadratic form with a square (k, k): (c,)."""
        entries = self._products * square.ravel()[self._pairs].reshape(self._products.shape)
        return np.asarray(entries.sum(axis=(1, 2)))

    @cached_property
    def _products(self) -> Floats:
        return self.values[:, :, None] * self.values[:, None, :]

    @cached_property
    def _pairs(self) -> Ints:
        return np.asarray((self.columns[:, :, None] * self.size + self.columns[:, None, :]).ravel())


def model_matrix(x: Floats, codes: Ints, sizes: tuple[int, ...]) -> ModelMatrix:
    """Fixed columns (c, p) and one indicator for the level of each group, codes (c, g) of so many sizes (g,)."""
    fixed = x.shape[1]
    offsets = fixed + np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
    columns = np.hstack([np.broadcast_to(np.arange(fixed), x.shape), codes + offsets])
    return ModelMatrix(columns, np.hstack([x, np.ones(codes.shape)]), fixed + sum(sizes))
