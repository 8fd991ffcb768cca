"""Keep in the record that an altered release was noticed and withheld."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.measure.models import Release
from weft.record.actions import name_of, record_event
from weft.record.models import Event

ALTERED = "measure.release.altered"


@transaction.atomic
def note_altered(*, release: Release, by: User | None) -> None:
    """Once a release: a page asked for again and again says nothing new."""
    if not Event.objects.filter(thing=name_of(release), action=ALTERED).exists():
        record_event(by=by, action=ALTERED, thing=release, after={"digest": release.digest})
