"""Add an organisation, change what is said about it, and say that staff checked it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.actions.refusals import NotVerifiable, Refused
from weft.people.models import Membership, Organisation, Person
from weft.people.rules.identifiers import tidy_identifiers
from weft.people.rules.organisations import lacks_identifier, may_change_verification
from weft.places.models import Area
from weft.record.actions import record_event
from weft.record.once import do_once

CHECKED_AGAIN = ("name", "kind", "identifiers")  # a change of these needs a new check


@dataclass(frozen=True)
class OrganisationDetails:
    name: str
    kind: str
    about: str = ""
    email: str = ""
    website: str = ""
    area: Area | None = None
    identifiers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, organisation: Organisation) -> "OrganisationDetails":
        return cls(**{each.name: getattr(organisation, each.name) for each in fields(cls)})

    def tidied(self) -> dict[str, Any]:
        return {
            "name": " ".join(self.name.split()),
            "kind": self.kind,
            "about": self.about.strip(),
            "email": self.email.strip().lower(),
            "website": self.website.strip(),
            "area": self.area,
            "identifiers": tidy_identifiers(self.identifiers),
        }


@transaction.atomic
def add_organisation(*, details: OrganisationDetails, by: User | None, key: str = "") -> Organisation:
    """Keep a new organisation, not yet verified. A registered kind brings its number; an informal group a name."""
    kept = details.tidied()
    if kept["kind"] == Organisation.Kind.CITY:
        raise Refused(_("There is one city team, and it is there already."))
    if lacks_identifier(kept["kind"], kept["identifiers"]):
        raise Refused(_("Enter the number this organisation is registered under."))
    action = "people.organisation.add"

    def make() -> Organisation:
        organisation = Organisation.objects.create(**kept)
        record_event(by=by, action=action, thing=organisation, after=_said(kept))
        return organisation

    return do_once(key=key, action=action, by=by, make=make)


@transaction.atomic
def change_organisation(
    *, organisation: Organisation, details: OrganisationDetails, by: User | None
) -> Organisation:
    """Change what is kept. A new name, kind or number takes the verification away until staff look again."""
    wanted = details.tidied()
    if (wanted["kind"] == Organisation.Kind.CITY) != (organisation.kind == Organisation.Kind.CITY):
        raise Refused(_("The city team stays the city team, and nothing else becomes it."))
    changed = {name: value for name, value in wanted.items() if getattr(organisation, name) != value}
    if not changed:
        return organisation
    before = {name: getattr(organisation, name) for name in changed}
    if organisation.is_verified and set(changed) & set(CHECKED_AGAIN):
        before["verified_at"] = organisation.verified_at.isoformat() if organisation.verified_at else ""
        changed |= {"verified_at": None, "verified_by": None}
    for name, value in changed.items():
        setattr(organisation, name, value)
    organisation.save(update_fields=list(changed))
    record_event(
        by=by,
        action="people.organisation.change",
        thing=organisation,
        before=_said(before),
        after=_said(changed),
    )
    return organisation


@transaction.atomic
def verify_organisation(*, organisation: Organisation, by: User, reason: str = "") -> Organisation:
    """Staff looked it up and it is what it says. Nobody does this for an organisation they belong to."""
    person = Person.objects.unscoped("who verifies").filter(account=by).first()
    members = Membership.objects.unscoped("who belongs to it").filter(organisation=organisation)
    if not may_change_verification(
        organisation, set(members.values_list("person", flat=True)), person.pk if person else 0
    ):
        raise NotVerifiable(_("Ask somebody who does not belong to this organisation to verify it."))
    organisation.verified_at, organisation.verified_by = timezone.now(), by
    organisation.save(update_fields=["verified_at", "verified_by"])
    record_event(by=by, action="people.organisation.verify", thing=organisation, reason=reason)
    return organisation


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as JSON. An organisation's e-mail address may name a person: the record says only that it changed."""
    told = {name: value.code if isinstance(value, Area) else value for name, value in values.items()}
    if told.get("email"):
        told["email"] = "(an address)"
    return {name: value for name, value in told.items() if value and name != "verified_by"}
