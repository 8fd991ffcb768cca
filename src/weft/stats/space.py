"""Arrays used again and again: inside one sweep over rows, and from one sweep to the next."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from math import prod
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)  # single: exact for counts to 2**24


KEPT_BYTES = 256_000_000
T = TypeVar("T")


class Kept(Generic[T]):
    """What was made before, while all of it together is small enough to keep."""

    def __init__(self, size: Callable[[T], int]) -> None:
        self._size, self._made = size, dict[Hashable, T]()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """What the key stands for; made when not kept. Everything older goes when there is no room."""
        if key not in self._made:
            made = make()
            if self._size(made) > KEPT_BYTES:
                return made
            if self._size(made) + sum(map(self._size, self._made.values())) > KEPT_BYTES:
                self._made.clear()
            self._made[key] = made
        return self._made[key]


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
        """The values as floats, in the order of memory they have."""
        if values.ndim == 2 and values.strides[0] < values.strides[1]:
            return self.copy(name, values.T, dtype).T
        held = self.take(name, values.shape, dtype)
        np.copyto(held, values, casting="unsafe")
        return held
