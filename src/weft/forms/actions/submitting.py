"""Submit a response once, or keep one that was left."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.forms.actions.refusals import NoLongerOpen, NotCertified, NotFinished
from weft.forms.actions.saving import row_of
from weft.forms.answers import filled, kept_in, sealed, with_versions
from weft.forms.engine import Filling
from weft.forms.models import Response
from weft.forms.purposes import is_case_code, purpose_of
from weft.forms.rows import response_named
from weft.forms.rules import needs_signature
from weft.forms.scrubbing import drop_files
from weft.forms.states import ResponseState
from weft.record.actions import record_event


@transaction.atomic
def submit_response(*, response: Response, key: str = "", by: User | None) -> Response:  # noqa: ARG001
    """Submit once: of many at a time one does it, the others get the same row. Answers off the route are dropped.

    The state of the row is the guard; the key is taken so that a page may send the one it carries. Raises NotFinished,
    NotCertified, NoLongerOpen, and what the room it is for raises.
    """
    still_open = row_of(response).filter(state=ResponseState.OPEN)
    if not still_open.update(state=ResponseState.SUBMITTED, submitted_at=timezone.now()):
        return _submitted_before(response)
    found = response_named(response.public_id)
    if found is None:
        raise NoLongerOpen("These answers are gone.")
    if needs_signature(found):
        raise NotCertified("Somebody who may sign for the party signs these answers first.")
    filling = filled(found, kept_in(found))
    if problems := tuple(each for each in filling.problems() if not is_case_code(each.ref)):
        raise NotFinished(problems)
    return finish(found, filling, by)


def _submitted_before(response: Response) -> Response:
    found = row_of(response).select_related("version").get()
    if found.state != ResponseState.SUBMITTED:
        raise NoLongerOpen("These answers can no longer be sent.")
    return found


def finish(response: Response, filling: Filling, by: User | None) -> Response:
    """Keep only what is on the route, tell the room, record. Inside the transaction that submitted the row."""
    off_route = len(filling.dropped())
    drop_files(response, filling)
    kept = with_versions(kept_in(response), _on_route(filling), response.revision + 1)
    # What is not there was not asked; what is empty was left empty.
    kept = replace(kept, xml=filling.xml(), dropped=off_route)
    response.answers, response.return_digest = sealed(response, kept), ""
    response.revision, response.saved_at = response.revision + 1, response.submitted_at
    response.save(update_fields=["answers", "revision", "saved_at", "return_digest"])
    if (room := purpose_of(response)) and not response.is_test:
        room.submitted(response)
    record_event(by=by, action="forms.response.submit", thing=response, after={"dropped": off_route})
    return response


def _on_route(filling: Filling) -> Filling:
    """The filling as it is sent: without the answers other answers made unnecessary."""
    if filling.xml() == filling.full_xml():
        return filling
    sent = Filling.load(filling.form, filling.xml(), clock=filling.clock, language=filling.language)
    gone = set(filling.dropped())
    for ref, reason in filling.reasons.items():
        if reason and ref not in gone:
            sent.leave(ref, reason)
    return sent


@transaction.atomic
def keep_partial(*, response: Response, by: User | None) -> Response:
    """Keep what was answered of a form that was left; it is no longer open. Repeating it changes nothing."""
    still_open = row_of(response).filter(state=ResponseState.OPEN)
    if still_open.update(state=ResponseState.PARTIAL, return_digest=""):
        record_event(by=by, action="forms.response.partial", thing=response)
    return row_of(response).select_related("version").get()
