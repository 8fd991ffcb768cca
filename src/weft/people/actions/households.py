"""Households: begin one, add a child or a guardian, correct a child's details, let somebody go."""

from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.actions.persons import PersonDetails, change_person, for_the_record
from weft.people.actions.refusals import AlreadyEnded, LastGuardian, NotTheirChild, Refused
from weft.people.models import Household, HouseholdMember, Person
from weft.people.queries.households import open_parts
from weft.people.roles.current import actor_for
from weft.people.roles.policy import may
from weft.people.rules.households import PART, is_child, may_lose_a_guardian
from weft.record.actions import record_event
from weft.record.keys import sealed_values
from weft.record.once import do_once


@transaction.atomic
def begin_household(*, guardian: Person, by: User | None) -> Household:
    """A household with its first guardian; the one a person is a guardian of already is returned as it is."""
    if is_child(guardian):
        raise Refused(_("A child cannot be a guardian."))
    Person.objects.unscoped("one household at a time").filter(pk=guardian.pk).update(name=F("name"))
    parts = HouseholdMember.objects.unscoped("their own household")
    there = parts.filter(open_parts(), person=guardian, part=PART.GUARDIAN).first()
    if there is not None:
        return there.household
    household = Household.objects.create()
    HouseholdMember.objects.create(household=household, person=guardian, part=PART.GUARDIAN)
    after = {"guardian": guardian.public_id}
    record_event(by=by, action="people.household.begin", thing=household, after=after)
    return household


@transaction.atomic
def add_child(
    *, household: Household, details: PersonDetails, by: User | None, key: str = ""
) -> HouseholdMember:
    """A child is a person with a guardian here: no e-mail address, no account."""
    _hold(household)
    _refuse_strangers(household, by)
    parts = HouseholdMember.objects.unscoped("its guardians").filter(open_parts(), household=household)
    if not parts.filter(part=PART.GUARDIAN).exists():
        raise LastGuardian(_("A child needs a guardian in the household first."))
    action = "people.household.child"

    def make() -> HouseholdMember:
        child = Person.objects.create(**{**details.tidied(), "email": "", "phone": ""})
        part = HouseholdMember.objects.create(household=household, person=child, part=PART.CHILD)
        kept = replace(details, email="", phone="").tidied()
        after = sealed_values(child.public_id, for_the_record(kept))
        record_event(by=by, action=action, thing=part, after={**after, "child": child.public_id})
        return part

    return do_once(key=key, action=action, by=by, make=make)


@transaction.atomic
def change_child(*, part: HouseholdMember, details: PersonDetails, by: User | None) -> Person:
    """A guardian corrects what is kept about a child of their household."""
    _refuse_strangers(part.household, by)
    if not part.is_child or part.ends_on is not None:
        raise NotTheirChild(_("Only the details of a child of the household can be changed here."))
    kept = PersonDetails.of(part.person)
    child = replace(kept, name=details.name, language=details.language, area=details.area)
    return change_person(person=part.person, details=child, by=by)


@transaction.atomic
def add_guardian(*, household: Household, person: Person, by: User | None) -> HouseholdMember:
    """A second guardian, on the same footing as the first. Staff add them, having asked both; never themselves."""
    _hold(household)
    _refuse_strangers(household, by)
    if by is not None and person.account_id == by.pk:
        raise Refused(_("Ask a colleague to add you: nobody makes themselves a guardian."))
    if is_child(person):
        raise Refused(_("A child cannot be a guardian."))
    parts = HouseholdMember.objects.unscoped("who is in it")
    there = parts.filter(open_parts(), household=household, person=person).first()
    if there is not None:
        return there
    part = HouseholdMember.objects.create(household=household, person=person, part=PART.GUARDIAN)
    after = {"guardian": person.public_id}
    record_event(by=by, action="people.household.guardian", thing=part, after=after)
    return part


@transaction.atomic
def leave_household(*, part: HouseholdMember, by: User | None, reason: str = "") -> HouseholdMember:
    """End a part in a household. The last guardian stays as long as there is a child; no guardian ends another's."""
    household = part.household
    _hold(household)
    _refuse_strangers(household, by)
    _refuse_other_guardian(part, by)
    parts = HouseholdMember.objects.unscoped("who is in it").filter(open_parts(), household=household)
    guardians, children = (parts.filter(part=each).count() for each in (PART.GUARDIAN, PART.CHILD))
    if part.part == PART.GUARDIAN and not may_lose_a_guardian(guardians, children):
        raise LastGuardian(_("A child is never left without a guardian. Add another guardian first."))
    if not parts.filter(pk=part.pk).update(ends_on=max(timezone.localdate(), part.starts_on)):
        raise AlreadyEnded(_("This person had left the household already. Nothing was changed."))
    part.refresh_from_db()
    record_event(by=by, action="people.household.leave", thing=part, reason=reason)
    return part


def _hold(household: Household) -> None:
    """Take the household's row until the transaction ends: its people change one after another."""
    Household.objects.unscoped("one at a time").filter(pk=household.pk).update(made_at=F("made_at"))


def _refuse_strangers(household: Household, by: User | None) -> None:
    """Only a guardian of it, or staff who may change any household; None is the service itself."""
    if by is not None and not may(actor_for(by, has_second_factor=True), "household.change", household):
        raise NotTheirChild(_("Only a guardian of this household can do this."))


def _refuse_other_guardian(part: HouseholdMember, by: User | None) -> None:
    """A guardian ends their own part; taking a child's other guardian away is for staff, who ask both."""
    if by is None or part.is_child or part.person.account_id == by.pk:
        return
    if not may(actor_for(by, has_second_factor=True), "household.guardian", part.household):
        raise NotTheirChild(
            _("Only they themselves can leave. If they should not act for the child, ask us.")
        )
