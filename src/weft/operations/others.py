"""What operations ask of other rooms, by name: a room that this installation does not have is left out."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

from django.utils.module_loading import import_string


def installed(path: str) -> Callable[..., Any] | None:
    """The function a dotted path names; None where its room is not there. A broken room raises as it should."""
    module = path.rpartition(".")[0]
    parts = module.split(".")
    for end in range(1, len(parts) + 1):
        if find_spec(".".join(parts[:end])) is None:
            return None
    try:
        found: Callable[..., Any] = import_string(path)
    except ImportError as error:
        if isinstance(error.__cause__, AttributeError):
            return None  # the room is there without this function
        raise
    return found


def erase_again() -> str:
    """Erase once more whoever was erased after the backup was made, as the ledger of erasures says."""
    again = installed("weft.people.mydata.actions.again.erase_again")
    if again is None:
        return "No ledger of erasures is kept here: nobody had to be erased again."
    return f"Erased again what the ledger of erasures names: {again()} entries."


def wipe_traces() -> list[str]:
    """Wipe what erased rows left in the database's files; returns what must wait for the tick, in words."""
    wipe = installed("weft.people.mydata.traces.wipe_traces")
    return [f"Traces of erased rows are still to be wiped: {left}." for left in (wipe() if wipe else [])]
