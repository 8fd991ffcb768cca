"""Open a response, and keep its answers page by page."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
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
    values = {
        "answers": sealed(response, kept),
        "saved_at": timezone.now(),
        "language": filling.language or "",
    }
    unchanged = row_of(response).filter(state=ResponseState.OPEN, revision=revision)
    if not unchanged.update(revision=F("revision") + 1, **values):
        refuse(response)
    record_event(by=by, action="forms.response.save", thing=response, after={"revision": revision + 1})
    _bring_up_to_date(response, {**values, "revision": revision + 1})
    return response


def with_visit(kept: Kept, visit: Visit) -> Kept:
    if visit.page:
        seconds = kept.seen.get(visit.page, 0) + max(visit.seconds, 0)
        kept.seen[visit.page] = min(seconds, SECONDS_MOST)
    return kept


def _bring_up_to_date(response: Response, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(response, name, value)


def refuse(response: Response) -> None:
    """Raise what stands in the way of saving."""
    if row_of(response).get().state != ResponseState.OPEN:
        raise NoLongerOpen("These answers were sent or closed meanwhile.")
    raise SavedElsewhere("Somebody saved since these answers were read.")


def row_of(response: Response) -> ScopedQuerySet[Response]:
    return Response.objects.unscoped("the row an action was handed").filter(pk=response.pk)
