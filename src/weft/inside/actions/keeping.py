"""Destroying files of the airlock that were kept long enough; what became of them stays as a row."""

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from weft.inside.models import Output
from weft.inside.rules import KEPT_INSIDE, KEPT_OUTSIDE
from weft.inside.states import OutputState
from weft.record.actions import record_event

AT_ONCE = 500  # files a run destroys


def destroy_due_files() -> str:
    """Destroy what is due. Safe to repeat: a file gone before its row says so is no fault."""
    now = timezone.now()
    did_not_leave = Q(
        state__in=[OutputState.SENT_BACK, OutputState.WITHDRAWN], over_at__lte=now - KEPT_INSIDE
    )
    may_have_left = Q(state=OutputState.CLEARED, second_at__lte=now - KEPT_OUTSIDE)
    outputs = Output.objects.unscoped("retention of the airlock").filter(file_gone_at=None)
    due = outputs.annotate(over_at=Coalesce("ended_at", "asked_at")).filter(did_not_leave | may_have_left)
    found = list(due[:AT_ONCE])
    for output in found:
        _destroy(output)
    return f"{len(found)} files of the airlock destroyed."


@transaction.atomic
def _destroy(output: Output) -> None:
    Output.objects.unscoped("retention of the airlock").filter(pk=output.pk).update(
        file_gone_at=timezone.now()
    )
    record_event(by=None, action="inside.output.destroy", thing=output, after={"digest": output.digest})
    transaction.on_commit(lambda: output.path.unlink(missing_ok=True))
