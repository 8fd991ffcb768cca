"""Is a frozen release still what was published? Asked whenever figures are read from the database to be shown."""

from collections.abc import Iterable

from weft.measure.cube.seal import kept_content, seal_of, seal_of_changes
from weft.measure.models import Release
from weft.record.models import Event

SAID_WHEN = ("measure.release.publish", "measure.release.import")


class NotWhole(Exception):
    """A frozen release was altered behind Weft's back: its figures are withheld."""

    def __init__(self, release: Release) -> None:
        super().__init__(f"{release} ({release.public_id}) is not what was published.")
        self.release = release


def is_whole(release: Release) -> bool:
    """Every figure, fact and comparison is as it was sealed."""
    fresh = Release.objects.get(pk=release.pk)  # all of it: the one at hand may have been read in part
    return fresh.seal == seal_of(kept_content(fresh)) and fresh.changes_seal == seal_of_changes(fresh)


def refuse_altered(releases: Iterable[Release]) -> None:
    """Raise NotWhole for the first that is not."""
    for release in releases:
        if not is_whole(release):
            raise NotWhole(release)


def faults_of(release: Release) -> list[str]:
    """What is wrong with a frozen release, also against what the record said of it; nothing when it is whole."""
    faults = [] if is_whole(release) else ["its figures or facts were altered after it was published"]
    thing = f"measure.release:{release.public_id}"
    said = Event.objects.filter(thing=thing, action__in=SAID_WHEN).order_by("number").first()
    if said is None:  # releases of before there was a record are in no event
        return [*faults, "the record does not tell of its publication"] if release.audited else faults
    if said.after.get("digest") != release.digest:
        faults.append("its fingerprint is not the one in the record")
    if release.audited and release.digest != release.seal:
        faults.append("its seal is not its fingerprint")
    return faults
