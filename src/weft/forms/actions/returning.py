"""Give out the code that opens a response on another device."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.forms.actions.refusals import NoLongerOpen
from weft.forms.actions.saving import row_of
from weft.forms.codes import digest_of, new_code
from weft.forms.models import Response
from weft.forms.states import ResponseState
from weft.record.actions import record_event


@transaction.atomic
def give_return_code(*, response: Response, by: User | None) -> str:
    """A fresh code; the one given before opens nothing any more. It is told once and kept as a digest only."""
    code = new_code()
    if not row_of(response).filter(state=ResponseState.OPEN).update(return_digest=digest_of(code)):
        raise NoLongerOpen("These answers were sent or closed meanwhile.")
    record_event(by=by, action="forms.response.code", thing=response)
    return code
