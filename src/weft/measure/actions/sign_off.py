"""Sign a release off, or send it back: never by whoever made it."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.measure.actions.moving import move_release
from weft.measure.actions.publish import Altered
from weft.measure.cube.seal import seal_of
from weft.measure.models import Proposal
from weft.measure.rules import RISKS, SignOffRefused, refuse_sign_off
from weft.measure.states import ReleaseState
from weft.record.actions import record_event


@transaction.atomic
def sign_off(*, proposal: Proposal, notes: dict[str, str], by: User) -> Proposal:
    """Answer each of the seven risks with a note and let the release go out, as it is.

    Raises: SignOffRefused, WrongState; Altered when it is not what was built.
    """
    refuse_sign_off(proposal, notes, by)
    if seal_of(proposal.content) != proposal.digest:
        raise Altered(f"{proposal} is not what was built. Send it back, to be built again.")
    checklist = {risk: notes[risk].strip() for risk in RISKS}
    said = {"checker": by, "signed_at": timezone.now(), "checklist": checklist}
    move_release(proposal=proposal, to=ReleaseState.SIGNED, **said)
    after = {"digest": proposal.digest, "checklist": checklist}
    record_event(by=by, action="measure.release.sign", thing=proposal, after=after)
    return proposal


@transaction.atomic
def send_back(*, proposal: Proposal, reason: str, by: User) -> Proposal:
    """Refuse to sign; the maker reads why. Raises: SignOffRefused, WrongState."""
    if proposal.maker_id == by.pk:
        raise SignOffRefused("You made this release. Take it back instead.")
    if not reason.strip():
        raise SignOffRefused("Say what has to change.")
    said = {"checker": by, "problem": reason.strip(), "content": {}}
    move_release(proposal=proposal, to=ReleaseState.SENT_BACK, **said)
    record_event(by=by, action="measure.release.send_back", thing=proposal, reason=reason.strip())
    return proposal
