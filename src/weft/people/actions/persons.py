"""Add a person and correct what is kept about them. No account is needed to take part."""

import re
from dataclasses import dataclass, fields
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.people.actions.refusals import Refused, SignInAddress
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.matrix import matrix
from weft.places.models import Area
from weft.record.actions import record_event
from weft.record.keys import sealed_values
from weft.record.once import do_once

TAKES_PART = "resident"  # the role of somebody who takes part with an organisation: it opens nothing


@dataclass(frozen=True)
class PersonDetails:
    """What somebody says about a person; tidied when it is kept."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = ""
    area: Area | None = None

    @classmethod
    def of(cls, person: Person) -> "PersonDetails":
        return cls(**{each.name: getattr(person, each.name) for each in fields(cls)})

    def tidied(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.split()),
            "email": self.email.strip().lower(),
            "phone": re.sub(r"\s+", " ", self.phone).strip(),
            "language": self.language,
            "area": self.area,
        }


@transaction.atomic
def add_person(
    *,
    details: PersonDetails,
    by: User | None,
    organisation: Organisation | None = None,
    role: str = TAKES_PART,
    key: str = "",
) -> Person:
    """Keep a new person, as somebody who takes part with an organisation where one is named; never as its staff."""
    if matrix().roles[role].is_staff:
        raise Refused(_("Staff roles are given by invitation."))
    action = "people.person.add"

    def make() -> Person:
        person = Person.objects.create(**details.tidied())
        if organisation is not None:
            Membership.objects.create(person=person, organisation=organisation, role=role)
        after = sealed_values(person.public_id, for_the_record(details.tidied()))
        with_whom = {"organisation": organisation.public_id} if organisation else {}
        record_event(by=by, action=action, thing=person, after={**after, **with_whom})
        return person

    return do_once(key=key, action=action, by=by, make=make)


@transaction.atomic
def change_person(*, person: Person, details: PersonDetails, by: User | None, reason: str = "") -> Person:
    """Correct what is kept. Only fields that differ are written, and their old and new values sealed."""
    wanted = details.tidied()
    if person.account_id and wanted["email"] != person.email:
        raise SignInAddress(
            _("This person signs in with the e-mail address. Only they can change it, on their own page.")
        )
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if not changed:
        return person
    before = {name: getattr(person, name) for name in changed}
    for name, value in changed.items():
        setattr(person, name, value)
    person.save(update_fields=list(changed))
    record_event(
        by=by,
        action="people.person.change",
        thing=person,
        before=sealed_values(person.public_id, for_the_record(before)),
        after=sealed_values(person.public_id, for_the_record(changed)),
        reason=reason,
    )
    return person


@transaction.atomic
def note_look(*, person: Person, by: User) -> None:
    """Somebody else opened a person's page (rules.looking)."""
    record_event(by=by, action="people.person.view", thing=person, purpose="taking part")


@transaction.atomic
def note_search(*, found: int, by: User, what: str = "search") -> None:
    """Somebody looked for people, or through likely duplicates. The words typed are not kept: they may be a name."""
    record_event(by=by, action=f"people.person.{what}", thing="people.person", after={"found": found})


def for_the_record(values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON: an area by its code, empty ones left out."""
    return {name: value.code if isinstance(value, Area) else value for name, value in values.items() if value}
