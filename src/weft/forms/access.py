"""Whether a visitor may go on answering: the browser it was begun in, a return code, an account, the room asked."""

from django.http import Http404, HttpRequest

from weft.forms.models import Response
from weft.forms.purposes import purpose_of
from weft.forms.rows import response_named
from weft.forms.rules import OPEN_AT_ONCE
from weft.people.roles.current import actor_of
from weft.people.roles.policy import visible

ANSWER, CERTIFY = "response.answer", "response.certify"
SESSION = "forms.answering"  # public ids of the responses this browser may go on with


def let_in(request: HttpRequest, response: Response) -> None:
    """Remember in the session that this browser may answer: after it began, or a code was right."""
    others = [each for each in request.session.get(SESSION, []) if each != response.public_id]
    request.session[SESSION] = [*others, response.public_id][-OPEN_AT_ONCE:]


def let_out(request: HttpRequest, response: Response) -> None:
    """Forget it on this browser: a shared one, after a code was given out."""
    kept = request.session.get(SESSION, [])
    request.session[SESSION] = [each for each in kept if each != response.public_id]


def may_answer(request: HttpRequest, response: Response) -> bool:
    if not _is_let_in(request, response) and not _is_theirs(request, response):
        return False
    room = purpose_of(response)
    return room is None or response.is_test or room.may_answer(request, response)


def _is_let_in(request: HttpRequest, response: Response) -> bool:
    """By this browser's memory or a code. What an organisation answers opens for its members only, while they are:
    whoever leaves takes neither a browser nor a code along."""
    return response.organisation_id is None and response.public_id in request.session.get(SESSION, [])


def _is_theirs(request: HttpRequest, response: Response) -> bool:
    return bool(visible(actor_of(request), ANSWER, Response).filter(pk=response.pk).exists())


def response_for(request: HttpRequest, public_id: str) -> Response:
    """The response an address names, for who may answer it; for everybody else it never was."""
    found = response_named(public_id)
    if found is None or not may_answer(request, found):
        raise Http404
    return found
