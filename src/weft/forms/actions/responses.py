"""Every write to a response, in one place to import from."""

from weft.forms.actions.certifying import certify_response
from weft.forms.actions.receiving import receive_instance
from weft.forms.actions.refusals import (
    NoLongerOpen,
    NotCertified,
    NotFinished,
    RefusedResponse,
    SavedElsewhere,
)
from weft.forms.actions.returning import give_return_code
from weft.forms.actions.saving import open_response, save_answers
from weft.forms.actions.submitting import keep_partial, submit_response

__all__ = [
    "NoLongerOpen",
    "NotCertified",
    "NotFinished",
    "RefusedResponse",
    "SavedElsewhere",
    "certify_response",
    "give_return_code",
    "keep_partial",
    "open_response",
    "receive_instance",
    "save_answers",
    "submit_response",
]
