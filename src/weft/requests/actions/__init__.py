"""Every write about requests."""

from weft.requests.actions.asking import Asked, ask
from weft.requests.actions.clocks import extend, forget_closed, note_late
from weft.requests.actions.working import answer, move, put_back, take, withdraw

__all__ = [
    "Asked",
    "answer",
    "ask",
    "extend",
    "forget_closed",
    "move",
    "note_late",
    "put_back",
    "take",
    "withdraw",
]
