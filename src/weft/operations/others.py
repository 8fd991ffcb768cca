"""What a restore asks of my data, in words for the person at the keyboard: forget again, and wipe what is left."""

from weft.people.mydata import traces
from weft.people.mydata.actions import again


def erase_again() -> str:
    """Erase once more whoever was erased after the backup was made, as the ledger of erasures says."""
    return f"Erased again what the ledger of erasures names: {again.erase_again()} entries."


def wipe_traces() -> list[str]:
    """Wipe what erased rows left in the database's files; returns what must wait for the tick, in words."""
    return [f"Traces of erased rows are still to be wiped: {left}." for left in traces.wipe_traces()]
