"""Keep the open feeds true to the sessions they follow from. Derived, hence without an event of their own."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from weft.gather.finding.models import FeedItem
from weft.gather.finding.rules import GONE_KEPT_FOR
from weft.gather.models import Session
from weft.gather.states import SessionState

SESSION, SERIES = FeedItem.Kind.SESSION, FeedItem.Kind.SERIES
AT_ONCE = 100


def publish(sessions: Iterable[Session]) -> None:
    """These sessions, and the activities they belong to, have changed. What is not public any more is told as gone."""
    now, there = timezone.now(), list(sessions)
    rows = {row.activity_id: row.activity for row in there}
    lines = [(SESSION, row.public_id, not row.activity.is_public or row.starts_at <= now) for row in there]
    ahead = set(_ahead(now).filter(activity__in=rows).values_list("activity", flat=True))
    lines += [(SERIES, row.public_id, not row.is_public or key not in ahead) for key, row in rows.items()]
    _write(lines, now)


def withdraw_past(*, now: datetime) -> None:
    """Sessions that have begun are gone, and series with none to come; what was told long enough is forgotten."""
    begun = Session.objects.filter(starts_at__lte=now, public_id=OuterRef("mark"))
    over = ~Exists(_ahead(now).filter(activity__public_id=OuterRef("mark")))
    shown = FeedItem.objects.filter(is_deleted=False)
    gone = {"is_deleted": True, "modified": moment_of(now)}
    shown.filter(Exists(begun), kind=SESSION).update(**gone)
    shown.filter(over, kind=SERIES).update(**gone)
    FeedItem.objects.filter(is_deleted=True, modified__lt=moment_of(now - GONE_KEPT_FOR)).delete()


def publish_all(*, now: datetime) -> None:
    """Every session to come, anew; for a restore."""
    publish(Session.objects.filter(starts_at__gt=now).select_related("activity"))


def moment_of(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _ahead(now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(state=SessionState.PLANNED, starts_at__gt=now)


def _write(lines: list[tuple[FeedItem.Kind, str, bool]], now: datetime) -> None:
    rows = [FeedItem(kind=kind, mark=mark, modified=moment_of(now)) for kind, mark, gone in lines if not gone]
    FeedItem.objects.bulk_create(
        rows, batch_size=AT_ONCE, update_conflicts=True, unique_fields=["kind", "mark"],
        update_fields=["modified", "is_deleted"],
    )  # fmt: skip
    for kind in (SESSION, SERIES):
        _tell_gone(kind, [mark for of, mark, gone in lines if gone and of == kind], now)


def _tell_gone(kind: FeedItem.Kind, marks: list[str], now: datetime) -> None:
    """Of what was never public a feed says nothing, nor when it changes: not even that it is gone."""
    shown = FeedItem.objects.filter(kind=kind, is_deleted=False)
    for start in range(0, len(marks), AT_ONCE):
        here = shown.filter(mark__in=marks[start : start + AT_ONCE])
        here.update(is_deleted=True, modified=moment_of(now))
