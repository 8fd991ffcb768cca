"""Arrays used again and again by the sweep over rows."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)  # single: exact for counts to 2**24


class Space:
    """Arrays used again and again: fresh ones of this size cost more in page faults than in sums."""

    def __init__(self) -> None:
        self._held: dict[str, NDArray[np.generic]] = {}

    def take(self, name: str, shape: tuple[int, ...], dtype: np.dtype[Any] = DOUBLE) -> NDArray[Any]:
        """An array of that shape with anything in it; valid until the same name is taken again."""
        size = prod(shape)
        if name not in self._held or len(self._held[name]) < size:
            self._held[name] = np.empty(size, dtype=dtype)
        return self._held[name][:size].reshape(shape)

    def copy(self, name: str, values: NDArray[np.generic], dtype: np.dtype[Any] = DOUBLE) -> NDArray[Any]:
        """The values as floats."""
        held = self.take(name, values.shape, dtype)
        np.copyto(held, values, casting="unsafe")
        return held
