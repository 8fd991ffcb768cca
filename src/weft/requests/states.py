"""Kinds of request, the states one passes through, and the moves allowed."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    FORMAT = "format", _("Another format")
    SEE = "see", _("See what is kept about me")
    CORRECT = "correct", _("Correct what is kept about me")
    ERASE = "erase", _("Erase what is kept about me")
    COMPLAINT = "complaint", _("Complaint")

    @property
    def is_about_data(self) -> bool:
        return self in (Kind.SEE, Kind.CORRECT, Kind.ERASE)


class Format(TextChoices):
    LARGE_PRINT = "large_print", _("Large print")
    AUDIO = "audio", _("Audio")
    EASY_READ = "easy_read", _("Easy read")
    BSL = "bsl", _("British Sign Language (BSL) video")
    BRAILLE = "braille", _("Braille")
    LANGUAGE = "language", _("Another language")


class Channel(TextChoices):
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")
    POST = "post", _("Post")


class State(TextChoices):
    RECEIVED = "received", _("Received")
    IN_HAND = "in_hand", _("In hand")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (State.RECEIVED, State.IN_HAND)
MOVES: dict[str, tuple[str, ...]] = {
    State.RECEIVED: (State.IN_HAND, State.ANSWERED, State.WITHDRAWN),
    State.IN_HAND: (State.RECEIVED, State.ANSWERED, State.WITHDRAWN),
}


class WrongState(Exception):
    """A move that is not allowed from where the request stands."""

    def __init__(self, thing: object, was: str, wanted: str) -> None:
        super().__init__(
            f"{thing} is “{State(was).label}”; it cannot become “{State(wanted).label}” from there."
        )
        self.thing, self.was, self.wanted = thing, was, wanted
