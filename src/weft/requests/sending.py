"""Send an answer: by the outbox where they asked for e-mail, else by hand."""

from django.conf import settings
from django.utils.translation import gettext as _

from weft.operations.others import installed
from weft.requests.models import Request
from weft.requests.states import Channel

BY_MESSAGE, BY_HAND = "message", "hand"


def send_answer(request: Request) -> str:
    """How the answer goes: queued as a letter in this transaction, or left to the person who answers."""
    queue, letter = installed("weft.post.actions.queue"), installed("weft.post.models.Letter")
    if request.channel != Channel.EMAIL or queue is None or letter is None:
        return BY_HAND
    subject = _("Your request %(reference)s, %(city)s") % {
        "reference": request.reference,
        "city": settings.CITY,
    }
    said = letter(to=request.contact.strip(), subject=subject, body=request.answer)
    queue(letter=said, kind="request answered", about=request, person=request.person)
    return BY_MESSAGE
