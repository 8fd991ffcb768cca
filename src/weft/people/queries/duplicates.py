"""Which entries look like one, as the last look found it, leaving out those merged since and the pairs decided about.

Looking reads everybody (`alike_people`, seconds in a large city): the tick does it and keeps what it found
(people.actions.looking). Pages read what was kept (`suggested`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from weft.people.models import (
    DuplicateLook,
    HouseholdMember,
    LikelyPair,
    Merge,
    NotTheSame,
    Organisation,
    Person,
)
from weft.people.models.duplicates import Kind
from weft.people.rules.duplicates import (
    OrganisationEntry,
    PersonEntry,
    Suggestion,
    organisations_alike,
    people_alike,
)
from weft.people.rules.households import PART

WHY = "staff look for duplicates over everybody"


MODELS: dict[Kind, type[Person] | type[Organisation]] = {Kind.PERSON: Person, Kind.ORGANISATION: Organisation}


@dataclass(frozen=True)
class Pair:
    """Two rows that look like one, and why."""

    one: Person | Organisation
    other: Person | Organisation
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Look:
    """When it was last looked, and whether another look was asked for since."""

    looked_at: datetime | None
    is_asked_for: bool


def alike_people() -> list[Suggestion]:
    """Every pair of people that look like one, the surest first. Reads everybody."""
    held = HouseholdMember.in_force(timezone.localdate())
    children = set(
        HouseholdMember.objects.unscoped(WHY)
        .filter(held, part=PART.CHILD)
        .values_list("person_id", flat=True)
    )
    rows = _alive(Kind.PERSON).order_by("pk")
    return people_alike(
        [
            PersonEntry(pk, name, email, phone, area, pk in children)
            for pk, name, email, phone, area in rows.values_list("pk", "name", "email", "phone", "area_id")
        ]
    )


def alike_organisations() -> list[Suggestion]:
    rows = _alive(Kind.ORGANISATION).exclude(kind=Organisation.Kind.CITY).order_by("pk")
    return organisations_alike(
        [OrganisationEntry(*row) for row in rows.values_list("pk", "name", "email", "identifiers")]
    )


def undecided(kind: Kind, found: list[Suggestion]) -> list[tuple[str, str, tuple[str, ...]]]:
    """What was found by public ids, without the pairs staff have decided about."""
    wanted = {pk for each in found for pk in (each.one, each.other)}
    rows = MODELS[kind].objects.unscoped(WHY).filter(pk__in=wanted)
    names, decided = dict(rows.values_list("pk", "public_id")), _decided(kind)
    named = [(names[each.one], names[each.other], each.reasons) for each in found]
    return [(one, other, reasons) for one, other, reasons in named if frozenset((one, other)) not in decided]


def suggested(kind: Kind, most: int) -> tuple[list[Pair], int]:
    """The surest pairs of the last look that nobody decided about since, and how many there are in all."""
    kept = LikelyPair.objects.unscoped(WHY).filter(kind=kind)
    either = Q(public_id__in=kept.values("one")) | Q(public_id__in=kept.values("other"))
    there = set(_alive(kind).filter(either).values_list("public_id", flat=True))
    decided = _decided(kind)
    left = [
        each
        for each in kept.order_by("rank")
        if {each.one, each.other} <= there and frozenset((each.one, each.other)) not in decided
    ]
    shown = left[:most]
    wanted = {name for each in shown for name in (each.one, each.other)}
    rows = {row.public_id: row for row in _alive(kind).filter(public_id__in=wanted).select_related("area")}
    pairs = [Pair(rows[each.one], rows[each.other], tuple(each.reasons)) for each in shown]
    return pairs, len(left) + sum(look.beyond for look in DuplicateLook.objects.filter(kind=kind))


def waiting(kind: Kind) -> int:
    """How many pairs wait for somebody to decide."""
    return suggested(kind, 0)[1]


def last_look() -> Look:
    """The oldest of the last looks, one a kind."""
    looks = list(DuplicateLook.objects.all())
    times = [look.looked_at for look in looks if look.looked_at]
    done = min(times) if len(times) == len(Kind) else None
    return Look(done, any(look.asked_at for look in looks))


def why_alike(one: Person | Organisation, other: Person | Organisation) -> tuple[str, ...]:
    """The reasons these two look like one; none when nothing but staff says so."""
    if isinstance(one, Person) and isinstance(other, Person):
        people = [
            PersonEntry(each.pk, each.name, each.email, each.phone, each.area_id) for each in (one, other)
        ]
        found = people_alike(people)
    elif isinstance(one, Organisation) and isinstance(other, Organisation):
        found = organisations_alike(
            [OrganisationEntry(each.pk, each.name, each.email, each.identifiers) for each in (one, other)]
        )
    else:
        return ()
    return found[0].reasons if found else ()


def _alive(kind: Kind) -> Any:
    if kind == Kind.PERSON:
        return Person.objects.unscoped(WHY).filter(merged_into=None, erased_at=None)
    return Organisation.objects.unscoped(WHY).filter(merged_into=None)


def _decided(kind: Kind) -> set[frozenset[str]]:
    """Pairs somebody said are two, and pairs that were merged and parted again."""
    said = NotTheSame.objects.unscoped(WHY).filter(kind=kind).values_list("one", "other")
    parted = (
        Merge.objects.unscoped(WHY).filter(kind=kind).exclude(undone_at=None).values_list("kept", "merged")
    )
    return {frozenset(pair) for pair in (*said, *parted)}
