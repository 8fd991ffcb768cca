"""States of a form's version and of a response, and the moves between them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class VersionState(TextChoices):
    """A version is drafted, tried out by those who have its test link, live for everybody it is meant for, closed."""

    DRAFT = "draft", _("Draft")
    TEST = "test", _("Being tested")
    LIVE = "live", _("Live")
    CLOSED = "closed", _("Closed")


MOVES = {
    VersionState.DRAFT: (VersionState.TEST, VersionState.LIVE),
    VersionState.TEST: (VersionState.DRAFT, VersionState.LIVE),
    VersionState.LIVE: (VersionState.CLOSED,),
    VersionState.CLOSED: (VersionState.LIVE,),
}


class Audience(TextChoices):
    """Who may begin to answer a live version."""

    OPEN = "open", _("Anybody")
    INVITED = "invited", _("Whoever is asked")


class ResponseState(TextChoices):
    OPEN = "open", _("Being answered")
    SUBMITTED = "submitted", _("Submitted")
    PARTIAL = "partial", _("Kept though not finished")
    DISCARDED = "discarded", _("Discarded")


class Mode(TextChoices):
    """How the answers came."""

    WEB = "web", _("On the web")
    PAPER = "paper", _("On paper")
    TELEPHONE = "telephone", _("By telephone")
    INTERVIEWER = "interviewer", _("With an interviewer")
    COLLECT = "collect", _("With a field app")


class Reason(TextChoices):
    """Why an answer is empty. The first two are answers people give; the others are worked out at export."""

    REFUSED = "refused", _("Prefer not to say")
    DONT_KNOW = "dont_know", _("Don’t know")
    SKIPPED = "skipped", _("Left empty")
    NOT_ROUTED = "not_routed", _("Not asked: other answers made it unnecessary")
    NOT_REACHED = "not_reached", _("Not reached: the form was left before it")
    NOT_IN_VERSION = "not_in_version", _("Not part of the version answered")
    NOT_LEGIBLE = "not_legible", _("On paper, and nobody could read it")
    OFF_ROUTE = "off_route", _("Answered on paper though it should have been left out")
    DOES_NOT_FIT = "does_not_fit", _("What was given does not fit the question")
