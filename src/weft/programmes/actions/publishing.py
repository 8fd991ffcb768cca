"""Publish figures of mixing for everybody, when enough came to hide each session among others. Run by the tick."""

import logging
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.programmes.errors import NotPublished
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing import mixing_due
from weft.programmes.queries.mixing.published import may_follow, standing
from weft.programmes.states import ProgrammeState
from weft.record.actions import record_event

LOG = logging.getLogger(__name__)
SAID = (
    "sessions",
    "people",
    "step",
    "value",
    "low",
    "high",
    "area",
    "why_not",
    "beside",
)  # as everybody reads it


def publish_mixing_due(*, now: datetime | None = None) -> str:
    """Every programme that was ever open; one that fails does not stop the others, and is told at the end."""
    many, failed = 0, []
    for programme in Programme.objects.exclude(state=ProgrammeState.DRAFT):
        try:
            many += len(publish_mixing(programme=programme, by=None, now=now))
        except Exception:  # told below; the log has the place without people's values
            LOG.exception("Figures of mixing of %s could not be published.", programme.key)
            failed.append(programme.key)
    if failed:
        raise NotPublished(f"Figures of mixing could not be published of: {', '.join(failed)}.")
    return f"{many} figures of mixing were published."


def publish_mixing(
    *, programme: Programme, by: User | None, now: datetime | None = None
) -> list[PublishedMixing]:
    """What is due of one programme; done again, nothing. Counted before anything is locked: a thousand sessions take
    seconds."""
    moment = now or timezone.now()
    rows = mixing_due(programme, moment)
    return _publish(programme=programme, rows=rows, now=moment, by=by) if rows else []


@transaction.atomic
def _publish(
    *, programme: Programme, rows: list[PublishedMixing], now: datetime, by: User | None
) -> list[PublishedMixing]:
    """Of two at once the second finds that what the first wrote rests."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    stands = standing(programme)
    rows = [each for each in rows if may_follow(stands.get(each.key), now)]
    if not rows:
        return []
    PublishedMixing.objects.bulk_create(rows)
    said = {row.key: {name: getattr(row, name) for name in SAID} for row in rows}
    record_event(by=by, action="programmes.mixing.publish", thing=programme, after=said)
    return rows
