"""What the page of a programme shows to those who run it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from weft.programmes.models import Edition, Evidence, Programme
from weft.programmes.queries.evidence import HOLDS, standing
from weft.programmes.queries.figures import Coverage, Figure, coverage, figures_of
from weft.programmes.rules import EXPIRING_DAYS
from weft.programmes.states import EvidenceState


@dataclass(frozen=True)
class Shown:
    """One person's evidence for one requirement of a programme."""

    evidence: Evidence
    words: str
    holds: bool


@dataclass(frozen=True)
class ToCheck:
    waiting: list[Evidence]
    expiring: list[Evidence]
    expired: list[Evidence]


def targets_by_edition(programme: Programme) -> list[tuple[Edition, list[Coverage]]]:
    editions = programme.editions.prefetch_related("targets").select_related("programme")
    return [(each, coverage(each)) for each in editions]


def all_figures(programme: Programme) -> list[Figure]:
    return figures_of(programme)


def who_showed_what(rows: QuerySet[Evidence], programme: Programme) -> list[Shown]:
    """Of the people an actor may check: what each has shown, those who lack something first."""
    today = timezone.localdate()
    found = rows.filter(requirement__programme=programme).select_related("requirement", "person")
    shown = [(each, standing(each, today)) for each in found]
    told = [Shown(each, stands.words, stands in HOLDS) for each, stands in shown]
    return sorted(told, key=lambda each: (each.holds, each.evidence.person.name))


def to_check(rows: QuerySet[Evidence], on: date) -> ToCheck:
    """What waits, what runs out within the days of the rule, what ran out in the last of them."""
    found = rows.select_related("requirement__programme", "person")
    verified = found.filter(state=EvidenceState.VERIFIED).order_by("valid_until", "pk")
    span = timedelta(days=EXPIRING_DAYS)
    return ToCheck(
        waiting=list(found.filter(state=EvidenceState.SUBMITTED).order_by("made_at", "pk")),
        expiring=list(verified.filter(valid_until__range=(on, on + span))),
        expired=list(verified.filter(valid_until__range=(on - span, on - timedelta(days=1)))),
    )
