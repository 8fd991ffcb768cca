"""Forget what ran out: codes, counted tries, one-time links, invitations nobody took up. Run by the tick."""

from django.db import transaction
from django.utils import timezone

from weft.people.accounts import rules
from weft.people.accounts.limits import forget_old_tries
from weft.people.accounts.models import Code, Invitation, SignInLink
from weft.record.actions import record_event


@transaction.atomic
def forget_expired() -> int:
    """Returns how many rows went. An invitation leaves its event behind: it offered somebody a role."""
    now = timezone.now()
    gone = forget_codes() + forget_old_tries()
    gone += SignInLink.objects.filter(expires_at__lt=now).delete()[0]
    open_ = Invitation.objects.unscoped("the clock").filter(accepted_at=None)
    for invitation in open_.filter(expires_at__lt=now - rules.FORGET_INVITATIONS):
        record_event(by=None, action="role.forget", thing=invitation, after={"role": invitation.role})
        gone += invitation.delete()[0]
    return gone


def forget_codes() -> int:
    """Codes are of no use a quarter of an hour after they were made; a day later they go."""
    return Code.objects.filter(made_at__lt=timezone.now() - rules.FORGET_CODES).delete()[0]
