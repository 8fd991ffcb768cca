"""Every write of the room for analysts: openings and admissions, tables, the airlock."""

from weft.inside.actions.airlock import approve, ask_out, send_back, take, withdraw
from weft.inside.actions.keeping import destroy_due_files
from weft.inside.actions.openings import admit, close_opening, open_survey
from weft.inside.actions.tables import ask_table

__all__ = [
    "admit", "approve", "ask_out", "ask_table", "close_opening", "destroy_due_files", "open_survey", "send_back",
    "take", "withdraw",
]  # fmt: skip
