"""Numba, set the same way everywhere: compiled on the first call, kept on the disk, other threads run meanwhile."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(kernel: Kernel) -> Kernel:
    return cast(Kernel, numba.njit(cache=True, nogil=True)(kernel))
