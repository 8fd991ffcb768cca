"""Which entries look like one, leaving out those merged, and the pairs staff have decided about."""

from dataclasses import dataclass

from django.utils import timezone

from weft.people.models import HouseholdMember, Merge, NotTheSame, Organisation, Person
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


@dataclass(frozen=True)
class Pair:
    """Two rows that look like one, and why."""

    one: Person | Organisation
    other: Person | Organisation
    reasons: tuple[str, ...]


def suggested_people(most: int) -> tuple[list[Pair], int]:
    """The surest pairs, and how many there are in all."""
    held = HouseholdMember.in_force(timezone.localdate())
    children = set(
        HouseholdMember.objects.unscoped(WHY)
        .filter(held, part=PART.CHILD)
        .values_list("person_id", flat=True)
    )
    rows = Person.objects.unscoped(WHY).filter(merged_into=None, erased_at=None).order_by("pk")
    entries = [
        PersonEntry(pk, name, email, phone, area, pk in children)
        for pk, name, email, phone, area in rows.values_list("pk", "name", "email", "phone", "area_id")
    ]
    return _undecided(Kind.PERSON, Person, people_alike(entries), most)


def suggested_organisations(most: int) -> tuple[list[Pair], int]:
    rows = Organisation.objects.unscoped(WHY).filter(merged_into=None).order_by("pk")
    entries = [
        OrganisationEntry(pk, name, email, identifiers)
        for pk, name, email, identifiers in rows.exclude(kind=Organisation.Kind.CITY).values_list(
            "pk", "name", "email", "identifiers"
        )
    ]
    return _undecided(Kind.ORGANISATION, Organisation, organisations_alike(entries), most)


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


def _undecided(
    kind: Kind, model: type[Person] | type[Organisation], found: list[Suggestion], most: int
) -> tuple[list[Pair], int]:
    decided = _decided(kind)
    names = dict(
        model.objects.unscoped(WHY)
        .filter(pk__in={pk for each in found for pk in (each.one, each.other)})
        .values_list("pk", "public_id")
    )
    left = [each for each in found if frozenset((names[each.one], names[each.other])) not in decided]
    shown = left[:most]
    wanted = {pk for each in shown for pk in (each.one, each.other)}
    rows = {row.pk: row for row in model.objects.unscoped(WHY).filter(pk__in=wanted).select_related("area")}
    return [Pair(rows[each.one], rows[each.other], each.reasons) for each in shown], len(left)


def _decided(kind: Kind) -> set[frozenset[str]]:
    """Pairs somebody said are two, and pairs that were merged and parted again."""
    said = NotTheSame.objects.unscoped(WHY).filter(kind=kind).values_list("one", "other")
    parted = (
        Merge.objects.unscoped(WHY).filter(kind=kind).exclude(undone_at=None).values_list("kept", "merged")
    )
    return {frozenset(pair) for pair in (*said, *parted)}
