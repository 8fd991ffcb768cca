"""What waits in programmes for who is signed in."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.people.roles.actor import Actor
from weft.people.roles.policy import may
from weft.programmes.access import VERIFY, evidence_for
from weft.programmes.states import EvidenceState
from weft.today.tasks import TodayTask


def tasks(actor: Actor) -> list[TodayTask]:
    """Evidence that waits to be checked."""
    if not may(actor, VERIFY):
        return []
    count = evidence_for(actor).filter(state=EvidenceState.SUBMITTED).count()
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
