"""Two entries side by side, and merges with the names of what was joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.models import Membership, Merge, Organisation, Person
from weft.people.models.duplicates import Kind
from weft.people.queries.members import role_words
from weft.people.queries.organisations import numbers_of
from weft.people.queries.persons import LABELS, value_of
from weft.people.rules.duplicates import (
    SAME_DOMAIN,
    SAME_EMAIL,
    SAME_NAME,
    SAME_NUMBER,
    SAME_PHONE,
    SAME_TITLE,
)

MOST_MERGES = 20
WHY = "staff compare two entries"
REASONS: dict[str, Any] = {
    SAME_EMAIL: gettext_lazy("the same e-mail address"),
    SAME_PHONE: gettext_lazy("the same phone number"),
    SAME_NAME: gettext_lazy("names almost alike in the same area"),
    SAME_NUMBER: gettext_lazy("the same number in a register"),
    SAME_DOMAIN: gettext_lazy("e-mail addresses of the same domain"),
    SAME_TITLE: gettext_lazy("the same name, but for words like Ltd, CIC or The"),
}


@dataclass(frozen=True)
class Compared:
    """One line of the comparison."""

    label: Any
    one: str
    other: str

    @property
    def differs(self) -> bool:
        return self.one != self.other


def reasons(found: Iterable[str]) -> str:
    """Why two entries look like one, in words."""
    return ", ".join(str(REASONS[each]) for each in found)


def compared(one: Person | Organisation, other: Person | Organisation) -> list[Compared]:
    """What is kept about the two, line by line."""
    if isinstance(one, Person) and isinstance(other, Person):
        lines = [
            Compared(label, value_of(one, name), value_of(other, name)) for name, label in LABELS.items()
        ]
    else:
        lines = [
            Compared(label, *(_of(each, name) for each in (one, other)))
            for name, label in ORGANISATION.items()
        ]
    held = _roles(one), _roles(other)
    added = (f"{each.created_at:%d.%m.%Y}" for each in (one, other))
    return [*lines, Compared(_("Roles"), *held), Compared(_("Added"), *added)]


ORGANISATION: dict[str, Any] = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("What it is"),
    "numbers": gettext_lazy("Numbers"),
    "email": gettext_lazy("E-mail address"),
    "website": gettext_lazy("Website"),
    "area": gettext_lazy("Area"),
    "verified": gettext_lazy("Verified"),
}


def _of(entry: Any, name: str) -> str:
    if name == "numbers":
        return ", ".join(f"{register} {number}" for register, number in numbers_of(entry))
    if name == "kind":
        return str(entry.get_kind_display())
    if name == "verified":
        return _("Yes") if entry.is_verified else _("No")
    return str(getattr(entry, name) or "")


def _roles(entry: Person | Organisation) -> str:
    rows = Membership.objects.unscoped(WHY).filter(Membership.in_force(timezone.localdate()))
    if isinstance(entry, Organisation):
        return _("%(number)s people") % {"number": rows.filter(organisation=entry).count()}
    held = rows.filter(person=entry).select_related("organisation").order_by("organisation__name", "role")
    return ", ".join(f"{role_words(row.role)}, {row.organisation.name}" for row in held)


def merged_lately(merges: QuerySet[Merge]) -> list[tuple[Merge, str, str]]:
    """The last merges with the names of what was kept and what was merged."""
    rows = list(merges[:MOST_MERGES])
    return [(merge, *names) for merge, names in zip(rows, names_of(rows), strict=True)]


def names_of(merges: list[Merge]) -> list[tuple[str, str]]:
    """(kept, merged) by name, two queries for however many."""
    ids = {each for merge in merges for each in (merge.kept, merge.merged)}
    names: dict[tuple[str, str], str] = {}
    for kind, model in ((Kind.PERSON, Person), (Kind.ORGANISATION, Organisation)):
        rows = model.objects.unscoped(WHY).filter(public_id__in=ids)
        names |= {(str(kind), each): name for each, name in rows.values_list("public_id", "name")}
    return [
        (names.get((merge.kind, merge.kept), ""), names.get((merge.kind, merge.merged), ""))
        for merge in merges
    ]
