"""What operations do: back_up, restore, run_tick."""

from weft.operations.actions.backup import back_up, prune
from weft.operations.actions.restore import restore
from weft.operations.actions.tick import run_tick

__all__ = ["back_up", "prune", "restore", "run_tick"]
