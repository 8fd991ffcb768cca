"""Finding a person, and what a page about one shows to whom."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.people.models import Membership, Person
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may, visible
from weft.people.rules.audience import FIELD_ACTION, audience
from weft.people.rules.duplicates import PHONE_DIGITS
from weft.people.rules.languages import LANGUAGES
from weft.people.rules.looking import MOST_FOUND

LABELS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone number"),
    "language": gettext_lazy("Language"),
    "area": gettext_lazy("Area"),
}
SIGNS = (" ", "-", "(", ")", ".")


@dataclass(frozen=True)
class Shown:
    """One field of a person: its value where the reader may see it, and who else may."""

    name: str
    label: Any
    value: str
    is_hidden: bool
    seen_by: str


def found_people(actor: Actor, words: str) -> tuple[list[Person], bool]:
    """People whose name, e-mail or phone holds the words, among those the actor may look up; and whether more do."""
    rows = visible(actor, "person.search", Person).filter(merged_into=None, erased_at=None)
    match = Q(name__icontains=words) | Q(email__icontains=words)
    digits = re.sub(r"\D", "", words)
    if len(digits) >= 3 and not re.search(r"[^\W\d_]", words):
        rows = rows.annotate(digits=phone_digits())
        match |= Q(digits__contains=digits.removeprefix("0")[-PHONE_DIGITS:])
    found = list(rows.filter(match).select_related("area")[: MOST_FOUND + 1])
    return found[:MOST_FOUND], len(found) > MOST_FOUND


def phone_digits() -> Any:
    """The phone number without spaces and signs, in SQL both databases know."""
    digits: Any = F("phone")
    for sign in SIGNS:
        digits = Replace(digits, Value(sign), Value(""))
    return digits


def shown(actor: Actor, person: Person) -> list[Shown]:
    """The fields of a person, each behind its own action of the matrix."""
    allowed = {
        action: may(actor, action, person) for action in set(FIELD_ACTION.values()) & {"person.contact"}
    }
    return [
        Shown(
            name,
            label,
            "" if allowed.get(FIELD_ACTION[name]) is False else value_of(person, name),
            allowed.get(FIELD_ACTION[name]) is False,
            seen_by(name),
        )
        for name, label in LABELS.items()
    ]


def value_of(person: Person, name: str) -> str:
    value = getattr(person, name)
    return dict(LANGUAGES).get(value, value) if name == "language" else str(value or "")


def seen_by(field: str) -> str:
    """Who sees a field, in words: the person, then each role of the matrix."""
    ours = _("of their organisation")
    roles = [label if reach == "all" else f"{label} {ours}" for label, reach in audience(field)]
    return ", ".join([_("the person"), *roles])


def memberships_shown(actor: Actor, person: Person) -> "QuerySet[Membership]":
    """Roles of a person in the organisations the reader reaches, open ones first."""
    rows = visible(actor, "person.view", Membership).filter(person=person).select_related("organisation")
    return rows.order_by(F("ends_on").desc(nulls_first=True), "organisation__name", "role")


def kept_of(person: Person) -> Person:
    """The entry somebody was merged into, in the end; themselves when they were not."""
    while person.merged_into is not None:
        person = person.merged_into
    return person
