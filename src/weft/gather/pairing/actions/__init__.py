"""Every write about pairs."""

from weft.gather.pairing.actions.entries import clear_entry, enter_pool, leave_pool, pause_entry, resume_entry
from weft.gather.pairing.actions.matches import (
    accept,
    approve,
    block,
    decline,
    end_match,
    pause_match,
    resume_match,
    suggest,
    unblock,
    withdraw,
)
from weft.gather.pairing.actions.meetings import (
    confirm_meeting,
    dispute_meeting,
    log_meeting,
    note_missed,
    plan_more,
)
from weft.gather.pairing.actions.pools import make_pool, open_pool
from weft.gather.pairing.actions.tending import tend

__all__ = [
    "accept",
    "approve",
    "block",
    "clear_entry",
    "confirm_meeting",
    "decline",
    "dispute_meeting",
    "end_match",
    "enter_pool",
    "leave_pool",
    "log_meeting",
    "make_pool",
    "note_missed",
    "open_pool",
    "pause_entry",
    "pause_match",
    "plan_more",
    "resume_entry",
    "resume_match",
    "suggest",
    "tend",
    "unblock",
    "withdraw",
]
