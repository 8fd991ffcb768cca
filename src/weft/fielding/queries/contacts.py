"""Which letters and e-mails are due, to whom nobody wrote yet and who has not answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from weft.fielding.models import Contact, Fieldwork
from weft.fielding.states import CaseState, Occurrence


def waiting(rows: "QuerySet[Contact]") -> "QuerySet[Contact]":
    """Of some contacts, those still to be made: not sent, not stopped, and the case still being asked."""
    return rows.filter(sent_at=None, stopped_at=None, case__state=CaseState.OPEN)


def due(fieldwork: Fieldwork, channel: str, today: date | None = None) -> "QuerySet[Contact]":
    """Contacts of one channel that are due on a day."""
    day = today or timezone.localdate()
    rows = Contact.objects.filter(case__address__fieldwork=fieldwork, channel=channel, due_on__lte=day)
    return waiting(rows).order_by("case__address_id", "case_id")


@dataclass(frozen=True)
class Due:
    """Letters of one kind that are due."""

    occurrence: str
    count: int
    due_on: date

    @property
    def words(self) -> str:
        return str(Occurrence(self.occurrence).label)


def due_by_kind(fieldwork: Fieldwork, channel: str, today: date | None = None) -> list[Due]:
    """What waits to be printed, in the order of the schedule."""
    rows = (
        due(fieldwork, channel, today)
        .filter(batch=None)
        .order_by()
        .values("occurrence")
        .annotate(count=Count("pk"), first=Min("due_on"))
    )
    found = {row["occurrence"]: Due(row["occurrence"], row["count"], row["first"]) for row in rows}
    return [found[each] for each in Occurrence.values if each in found]


def next_due(fieldwork: Fieldwork) -> date | None:
    """The next day anything is due."""
    rows = waiting(Contact.objects.filter(case__address__fieldwork=fieldwork, batch=None))
    found: date | None = rows.aggregate(first=Min("due_on"))["first"]
    return found
