"""What people have shown, how it stands on a day, and who lacks what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy

from weft.people.models import Person
from weft.people.roles.scoping import ScopedQuerySet
from weft.programmes.models import Evidence, Programme, Requirement
from weft.programmes.rules import EXPIRING_DAYS, is_expired, is_expiring
from weft.programmes.states import EvidenceState

DECIDED = "decided by policy before"


class Standing(StrEnum):
    """How a requirement stands for somebody on a day. Worked out, never stored."""

    MISSING = "missing"
    SUBMITTED = "submitted"
    VERIFIED = "verified"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REFUSED = "refused"
    REVOKED = "revoked"

    @property
    def words(self) -> str:
        return str(WORDS[self])


WORDS = {
    Standing.MISSING: gettext_lazy("Not shown yet"),
    Standing.SUBMITTED: gettext_lazy("Waiting to be checked"),
    Standing.VERIFIED: gettext_lazy("Checked"),
    Standing.EXPIRING: gettext_lazy("Runs out soon"),
    Standing.EXPIRED: gettext_lazy("Has run out"),
    Standing.REFUSED: gettext_lazy("Not accepted"),
    Standing.REVOKED: gettext_lazy("Taken back"),
}
HOLDS = (Standing.VERIFIED, Standing.EXPIRING)


@dataclass(frozen=True)
class Missing:
    """A requirement somebody does not meet on a day: how many they have of how many, and the nearest to meeting it."""

    requirement: Requirement
    have: int
    standing: Standing

    @property
    def is_waiting(self) -> bool:
        return self.standing == Standing.SUBMITTED


def standing(evidence: Evidence, on: date) -> Standing:
    if evidence.state != EvidenceState.VERIFIED:
        return Standing(evidence.state)
    if is_expired(evidence.valid_until, on):
        return Standing.EXPIRED
    return Standing.EXPIRING if is_expiring(evidence.valid_until, on) else Standing.VERIFIED


def missing_requirements(person: Person, programme: Programme, role: str, on: date) -> list[Missing]:
    """What somebody must still show before a role, on a day; empty when nothing is missing."""
    return missing_of_many([person], programme, on, role=role).get((person.pk, role), [])


def missing_of_many(
    people: Iterable[Person], programme: Programme, on: date, *, role: str = ""
) -> dict[tuple[int, str], list[Missing]]:
    """(person, role) -> what is missing, of those among many who lack something; two questions however many they are.

    role: "" for every role of the programme.
    """
    numbers = [person.pk for person in people]
    asked = list(programme.requirements.filter(how_many__gt=0, **({"role": role} if role else {})))
    rows = Evidence.objects.unscoped(DECIDED).filter(requirement__in=asked, person__in=numbers)
    shown: dict[tuple[int, int], list[Evidence]] = {}
    for each in rows if asked else ():
        shown.setdefault((each.person_id, each.requirement_id), []).append(each)
    found: dict[tuple[int, str], list[Missing]] = {}
    for number in numbers:
        for requirement in asked:
            lacking = _missing(requirement, shown.get((number, requirement.pk), []), on)
            if lacking is not None:
                found.setdefault((number, requirement.role), []).append(lacking)
    return found


def _missing(requirement: Requirement, shown: list[Evidence], on: date) -> Missing | None:
    stands = [standing(each, on) for each in shown]
    have = sum(each in HOLDS for each in stands)
    if have >= requirement.how_many:
        return None
    others = [each for each in stands if each not in HOLDS]
    nearest = Standing.SUBMITTED if Standing.SUBMITTED in others else (others or [Standing.MISSING])[-1]
    return Missing(requirement, have, nearest)


def shown_by(person: Person) -> ScopedQuerySet[Evidence]:
    rows = Evidence.objects.unscoped(DECIDED).filter(person=person)
    return rows.select_related("requirement", "requirement__programme")


def expiring(on: date) -> ScopedQuerySet[Evidence]:
    """Evidence whose last day comes within the days of the rule, and has not passed."""
    rows = Evidence.objects.unscoped("the clock").filter(
        state=EvidenceState.VERIFIED, valid_until__range=(on, on + timedelta(days=EXPIRING_DAYS))
    )
    return rows.select_related("requirement", "requirement__programme", "person")
