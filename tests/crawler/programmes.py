"""Makers of programmes and of what people show for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from tests.crawler.world import Visitor
from weft.people.models import Person
from weft.programmes.actions import install, open_edition, open_programme
from weft.programmes.blueprint.reading import Blueprint, read_blueprint
from weft.programmes.blueprint.shelf import SHIPPED
from weft.programmes.models import Evidence, Programme

SHOWN = "speed-volunteering"
Maker = Callable[[Any, Visitor], dict[str, Any]]


def blueprint(things: Any) -> Blueprint:
    """One of those that ship with Weft, on everybody's shelf."""
    if ("blueprint", "") not in things.made:
        things.made["blueprint", ""] = read_blueprint(SHIPPED / SHOWN)
    found: Blueprint = things.made["blueprint", ""]
    return found


def programme(things: Any, owner: Visitor) -> Programme:
    """Run by the owner's organisation, or by the city: it is no secret, so it carries no mark."""
    organisation = owner.organisation if owner.organisation and owner.organisation.kind != "city" else None
    name = f"programme of {organisation.pk if organisation else 'the city'}"
    if (name, "") not in things.made:
        made = install(blueprint=blueprint(things), organisation=organisation, by=owner.account)
        things.made[name, ""] = running(made)
    found: Programme = things.made[name, ""]
    return found


def running(made: Programme) -> Programme:
    """Open, with an edition of this year."""
    year = timezone.localdate().year
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    open_edition(programme=made, key="now", title="Now", targets=[], by=None, **days)
    return open_programme(programme=made, by=None)


def evidence(things: Any, owner: Visitor) -> Evidence:
    """Shown by the owner for the programme of their organisation."""

    def make(mark: str) -> Evidence:
        asked = programme(things, owner).requirements.first()
        asked.verified_by = "partner_staff"  # whom the matrix lets check evidence may check this
        asked.save()
        person = Person.objects.create(name=f"{mark} who showed it")
        return Evidence.objects.create(requirement=asked, person=person, public_id=mark.ljust(22, "e"))

    found: Evidence = things.once("evidence", owner, make)
    return found


def _of_programme(**more: Any) -> Maker:
    return lambda things, owner: {"key": programme(things, owner).key, **more}


def of_the_city(things: Any, _owner: Visitor) -> dict[str, Any]:
    """What everybody may read: a programme the city runs, so that no organisation's mark stands on it."""
    if ("programme of everybody", "") not in things.made:
        made = install(blueprint=blueprint(things), by=None)
        things.made["programme of everybody", ""] = running(made)
    return {"key": things.made["programme of everybody", ""].key}


def behind(things: Any, owner: Visitor) -> dict[str, Any]:
    """Installed from an earlier version, so that there is something to upgrade to."""
    found = programme(things, owner)
    Programme.objects.filter(pk=found.pk).update(version="0.1")
    return {"key": found.key}


MAKERS: dict[str, Maker] = {
    "blueprint": lambda *_: {"name": SHOWN},
    "blueprint-install": lambda *_: {"name": SHOWN},
    "programme": of_the_city,
    "programme-sessions": of_the_city,
    "programme-run": _of_programme(),
    "programme-words": _of_programme(part="about"),
    "programme-where": _of_programme(),
    "programme-move": _of_programme(),
    "programme-upgrade": behind,
    "edition-open": _of_programme(),
    "programme-outcome": _of_programme(),
    "programme-grant": _of_programme(),
    "programme-answer": lambda things, owner: {**of_the_city(things, owner), "wave": "next"},
    "planning-programme": _of_programme(),
    "planning-programme-activity": _of_programme(kind="slot"),
    "evidence-check": lambda things, owner: {"public_id": evidence(things, owner).public_id},
}
