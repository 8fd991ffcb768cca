"""Every write of fieldwork."""

from weft.fielding.actions.answering import (
    CodeUsed,
    NotNow,
    QuotaFull,
    assign_interviewer,
    begin_case,
    case_of_code,
    record_outcome,
)
from weft.fielding.actions.closing import close_fieldwork, unlink_due, unlink_fieldwork
from weft.fielding.actions.contacting import drop_batch, mark_sent, prepare_batch, send_due_emails
from weft.fielding.actions.handing import hand_over_to_measure
from weft.fielding.actions.preparing import (
    Plan,
    Wanted,
    add_sample,
    allow_modes,
    import_sample,
    keep_draft,
    make_fieldwork,
    open_fieldwork,
    set_quota,
)

__all__ = [
    "CodeUsed",
    "NotNow",
    "Plan",
    "QuotaFull",
    "Wanted",
    "add_sample",
    "allow_modes",
    "assign_interviewer",
    "begin_case",
    "case_of_code",
    "close_fieldwork",
    "drop_batch",
    "hand_over_to_measure",
    "import_sample",
    "keep_draft",
    "make_fieldwork",
    "mark_sent",
    "open_fieldwork",
    "prepare_batch",
    "record_outcome",
    "send_due_emails",
    "set_quota",
    "unlink_due",
    "unlink_fieldwork",
]
