"""Every write about programmes."""

from weft.programmes.actions.editions import Aim, open_edition
from weft.programmes.actions.evidence import (
    refuse_evidence,
    revoke_evidence,
    submit_evidence,
    tell_expiring,
    verify_evidence,
)
from weft.programmes.actions.installing import install, upgrade
from weft.programmes.actions.moving import close_programme, open_programme
from weft.programmes.actions.outcomes import note_answers, note_grant, note_outcome, note_outcomes
from weft.programmes.actions.publishing import publish_mixing, publish_mixing_due
from weft.programmes.actions.wording import change_words

__all__ = [
    "Aim",
    "change_words",
    "close_programme",
    "install",
    "note_answers",
    "note_grant",
    "note_outcome",
    "note_outcomes",
    "open_edition",
    "open_programme",
    "publish_mixing",
    "publish_mixing_due",
    "refuse_evidence",
    "revoke_evidence",
    "submit_evidence",
    "tell_expiring",
    "upgrade",
    "verify_evidence",
]
