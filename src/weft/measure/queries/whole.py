"""Is a frozen release still what was published? Asked whenever figures are read from the database to be shown."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from weft.measure.cube.contents import contents_of
from weft.measure.cube.seal import CHANGES, FIGURES, content_with, seal_of, seal_of_change_rows
from weft.measure.models import Change, Contents, Estimate, Release
from weft.record.models import Event

SAID_WHEN = ("measure.release.publish", "measure.release.import")


class NotWhole(Exception):
    """A frozen release was altered behind Weft's back: its figures are withheld."""

    def __init__(self, release: Release) -> None:
        super().__init__(f"{release} ({release.public_id}) is not what was published.")
        self.release = release


def is_whole(release: Release) -> bool:
    """Every figure, fact and comparison is as it was sealed."""
    return not altered_of([release])


def altered_of(releases: Iterable[Release]) -> list[Release]:
    """Those that are not what was published; three queries however many."""
    pks = [release.pk for release in releases]
    fresh = Release.objects.filter(pk__in=pks)  # all of each: those at hand may have been read in part
    figures = _by_release(
        Estimate.objects.filter(release__in=pks).order_by().values_list("release_id", *FIGURES)
    )
    changes = _by_release(
        Change.objects.filter(release__in=pks).order_by().values_list("release_id", *CHANGES)
    )
    return [
        release
        for release in fresh
        if release.seal != seal_of(content_with(release, figures[release.pk]))
        or release.changes_seal != seal_of_change_rows(changes[release.pk])
    ]


def _by_release(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for pk, *values in rows:
        found[pk].append(tuple(values))
    return found


def refuse_altered(releases: Iterable[Release]) -> None:
    """Raise NotWhole for the first that is not."""
    for release in altered_of(releases):
        raise NotWhole(release)


def faults_of(release: Release) -> list[str]:
    """What is wrong with a frozen release, also against what the record said of it; nothing when it is whole."""
    faults = [] if is_whole(release) else ["its figures or facts were altered after it was published"]
    if not has_whole_contents(release):
        faults.append("its table of contents is not that of its figures")
    thing = f"measure.release:{release.public_id}"
    said = Event.objects.filter(thing=thing, action__in=SAID_WHEN).order_by("number").first()
    if said is None:  # releases of before there was a record are in no event
        return [*faults, "the record does not tell of its publication"] if release.audited else faults
    if said.after.get("digest") != release.digest:
        faults.append("its fingerprint is not the one in the record")
    if release.audited and release.digest != release.seal:
        faults.append("its seal is not its fingerprint")
    if "contents" in said.after and said.after["contents"] != release.contents_seal:
        faults.append("its table of contents is not the one in the record")
    return faults


def has_whole_contents(release: Release) -> bool:
    """Its table of contents is what its figures give; so is none, of a release older than such tables."""
    held = Contents.objects.filter(release=release.pk).values_list("held", flat=True).first()
    if not release.contents_seal:
        return held is None
    rows = release.estimates.values_list(*FIGURES)
    return held is not None and seal_of(held) == release.contents_seal and held == contents_of(release, rows)
