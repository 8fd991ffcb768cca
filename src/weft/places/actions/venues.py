"""Add a venue and change what is said about it."""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from weft.places.access import CRECHE, features
from weft.places.changed import tell_changed
from weft.places.locate import area_at
from weft.places.models import Venue
from weft.record.actions import record_event
from weft.record.once import do_once

ADD = "places.venue.add"
CHANGE = "places.venue.change"


class UnknownAccess(Exception):
    """An access feature that is not in access.yaml."""


@dataclass(frozen=True)
class VenueFacts:
    """What is said about a venue. A crèche has ages only where there is a crèche."""

    name: str
    latitude: float
    longitude: float
    address: str = ""
    postcode: str = ""
    access: tuple[str, ...] = ()
    creche_from: int | None = None
    creche_to: int | None = None
    access_note: str = ""
    is_closed: bool = False


def add_venue(*, facts: VenueFacts, by: User | None, key: str = "") -> Venue:
    """A new venue; its area follows from where it lies. The same key makes it once."""
    return do_once(key=key, action=ADD, by=by, make=lambda: _added(facts, by))


@transaction.atomic
def _added(facts: VenueFacts, by: User | None) -> Venue:
    venue = Venue(**_values(facts))
    venue.save()
    record_event(by=by, action=ADD, thing=venue, after=_told(venue))
    return venue


@transaction.atomic
def change_venue(*, venue: Venue, facts: VenueFacts, by: User | None) -> Venue:
    """Correct what is said about a venue, or close it. Nothing different is nothing done."""
    venue = Venue.objects.select_for_update().get(pk=venue.pk)
    before = _told(venue)
    for name, value in _values(facts).items():
        setattr(venue, name, value)
    after = _told(venue)
    if before == after:
        return venue
    venue.save()
    tell_changed(venue)
    changed = {name for name in after if after[name] != before[name]}
    record_event(
        by=by, action=CHANGE, thing=venue,
        before={name: before[name] for name in changed}, after={name: after[name] for name in changed},
    )  # fmt: skip
    return venue


def _values(facts: VenueFacts) -> dict[str, Any]:
    unknown = [key for key in facts.access if key not in features()]
    if unknown:
        raise UnknownAccess(f"There is no access feature {unknown[0]!r}. They are: {', '.join(features())}.")
    values = asdict(facts) | {"access": [key for key in features() if key in facts.access]}
    if CRECHE not in facts.access:
        values |= {"creche_from": None, "creche_to": None}
    area = area_at(facts.latitude, facts.longitude, postcode=facts.postcode)
    return values | {"area": area}


def _told(venue: Venue) -> dict[str, Any]:
    """What the record keeps: all of it is public."""
    names = VenueFacts.__dataclass_fields__
    area = venue.area.code if venue.area else ""
    return {name: getattr(venue, name) for name in names} | {"area": area}
