"""Say who of an organisation sees to which section."""

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.db import transaction

from weft.forms.models import Response, SectionOwner
from weft.forms.queries.owners import co_editors
from weft.people.models import Person
from weft.record.actions import record_event


class NotACoEditor(Exception):
    """Only somebody who may answer it sees to a section."""


@transaction.atomic
def name_owners(*, response: Response, owners: Mapping[str, Person | None], by: User | None) -> None:
    """Keep who sees to each section named; None for nobody. Raises NotACoEditor."""
    chosen = {person.pk for person in owners.values() if person}
    if chosen - set(co_editors(response).values_list("pk", flat=True)):
        raise NotACoEditor
    rows = SectionOwner.objects.unscoped("the response an action was handed").filter(response=response)
    before = dict(rows.values_list("section", "person__public_id"))
    for section, person in owners.items():
        if person is None:
            rows.filter(section=section).delete()
        else:
            door = SectionOwner.objects.unscoped("the response an action was handed")
            door.update_or_create(response=response, section=section, defaults={"person": person})
    after = dict(rows.values_list("section", "person__public_id"))
    if before != after:
        record_event(by=by, action="forms.response.owners", thing=response, before=before, after=after)
