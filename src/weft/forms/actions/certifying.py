"""Somebody of the party signs for what will be sent."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.forms.actions.refusals import NoLongerOpen, SavedElsewhere
from weft.forms.actions.saving import row_of
from weft.forms.models import Response
from weft.forms.states import ResponseState
from weft.record.actions import record_event


@transaction.atomic
def certify_response(*, response: Response, revision: int, by: User) -> Response:
    """Sign for the answers as they stand at `revision`; a later change needs a new signature. Raises SavedElsewhere."""
    signed = {"certified_by": by, "certified_at": timezone.now(), "certified_revision": revision}
    rows = row_of(response).filter(state=ResponseState.OPEN)
    if not rows.exists():
        raise NoLongerOpen("These answers were sent or closed meanwhile.")
    if not rows.filter(revision=revision).update(**signed):
        raise SavedElsewhere("Somebody saved since these answers were read.")
    record_event(by=by, action="forms.response.certify", thing=response, after={"revision": revision})
    return row_of(response).select_related("version").get()
