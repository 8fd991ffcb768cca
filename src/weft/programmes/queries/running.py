"""What the page of a programme shows to those who run it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from weft.people.roles.actor import Actor
from weft.programmes.models import Edition, Evidence, Programme
from weft.programmes.queries.evidence import HOLDS, standing
from weft.programmes.queries.figures import Counted as Fact
from weft.programmes.queries.figures import Coverage, Figure, coverage, facts_of, figures_of
from weft.programmes.rules import EXPIRING_DAYS
from weft.programmes.states import EvidenceState, ProgrammeState
from weft.today.tasks import TodayTask

KINDS = {
    "gather.attendance": _lazy("Came to a session"),
    "gather.meeting": _lazy("Met as a pair, by its volunteer"),
}


@dataclass(frozen=True)
class Shown:
    """One person's evidence for one requirement of a programme."""

    evidence: Evidence
    words: str
    holds: bool


@dataclass(frozen=True)
class Counted:
    """People beside the times they came, of one kind of fact; hours are of everybody who came with them.

    Kinds have pseudonyms of their own, so the people of two kinds are never one number.
    """

    kind: str
    people: int
    times: int
    hours: float

    @property
    def words(self) -> str:
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class ToCheck:
    waiting: list[Evidence]
    expiring: list[Evidence]
    expired: list[Evidence]


def targets_by_edition(programme: Programme) -> list[tuple[Edition, list[Coverage]]]:
    editions = programme.editions.prefetch_related("targets").select_related("programme")
    return [(each, coverage(each)) for each in editions]


def people_and_visits(programme: Programme) -> list[Counted]:
    """Distinct people and visits, as hosts and pairs stood for them; nameless guests count each time."""
    kept = facts_of(programme, KINDS, None)
    return [_counted(kind, facts) for kind, facts in kept.items() if facts]


def _counted(kind: str, facts: list[Fact]) -> Counted:
    named = len({each.key for each in facts if each.key})
    said = [each.answers.get("minutes") for each in facts]
    minutes = sum(float(each) for each in said if isinstance(each, int | float))
    return Counted(kind, named + sum(not each.key for each in facts), len(facts), minutes / 60)


def next_things(programme: Programme, actor: Actor) -> list[TodayTask]:
    """What to do next: of the programme itself, and of the rooms that run it."""
    rooms = [import_string(name)(actor, programme) for name in settings.PROGRAMME_SOURCES]
    return [*_of_editions(programme), *(each for room in rooms for each in room)]


def _of_editions(programme: Programme) -> list[TodayTask]:
    here, today = reverse("edition-open", args=[programme.key]), timezone.localdate()
    editions = list(programme.editions.all())
    if not editions:
        return [TodayTask(1, _("edition to open"), here, _("Nothing is counted before."))]
    if programme.state == ProgrammeState.OPEN and all(each.ends_on < today for each in editions):
        return [
            TodayTask(1, _("edition to open"), here, _("The last one is over, and the programme is open."))
        ]
    return []


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
