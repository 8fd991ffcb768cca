"""Read the outbox."""

from weft.post.models import Letter, Message
from weft.post.rules import SHOWN


def latest(most: int = SHOWN) -> list[tuple[Message, Letter]]:
    """The newest letters that still have a text."""
    kept = Message.objects.unscoped("the outbox, on the command line or in the demonstration")
    return [(each, each.letter()) for each in kept.exclude(sealed="")[:most]]


def failed_count() -> int:
    """Letters that were given up and still have a text: once that is forgotten nobody can send them any more."""
    given_up = Message.objects.unscoped("how the service is").filter(state=Message.State.FAILED)
    return int(given_up.exclude(sealed="").count())


def waiting_count() -> int:
    return int(Message.objects.unscoped("how the service is").filter(state=Message.State.WAITING).count())
