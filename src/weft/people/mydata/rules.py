"""Who may be erased when, who takes part, what is due: the rules a person could argue with."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from weft.people.models import Membership, Person
from weft.people.mydata.children import only_guardian_of

# Roles whose last holder must hand over first, so that an organisation is never left locked while people are in it.
ADMINISTRATORS = ("partner_admin", "system_admin")
RESTORED = "restored"  # the reason that is given when a backup was put back
# Why staff erase somebody: a choice and no text, because the record keeps it for ever.
REASONS = {
    "asked_in_writing": "They asked in writing",
    "asked_in_person": "They asked in person or by phone",
    "guardian_asked": "A parent or guardian asked for their child",
    "guardian": "Their guardian did it",
    "made_by_mistake": "They were entered by mistake",
    "authority_ordered": "A court or the data protection authority ordered it",
    "retention": "Nothing happened for as long as we keep it",
    RESTORED: "They had been erased before a backup was put back",
    "self": "They did it themselves",
}
ASKED_OF_STAFF = (
    "asked_in_writing",
    "asked_in_person",
    "guardian_asked",
    "made_by_mistake",
    "authority_ordered",
)
DAYS_AN_IDEMPOTENCY_KEY_IS_KEPT = 30


class NotYet(Exception):
    """Something must be settled before this person is erased; the message says what.

    NotYet
    ├── HandOverFirst    the last administrator of an organisation that has other members
    ├── EndRolesFirst    somebody of the city team, erased by somebody else
    └── ChildrenFirst    the only guardian of a child
    """


class HandOverFirst(NotYet):
    def __init__(self, organisations: list[str]) -> None:
        self.organisations = organisations
        super().__init__(
            gettext("Give somebody else the role of administrator first, in: %(names)s.")
            % {"names": ", ".join(organisations)}
        )


class EndRolesFirst(NotYet):
    def __init__(self) -> None:
        super().__init__(gettext("This person belongs to the city team. Have their roles in it ended first."))


class ChildrenFirst(NotYet):
    def __init__(self) -> None:
        super().__init__(
            gettext("You are the only guardian of a child. Erase the child or name another guardian first.")
        )


def refuse_last_administrator(person: Person, on: date) -> None:
    """Raise HandOverFirst while an organisation would be left with members and nobody to manage it.

    An organisation of one is no obstacle: the right to erasure (UK GDPR article 17) does not wait for company.
    """
    held = _in_force(on).filter(person=person, role__in=ADMINISTRATORS)
    left = [m.organisation for m in held.select_related("organisation") if _is_left_alone(m, on)]
    if left:
        raise HandOverFirst(sorted({organisation.name for organisation in left}))


def refuse_only_guardian(person: Person) -> None:
    """Raise ChildrenFirst while a child would be left with no guardian."""
    if only_guardian_of(person):
        raise ChildrenFirst


def refuse_colleague(person: Person, on: date, by_staff: bool) -> None:
    """Raise EndRolesFirst when staff erase one of the city team: nobody erases who could look at what they did."""
    if by_staff and _in_force(on).filter(person=person, organisation__kind="city").exists():
        raise EndRolesFirst


def takes_part(on: date) -> Q:
    """Persons with a role in force: kept for as long as they hold it, however long ago they were active."""
    return Q(pk__in=_in_force(on).values("person"))


def inactive_since(on: date, days: int) -> QuerySet[Person]:
    """Persons last active more than this many days before a day, who hold no role and are not erased."""
    return (
        Person.objects.unscoped("retention job")
        .filter(last_active_on__lt=on - timedelta(days=days), erased_at=None, merged_into=None)
        .exclude(takes_part(on))
        .order_by("pk")
    )


def _is_left_alone(held: Membership, on: date) -> bool:
    others = _in_force(on).filter(organisation=held.organisation).exclude(person=held.person)
    return others.exists() and not others.filter(role=held.role).exists()


def _in_force(on: date) -> QuerySet[Membership]:
    return Membership.objects.unscoped("who administers").filter(Membership.in_force(on))
