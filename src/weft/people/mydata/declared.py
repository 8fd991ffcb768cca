"""What models that do not say it themselves hold about people: Django's, allauth's, and the rooms that hold none.

An entry here comes before a model's own words: the record cannot say whom an event is about, because it knows no
people.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.sessions.models import Session
from django.db import models

from weft.people.models import Person
from weft.record.personal import Basis, Category, Erasure, Personal

About = str | tuple[str, ...] | Callable[[Person], models.QuerySet[Any]]
SIGN_IN, WORK = "to sign in", "to know whose work this is"


@dataclass(frozen=True)
class Declaration:
    """What a model's fields hold about people, and which rows are about one person."""

    personal: Mapping[str, Personal] = field(default_factory=dict)
    impersonal: tuple[str, ...] = ()
    about: About = ""
    is_nobodys: bool = False  # holds nothing about people, whatever its fields are called


def _account(export: str, erasure: Erasure = Erasure.DELETE_ROW) -> Personal:
    return Personal(Category.ACCOUNT, SIGN_IN, Basis.CONTRACT, export, erasure)


def _event(export: str, erasure: Erasure) -> Personal:
    why = "to show what was done, by whom and why"
    return Personal(Category.PARTICIPATION, why, Basis.PUBLIC_TASK, export, erasure)


def sessions_of(person: Person) -> models.QuerySet[Session]:
    """Sessions signed in as the person's account, or waiting for a code sent to its address."""
    wanted = {str(person.account_id)} - {"None"}
    addresses = [json.dumps(person.email)] if person.email else []
    found = []
    for session in Session.objects.all():
        kept = session.get_decoded()
        told = json.dumps(kept, default=str)
        if kept.get("_auth_user_id") in wanted or any(address in told for address in addresses):
            found.append(session.pk)
    return Session.objects.filter(pk__in=found)


def no_rows(_person: Person) -> models.QuerySet[Any]:
    """For events, which mydata.subject finds by name."""
    return Person.objects.none()


NOBODYS = Declaration(is_nobodys=True)
OF_ACCOUNT = "user__person"
DECLARED: dict[str, Declaration] = {
    "auth.user": Declaration(
        personal={
            "username": _account("User name"),
            "email": _account("E-mail address of the account"),
            "first_name": _account("First name of the account"),
            "last_name": _account("Last name of the account"),
            "password": _account("Scrambled password"),
            "last_login": _account("Last signed in"),
            "date_joined": _account("Account made"),
        },
        impersonal=("id", "is_active", "is_staff", "is_superuser", "groups", "user_permissions"),
        about="person",
    ),
    "sessions.session": Declaration(
        personal={
            "session_key": _account("Session"),
            "session_data": _account("What the session remembers"),
            "expire_date": _account("Session ends"),
        },
        about=sessions_of,
    ),
    "account.emailaddress": Declaration(
        personal={
            "email": _account("E-mail address to sign in with"),
            "verified": _account("E-mail address was checked"),
            "primary": _account("Main e-mail address"),
        },
        impersonal=("id", "user"),
        about=OF_ACCOUNT,
    ),
    "account.emailconfirmation": Declaration(
        personal={
            "sent": _account("Confirmation sent"),
            "created": _account("Confirmation made"),
            "key": _account("Confirmation key"),
        },
        impersonal=("id", "email_address"),
        about="email_address__user__person",
    ),
    "mfa.authenticator": Declaration(
        personal={
            "type": _account("Second factor"),
            "data": _account("Second factor, its data"),
            "created_at": _account("Second factor made"),
            "last_used_at": _account("Second factor last used"),
        },
        impersonal=("id", "user"),
        about=OF_ACCOUNT,
    ),
    "record.event": Declaration(
        personal={
            "actor": _event("Who did it", Erasure.KEEP),
            "thing": _event("To what", Erasure.KEEP),
            "before": _event("Before", Erasure.DESTROY_KEY),
            "after": _event("After", Erasure.DESTROY_KEY),
        },
        impersonal=("number", "at", "action", "purpose", "reason", "previous", "digest"),
        about=no_rows,
    ),
    "measure.survey": Declaration(
        personal={
            "file_name": Personal(
                Category.ACCOUNT, WORK, Basis.PUBLIC_TASK, "Survey file you brought", Erasure.KEEP
            )
        },
        impersonal=(
            "id", "public_id", "state", "format", "rows", "column_count", "sha256", "recipe", "evidence", "problem",
            "progress", "doing", "touched_at", "created_at", "created_by",
        ),
        about="created_by__person",
    ),
    **dict.fromkeys(
        [
            "auth.group", "auth.permission", "contenttypes.contenttype",
            "places.area", "places.venue",
            "measure.release", "measure.estimate", "measure.change", "measure.correction", "measure.failedsignin",
        ],
        NOBODYS,
    ),
}  # fmt: skip
# Sealed values and keys are never given out as they lie there.
NOT_GIVEN_OUT = frozenset(
    {
        "Scrambled password",
        "Second factor, its data",
        "Session",
        "What the session remembers",
        "Confirmation key",
    }
)
