"""Give a person everything kept about them, as one file; the giving is itself an event."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.people.models import Person
from weft.people.mydata.archive import archive
from weft.people.mydata.subject import held_about
from weft.record.actions import record_event


@transaction.atomic
def download_data(*, person: Person, by: User | None) -> bytes:
    """A zip with a page to read, JSON and CSV."""
    held = held_about(person, by=by)
    record_event(by=by, action="people.person.download", thing=person, purpose="subject_access")
    return archive(held)
