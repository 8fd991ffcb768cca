"""Stored forms and responses for the tests of answers out and paper in."""

import hashlib

from django.utils import timezone

from tests.forms.exports import small
from weft.forms.actions.responses import open_response, save_answers, submit_response
from weft.forms.answers import filling_of
from weft.forms.models import Form, FormVersion, Response
from weft.forms.states import VersionState


def form(*tables: str, key: str = "neighbours") -> Form:
    """A form whose versions were made of these tables; the last one is live."""
    made = Form.objects.create(key=key, title="Neighbours")
    for number, table in enumerate(tables, start=1):
        add(made, table, number)
    return made


def add(form: Form, table: str, number: int) -> None:
    """One more version, now the live one."""
    form.versions.filter(state=VersionState.LIVE).update(state=VersionState.CLOSED)
    xform = small.xform(table)
    FormVersion.objects.create(
        form=form,
        number=number,
        state=VersionState.LIVE,
        source=b"",
        source_name="neighbours.md",
        xform=xform,
        digest=hashlib.sha256(xform.encode()).hexdigest(),
        languages=["English (en)", "Arabic (ar)"],
        live_at=timezone.now(),
    )


def response(
    form: Form, number: int, answers: dict[str, str], reasons: dict[str, str] | None = None, *, is_test: bool = False,
    sent: bool = True,
) -> Response:  # fmt: skip
    version = form.versions.get(number=number)
    opened = open_response(version=version, is_test=is_test, language="English (en)", by=None)
    filling = filling_of(opened)
    for ref, value in answers.items():
        while "[" in ref and not _there(filling, ref):
            filling.add(ref.partition("[")[0])
        filling.set(ref, value)
    for ref, reason in (reasons or {}).items():
        filling.leave(ref, reason)
    saved = save_answers(
        response=opened, filling=filling, revision=opened.revision, seconds=30, page="p", by=None
    )
    return submit_response(response=saved, by=None) if sent else saved


def _there(filling: object, ref: str) -> bool:
    place = ref.partition("]")[0] + "]"
    return any(each.ref == place for each in filling.walk(include_irrelevant=True))  # type: ignore[attr-defined]
