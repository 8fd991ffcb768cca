"""What waits in programmes for who is signed in."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.people.roles.actor import Actor
from weft.people.roles.policy import may
from weft.programmes.access import VERIFY, evidence_for
from weft.programmes.models import Evidence, Programme
from weft.programmes.states import EvidenceState
from weft.today.tasks import TodayTask


def tasks(actor: Actor) -> list[TodayTask]:
    """Evidence that waits to be checked."""
    return _evidence(evidence_for(actor)) if may(actor, VERIFY) else []


def tasks_of(actor: Actor, programme: Programme) -> list[TodayTask]:
    """The same, of one programme."""
    rows = evidence_for(actor).filter(requirement__programme=programme) if may(actor, VERIFY) else None
    return _evidence(rows) if rows is not None else []


def _evidence(rows: QuerySet[Evidence]) -> list[TodayTask]:
    count = rows.filter(state=EvidenceState.SUBMITTED).count()
    if not count:
        return []
    words = ngettext("thing to check that somebody showed", "things to check that people showed", count)
    return [
        TodayTask(
            count=count,
            words=words,
            url=reverse("evidence-list"),
            why=_("They wait to take a role in a programme."),
        )
    ]
