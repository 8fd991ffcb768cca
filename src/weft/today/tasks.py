"""What a room says on Today, and how it is put in order."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from weft.people.roles.actor import Actor

THIS_WEEK = timedelta(days=7)


class Whose(StrEnum):
    """Whom it waits for: me, somebody else, or nobody (it is simply on)."""

    MINE = "mine"
    OTHERS = "others"
    ON = "on"


@dataclass(frozen=True)
class TodayTask:
    """One line. count and words read together: 2, "returns to check". A day without an hour is due by its end."""

    count: int
    words: str
    url: str = ""
    why: str = ""
    due_at: date | datetime | None = None
    state: Whose = Whose.MINE

    @property
    def due_on(self) -> date | None:
        if isinstance(self.due_at, datetime):
            return timezone.localtime(self.due_at).date()
        return self.due_at

    @property
    def hour(self) -> datetime | None:
        return timezone.localtime(self.due_at) if isinstance(self.due_at, datetime) else None


@dataclass
class Board:
    """Everything on Today for one actor, each list by deadline."""

    today: date
    late: list[TodayTask] = field(default_factory=list)
    by_tonight: list[TodayTask] = field(default_factory=list)
    this_week: list[TodayTask] = field(default_factory=list)
    later: list[TodayTask] = field(default_factory=list)
    others: list[TodayTask] = field(default_factory=list)
    on: list[TodayTask] = field(default_factory=list)

    @property
    def mine(self) -> list[TodayTask]:
        return [*self.late, *self.by_tonight, *self.this_week, *self.later]

    def list_of(self, task: TodayTask) -> list[TodayTask]:
        """Where a line belongs."""
        if task.state != Whose.MINE:
            return self.others if task.state == Whose.OTHERS else self.on
        if task.due_on is None or task.due_on > self.today + THIS_WEEK:
            return self.later
        if task.due_on < self.today:
            return self.late
        return self.by_tonight if task.due_on == self.today else self.this_week


def board(actor: Actor, today: date) -> Board:
    """Ask every source, and put what they say in order: the earliest first, what has no day last."""
    made = Board(today)
    said = [task for path in settings.TODAY_SOURCES for task in import_string(path)(actor)]
    for task in sorted(said, key=lambda task: (task.due_on or date.max, task.hour is None, task.words)):
        made.list_of(task).append(task)
    return made


def notes(actor: Actor) -> list[str]:
    """Sentences for the side of the page: mail, backups, checks."""
    return [sentence for path in settings.TODAY_NOTES for sentence in import_string(path)(actor)]
