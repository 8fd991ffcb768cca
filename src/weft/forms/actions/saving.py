"""Open a response, and keep its answers page by page."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from weft.forms.actions.refusals import NoLongerOpen, SavedElsewhere
from weft.forms.answers import Kept, kept_in, sealed, with_versions
from weft.forms.engine import Filling
from weft.forms.models import FormVersion, Response
from weft.forms.rules import SECONDS_MOST
from weft.forms.states import Mode, ResponseState
from weft.people.models import Group, Organisation, Person
from weft.people.roles.scoping import ScopedQuerySet
from weft.record.actions import record_event
from weft.record.once import do_once
from weft.record.prepared import prepared_cursor

OPEN = "forms.response.open"


def open_response(
    *,
    version: FormVersion,
    about: str = "",
    mode: str = Mode.WEB,
    language: str = "",
    person: Person | None = None,
    organisation: Organisation | None = None,
    group: Group | None = None,
    is_test: bool = False,
    key: str = "",
    by: User | None,
) -> Response:
    """Begin a response; the same key begins it once. A response of a party (organisation, group) is the party's."""

    def make() -> Response:
        made = Response.objects.create(
            version=version, about=about, mode=mode, language=language, is_test=is_test,
            person=person, organisation=organisation, group=group, instance_id=f"uuid:{uuid.uuid4()}",
        )  # fmt: skip
        note_use(version, is_test=is_test)
        told = {"version": version.public_id, "mode": str(mode), "test": is_test}
        record_event(by=by, action=OPEN, thing=made, after=told)
        return made

    return do_once(key=key, action=OPEN, by=by, make=make)


def note_device(response: Response, device: str) -> None:
    """Keep the kind of device a response was begun on (forms.devices), part of a larger action. Another device it is
    gone on with changes nothing."""
    if device and "device" not in response.timings:
        response.timings = {**response.timings, "device": device}
        row_of(response).update(timings=response.timings)


def note_use(version: FormVersion, *, is_test: bool) -> None:
    """From its first real response on a version no longer changes."""
    if not is_test and version.used_at is None:
        FormVersion.objects.filter(pk=version.pk, used_at=None).update(used_at=timezone.now())


@dataclass(frozen=True)
class Visit:
    """The page that was answered, and how long it took."""

    page: str = ""
    seconds: int = 0


@transaction.atomic
def save_answers(
    *, response: Response, filling: Filling, revision: int, page: str = "", seconds: int = 0, by: User | None
) -> Response:
    """Keep the answers read at `revision`. Raises SavedElsewhere when somebody saved since, NoLongerOpen."""
    if response.revision != revision:
        refuse(response)
    kept = with_visit(with_versions(kept_in(response), filling, revision + 1), Visit(page, seconds))
    values: dict[str, Any] = {
        "answers": sealed(response, kept),
        "saved_at": timezone.now(),
        "language": filling.language or "",
        "revision": revision + 1,
    }
    if not _write_unchanged(response, revision, values):
        refuse(response)
    record_event(by=by, action="forms.response.save", thing=response, after={"revision": revision + 1})
    _bring_up_to_date(response, values)
    return response


def _write_unchanged(response: Response, revision: int, values: Mapping[str, Any]) -> bool:
    """Write where the row is open and nobody saved since. In SQL of our own: it happens on every page of every form,
    and Django writes its SQL anew each time."""
    fields = [field for field in Response._meta.concrete_fields if field.name in values]
    given = [field.get_db_prep_save(values[field.name], connection) for field in fields]
    columns = ", ".join(f"{field.column} = %s" for field in fields)
    with prepared_cursor() as cursor:
        cursor.execute(
            f"UPDATE forms_response SET {columns} WHERE id = %s AND state = %s AND revision = %s",  # noqa: S608
            [*given, response.pk, str(ResponseState.OPEN), revision],
        )
        return bool(cursor.rowcount)


def _bring_up_to_date(response: Response, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(response, name, value)


def with_visit(kept: Kept, visit: Visit) -> Kept:
    if visit.page:
        seconds = kept.seen.get(visit.page, 0) + max(visit.seconds, 0)
        kept.seen[visit.page] = min(seconds, SECONDS_MOST)
    return kept


def refuse(response: Response) -> None:
    """Raise what stands in the way of saving."""
    if row_of(response).get().state != ResponseState.OPEN:
        raise NoLongerOpen("These answers were sent or closed meanwhile.")
    raise SavedElsewhere("Somebody saved since these answers were read.")


def row_of(response: Response) -> ScopedQuerySet[Response]:
    return Response.objects.unscoped("the row an action was handed").filter(pk=response.pk)
