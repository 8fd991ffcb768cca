"""States of fieldwork and of a case, and how somebody is reached."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FieldworkState(TextChoices):
    """Planned, in the field, closed (paper still on its way may be keyed), unlinked: nobody can say who answered."""

    PLANNED = "planned", _("Being prepared")
    OPEN = "open", _("In the field")
    CLOSED = "closed", _("Closed")
    UNLINKED = "unlinked", _("Closed, and the link to addresses destroyed")


class CaseState(TextChoices):
    """A case waits to be answered, was answered, or is asked no more."""

    OPEN = "open", _("Being asked")
    ANSWERED = "answered", _("Answered")
    STOPPED = "stopped", _("Asked no more")


class Occurrence(TextChoices):
    """The letters of one survey, in order."""

    PRENOTICE = "prenotice", _("Letter that says a survey will come")
    INVITATION = "invitation", _("Invitation")
    REMINDER1 = "reminder1", _("First reminder")
    REMINDER2 = "reminder2", _("Second reminder")


class Channel(TextChoices):
    LETTER = "letter", _("Letter")
    EMAIL = "email", _("E-mail")
    TELEPHONE = "telephone", _("Telephone")
    VISIT = "visit", _("Visit")


class QuotaKind(TextChoices):
    """A soft quota warns the office; a hard one thanks those who come after it and asks them nothing."""

    SOFT = "soft", _("Soft: we are told when it is full")
    HARD = "hard", _("Hard: nobody more is asked when it is full")


class WrongState(Exception):
    """Fieldwork stands differently from what this step needs; the message says how."""


def need(is_so: bool, words: str) -> None:
    """Raises WrongState with these words unless it is so."""
    if not is_so:
        raise WrongState(words)
