"""What another library hands over, as something the tables of weft.stats can read."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType

from weft.stats.errors import DesignError

ARROW_READERS = ("polars", "pyarrow", "pandas")


def native(frame: object) -> object:
    """A frame as it is, and anything with an Arrow capsule (a DuckDB relation, a record batch) as a data frame.

    Args:
        frame: anything.

    Raises: DesignError: an Arrow object, and no library to read it with.
    """
    if isinstance(frame, Mapping) or not hasattr(frame, "__arrow_c_stream__"):
        return frame
    import narwhals as nw

    known = nw.from_native(frame, eager_only=True, pass_through=True)
    if isinstance(known, nw.DataFrame):
        return frame
    return nw.from_arrow(frame, backend=first_installed(ARROW_READERS)).to_native()  # type: ignore[arg-type]


def need(module: str, purpose: str) -> ModuleType:
    """Import an optional library.

    Args:
        module: its name.
        purpose: what it is needed for, in words.

    Raises: DesignError: it is not installed; says which package to install.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError:
        package = module.partition(".")[0]
        raise DesignError(package, f"not installed, and needed {purpose}", f"pip install {package}") from None


def first_installed(modules: tuple[str, ...]) -> str:
    """The first of several libraries that is there. Raises DesignError when none is."""
    from importlib.util import find_spec

    found = next((m for m in modules if find_spec(m)), None)
    if found is None:
        raise DesignError(
            "frame", "an Arrow object, and no library to read it with", f"pip install {modules[0]}"
        )
    return found
