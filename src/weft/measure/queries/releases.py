"""Which releases there are, and which of them say something about an indicator."""

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from weft.measure.models import Proposal, Release


def current_releases() -> QuerySet[Release]:
    """The current release of every wave, latest wave first."""
    return Release.objects.filter(is_current=True).order_by("-period", "series", "-published_at")


def releases_with(indicator_id: str) -> QuerySet[Release]:
    """Current releases that hold any version of an indicator, latest wave first."""
    return current_releases().filter(
        is_version_of(indicator_id, "estimates__indicator"), estimates__breakdown=""
    )


def is_version_of(indicator_id: str, field: str = "indicator") -> Exact:
    """Any version of just this indicator. SQLite's `startswith` would take r1 and R1 for the same."""
    start = f"{indicator_id}@"
    return Exact(Left(field, len(start)), start)


def current_digests(indicator_id: str = "") -> tuple[str, ...]:
    """The fingerprints of the current releases (of those with an indicator): what a page may be kept by."""
    found = releases_with(indicator_id) if indicator_id else current_releases()
    return tuple(f"{pk}:{digest}" for pk, digest in found.values_list("pk", "digest"))


def replaced_by(release: Release) -> Release | None:
    """The current release of the same wave, when this one was replaced."""
    if release.is_current:
        return None
    return Release.objects.filter(series=release.series, period=release.period, is_current=True).first()


def way_out_of(release: Release) -> Proposal | None:
    """What was planned, found and signed on the way to a release: public with it."""
    every = Proposal.objects.unscoped("what is public of a public release")
    return every.defer("content").filter(release=release).first()
