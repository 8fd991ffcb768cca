"""One response by its public id, with its version, its form and its key: a question asked at every page."""

from django.db.models import QuerySet

from weft.forms.answers import hold_key, with_keys
from weft.forms.models import Response
from weft.record.lookup import Lookup


def _named(public_id: str) -> QuerySet[Response]:
    rows = Response.objects.unscoped("whoever asks has decided who may: access.response_for, an action")
    return (
        with_keys(rows.filter(public_id=public_id))
        .select_related("version__form")
        .defer("version__source", "version__xform")
    )


_NAMED = Lookup(_named, 1)


def response_named(public_id: str) -> Response | None:
    """The row as it is now, its key in hand; None where there is none."""
    found = _NAMED.first(public_id)
    if found is not None:
        hold_key(found)
    return found
