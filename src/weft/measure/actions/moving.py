"""Move a release on its way out from state to state, and say which estimates it was made of."""

import hashlib
import json
from typing import Any

from weft.measure.models import Proposal, Survey
from weft.measure.states import RELEASE_MOVES, ReleaseState, WrongState


def move_release(*, proposal: Proposal, to: ReleaseState, **also: Any) -> Proposal:
    """Move it on by a conditional update, so that of two at once one is refused. also: fields that change with it."""
    allowed_from = [state for state, targets in RELEASE_MOVES.items() if to in targets]
    here = Proposal.objects.unscoped("a release held").filter(pk=proposal.pk, state__in=allowed_from)
    moved = here.update(state=to, **also)
    proposal.refresh_from_db()
    if not moved:
        raise WrongState(proposal, proposal.state, to)
    return proposal


def mark_of(survey: Survey) -> str:
    """The fingerprint of the estimates and the recipe a release is built from."""
    text = json.dumps([survey.recipe, survey.evidence], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def is_of(proposal: Proposal, survey: Survey) -> bool:
    """Whether the survey still says what it said when the release was drafted."""
    return proposal.evidence_sha == mark_of(survey)
