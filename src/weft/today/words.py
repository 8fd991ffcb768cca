"""The plain sentence on top of Today, and a deadline in words."""

from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from weft.today.tasks import Board, TodayTask

NUMBERS = (
    gettext_lazy("no"), gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four"),
    gettext_lazy("five"), gettext_lazy("six"), gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine"),
)  # fmt: skip


def number(count: int) -> str:
    """Up to nine in words, as a sentence has it."""
    return str(NUMBERS[count]) if count < len(NUMBERS) else str(count)


def sentence(found: Board) -> str:
    """ "Six things need you, two of them today. Nothing is late." """
    return " ".join([_ended(date_format(found.today, "l j F")), _needs(found), _late(found)]).strip()


def _needs(found: Board) -> str:
    count, tonight = _sum(found.mine), _sum(found.by_tonight)
    if not count:
        return _("Nothing needs you.")
    said = ngettext("%(count)s thing needs you", "%(count)s things need you", count)
    start = _capital(said % {"count": number(count)})
    if not tonight and count == 1:
        return _ended(start)
    if not tonight:
        return _ended(start, _("none of them today"))
    if tonight == count:
        return _ended(start, _("today") if count == 1 else _("all of them today"))
    return _ended(start, _("%(count)s of them today") % {"count": number(tonight)})


def _ended(start: str, rest: str = "") -> str:
    """A sentence with the comma and the full stop of the reader's language."""
    said = _("%(start)s, %(rest)s.") if rest else _("%(start)s.")
    return said % {"start": start, "rest": rest}


def _late(found: Board) -> str:
    count = _sum(found.late)
    if not count:
        return _("Nothing is late.")
    said = ngettext("%(count)s is late.", "%(count)s are late.", count)
    return _capital(said % {"count": number(count)})


def _sum(tasks: list[TodayTask]) -> int:
    return sum(task.count for task in tasks)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def clock(at: datetime) -> str:
    """ "5pm", "8.22am"."""
    return date_format(at, "gA" if at.minute == 0 else "g.iA").lower()


def by_when(task: TodayTask, today: date) -> tuple[str, str]:
    """A deadline as a bold word and what follows it: ("Thursday", "in 2 days"), ("Today", "5pm")."""
    if task.due_on is None:
        return "", ""
    days = (task.due_on - today).days
    if days == 0:
        return _("Today"), clock(task.hour) if task.hour else ""
    if days < 0:
        return date_format(task.due_on, "j F"), ngettext("%(n)s day late", "%(n)s days late", -days) % {
            "n": -days
        }
    day = date_format(task.due_on, "l") if days < 7 else date_format(task.due_on, "j F")
    return day, ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
