"""Send an answer: by the outbox where they asked for e-mail, else by hand."""

from django.conf import settings
from django.utils.translation import gettext as _

from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of
from weft.requests.models import Request
from weft.requests.states import Channel

BY_MESSAGE, BY_HAND = "message", "hand"


def send_answer(request: Request) -> str:
    """How the answer goes: queued as a letter in this transaction, or left to the person who answers."""
    if request.channel != Channel.EMAIL:
        return BY_HAND
    with in_language_of(request.person):
        told = {"reference": request.reference, "city": settings.CITY}
        subject = _("Your request %(reference)s, %(city)s") % told
    said = Letter(to=request.contact.strip(), subject=subject, body=request.answer)
    queue(letter=said, kind="request answered", about=request, person=request.person)
    return BY_MESSAGE
