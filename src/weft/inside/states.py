"""Where something that is to leave stands, and the moves allowed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OutputState(TextChoices):
    ASKED = "asked", _("Waiting for two checkers")
    HALFWAY = "halfway", _("Waiting for a second checker")
    CLEARED = "cleared", _("May leave")
    SENT_BACK = "sent_back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Taken back")


WAITING = (OutputState.ASKED, OutputState.HALFWAY)

# What two people let out cannot be called back: it may have left. A changed output is asked for anew.
MOVES: dict[str, tuple[str, ...]] = {
    OutputState.ASKED: (OutputState.HALFWAY, OutputState.SENT_BACK, OutputState.WITHDRAWN),
    OutputState.HALFWAY: (OutputState.CLEARED, OutputState.SENT_BACK, OutputState.WITHDRAWN),
}


class WrongState(Exception):
    """A move that is not allowed from where the output stands."""

    def __init__(self, thing: object, was: str, wanted: str) -> None:
        super().__init__(
            f"{thing} is “{OutputState(was).label}”; it cannot become “{OutputState(wanted).label}” from there."
        )
