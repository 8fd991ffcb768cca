"""States of a programme, an edition, and a piece of evidence, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProgrammeState(TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


PROGRAMME_MOVES = {
    ProgrammeState.DRAFT: (ProgrammeState.OPEN,),
    ProgrammeState.OPEN: (ProgrammeState.CLOSED,),
    ProgrammeState.CLOSED: (ProgrammeState.OPEN,),
}


class EvidenceState(TextChoices):
    """What was seen of a requirement. "Expiring" and "expired" are worked out from the day, never stored."""

    SUBMITTED = "submitted", _("Waiting to be checked")
    VERIFIED = "verified", _("Checked")
    REFUSED = "refused", _("Not accepted")
    REVOKED = "revoked", _("Taken back")


EVIDENCE_MOVES = {
    EvidenceState.SUBMITTED: (EvidenceState.VERIFIED, EvidenceState.REFUSED),
    EvidenceState.VERIFIED: (EvidenceState.REVOKED,),
}
