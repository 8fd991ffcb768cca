"""Take in a finished instance, as a field app or a desk that types from paper sends it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from weft.forms.actions.attachments import keep_file
from weft.forms.actions.saving import note_use
from weft.forms.actions.submitting import finish
from weft.forms.answers import Kept, clock_now, compiled, leaves, sealed, with_versions
from weft.forms.engine import Filling, Question
from weft.forms.files import FILES
from weft.forms.models import FormVersion, Response
from weft.forms.scrubbing import scrub
from weft.forms.states import Mode, ResponseState
from weft.record.actions import record_event


@dataclass(frozen=True)
class Arrival:
    """An instance on its way in."""

    version: FormVersion
    xml: str
    files: Mapping[str, bytes]
    about: str
    mode: str
    instance_id: str


def receive_instance(
    *,
    version: FormVersion,
    xml: str,
    files: Mapping[str, bytes],
    about: str = "",
    mode: str = Mode.COLLECT,
    by: User | None,
) -> Response:
    """Keep a finished instance whole: one transaction. The same instanceID again only adds the files still missing.

    Answers a field app let through although they do not fit are kept as they came: nobody could ask again.
    """
    mark = instance_id_in(xml) or f"uuid:{uuid.uuid4()}"
    arrival = Arrival(version, xml, files, about, mode, mark)
    try:
        return _receive(arrival, by)
    except IntegrityError:  # another request with the same instance was quicker by a moment
        return _receive(arrival, by)


@transaction.atomic
def _receive(arrival: Arrival, by: User | None) -> Response:
    rows = Response.objects.unscoped("an instance is known by its id")
    known = rows.filter(instance_id=arrival.instance_id).first()
    if known is not None:
        return _with_more_files(known, arrival, by)
    filling = Filling.load(compiled(arrival.version), arrival.xml, clock=clock_now())
    scrub(filling)
    made = _made(arrival)
    _keep_files(made, filling, arrival)
    made.answers = sealed(made, with_versions(Kept(), filling, 1))
    finish(made, filling, by)
    return made


def _made(arrival: Arrival) -> Response:
    note_use(arrival.version, is_test=False)
    made = Response.objects.create(
        version=arrival.version, about=arrival.about, mode=arrival.mode, instance_id=arrival.instance_id
    )
    made.state, made.submitted_at = ResponseState.SUBMITTED, timezone.now()
    made.save(update_fields=["state", "submitted_at"])
    return made


def _with_more_files(response: Response, arrival: Arrival, by: User | None) -> Response:
    """Files come in several requests: those that are there already stay as they are."""
    filling = Filling.load(compiled(response.version), arrival.xml, clock=clock_now())
    if added := _keep_files(response, filling, arrival):
        record_event(by=by, action="forms.response.files", thing=response, after={"files": added})
    return response


def _keep_files(response: Response, filling: Filling, arrival: Arrival) -> int:
    """Keep each file an answer names; returns how many were new."""
    there = set(response.attachments.values_list("question", flat=True))
    named = {
        place.ref: filling.state(place.ref).value
        for place in filling.walk()
        if isinstance(place.element, Question) and place.element.kind in FILES
    }
    new = {ref: name for ref, name in named.items() if name in arrival.files and ref not in there}
    for ref, name in new.items():
        keep_file(response=response, question=ref, name=name, content=arrival.files[name])
    return len(new)


def instance_id_in(xml: str) -> str:
    """The instanceID a field app gave, "" where there is none."""
    return next((value for ref, value in leaves(xml).items() if ref.endswith("/meta/instanceID")), "")
