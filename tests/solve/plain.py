"""Compiled kernels run as the Python they were written in."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType
from typing import Any
from unittest.mock import patch


@contextmanager
def plain(kernels: Iterable[Callable[..., Any]], modules: Iterable[ModuleType]) -> Iterator[None]:
    """Every kernel as plain Python wherever one of the modules calls it: slower, the same answer, and seen by
    coverage."""
    named = {one.__name__: one for one in kernels}
    with ExitStack() as patches:
        for module in modules:
            for name in named.keys() & vars(module).keys():
                patches.enter_context(patch.object(module, name, vars(module)[name].py_func))
        yield
