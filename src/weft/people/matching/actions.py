"""Every write of a matching profile: save it with consent, withdraw it."""

from collections.abc import Mapping, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.matching.models import Profile
from weft.people.matching.rules import (
    CONSENT,
    FIELDS,
    PURPOSE,
    SEALED_WIDTH,
    STORE,
    NoConsent,
    UnknownChoice,
)
from weft.people.models import Person
from weft.places.models import Area
from weft.record import keys
from weft.record.actions import record_event
from weft.record.erasures import note_erasure


@transaction.atomic
def save_profile(
    *, person: Person, chosen: Mapping[str, Sequence[str]], consent: bool, by: User | None
) -> Profile:
    """Keep what a person chose to be matched by. Raises NoConsent and UnknownChoice."""
    if not consent:
        raise NoConsent("Agree to be matched by these answers, or leave them empty.")
    sealed = {field: _sealed(person, field, sorted(set(chosen.get(field, ())))) for field in FIELDS}
    profile, _ = Profile.objects.unscoped("a person's own profile").update_or_create(
        person=person, defaults={**sealed, "consent": CONSENT, "consented_on": timezone.localdate()}
    )
    record_event(by=by, action="matching.save", thing=person, after={"consent": CONSENT})
    return profile


@transaction.atomic
def withdraw_profile(*, person: Person, by: User | None) -> bool:
    """Withdraw the consent: the profile is deleted and its key destroyed. True when there was one."""
    removed = Profile.objects.unscoped("a person's own profile").filter(person=person).delete()[0]
    destroyed = keys.destroy_keys(person.public_id, STORE)
    if removed or destroyed:
        record_event(by=by, action="matching.withdraw", thing=person)
        note_erasure(person.public_id, STORE)
    return bool(removed)


def _sealed(person: Person, field: str, codes: list[str]) -> str:
    known = set(Area.objects.filter(code__in=codes).values_list("code", flat=True))
    if not set(codes) <= (known if field == "areas" else set(FIELDS[field])):
        raise UnknownChoice(f"Choose from the list for {field}.")
    return keys.seal(
        codes, holder=person.public_id, store=STORE, field=field, purpose=PURPOSE, width=SEALED_WIDTH
    )
