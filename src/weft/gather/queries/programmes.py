"""What takes place in a programme, for those who plan it: its activities of the blueprint, in the edition that runs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.http import Http404

from weft.gather.models import Activity
from weft.gather.queries.planning import PLAN
from weft.gather.told import ActivityTold
from weft.people.roles.actor import Actor
from weft.programmes.access import one_programme, programmes_of
from weft.programmes.models import Edition, Programme
from weft.programmes.states import ProgrammeState


@dataclass(frozen=True)
class Offered:
    """One activity of the blueprint, and those that were made of it in the edition."""

    told: ActivityTold
    made: list[Activity]


def programmes_planned(actor: Actor) -> QuerySet[Programme]:
    """Open programmes in which somebody may plan."""
    return programmes_of(actor, PLAN).filter(state=ProgrammeState.OPEN).order_by("title")


def programme_planned(actor: Actor, key: str) -> Programme:
    return one_programme(actor, key, PLAN)


def running_edition(programme: Programme, on: date) -> Edition | None:
    """The edition that runs on a day, else the one that begins next."""
    rows = programme.editions.filter(ends_on__gte=on).order_by("starts_on", "pk")
    return rows.first()


def offered(programme: Programme, edition: Edition | None) -> list[Offered]:
    """Every activity of the blueprint, with what was made of it."""
    made: dict[str, list[Activity]] = {}
    if edition is not None:
        for each in edition.activities.select_related("organisation").order_by("title", "pk"):
            made.setdefault(each.kind, []).append(each)
    return [Offered(each, made.get(each.key, [])) for each in activities_told(programme)]


def activities_told(programme: Programme) -> Iterable[ActivityTold]:
    return [ActivityTold.of(each) for each in programme.told.get("activities", ())]


def activity_told(programme: Programme, kind: str) -> ActivityTold:
    """What the blueprint says of a kind; 404 for one it does not name."""
    for each in activities_told(programme):
        if each.key == kind:
            return each
    raise Http404
