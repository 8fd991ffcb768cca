"""Open a run of a programme, with what it aims at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.programmes.blueprint.crossing import keys_of
from weft.programmes.errors import AlreadyOpen, NotThoseDays, UnknownMeasure
from weft.programmes.models import Edition, Programme, Target
from weft.programmes.rules import EDITION_YEARS
from weft.record.actions import record_event
from weft.record.once import do_once

OPEN = "programmes.edition.open"


@dataclass(frozen=True)
class Aim:
    """How much of an indicator an edition wants, and for whom: group is an expression, "" everybody."""

    measure: str
    amount: int
    group: str = ""


@transaction.atomic
def open_edition(
    *,
    programme: Programme,
    key: str,
    title: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
    targets: Iterable[Aim] | None = None,
    grant_pence: int | None = None,
    once: str = "",
) -> Edition:
    """A run from a day to a day, both included. targets None: those the blueprint proposes.

    Raises NotThoseDays, UnknownMeasure, AlreadyOpen.
    """
    if not starts_on <= ends_on <= starts_on + relativedelta(years=EDITION_YEARS):
        raise NotThoseDays(_("Enter a last day after the first, and no more than six years later"))
    aims = _proposed(programme) if targets is None else list(targets)
    _require_known(programme, aims)

    edition = Edition(
        programme=programme,
        key=key,
        title=title,
        starts_on=starts_on,
        ends_on=ends_on,
        grant_pence=grant_pence,
    )
    return do_once(key=once, action=OPEN, by=by, make=lambda: _opened(edition, aims, by))


def _opened(edition: Edition, aims: list[Aim], by: User | None) -> Edition:
    if edition.programme.editions.filter(key=edition.key).exists():
        raise AlreadyOpen(_("An edition has this short name already"))
    edition.save()
    Target.objects.bulk_create(Target(edition=edition, **vars(aim)) for aim in aims)
    record_event(by=by, action=OPEN, thing=edition, after=_said(edition, aims))
    return edition


def _proposed(programme: Programme) -> list[Aim]:
    return [
        Aim(each["indicator"], int(each["amount"]), each.get("group", ""))
        for each in programme.document.get("targets", ())
    ]


def _require_known(programme: Programme, aims: list[Aim]) -> None:
    known = keys_of(programme.document, "indicators")
    for aim in aims:
        if aim.measure not in known:
            raise UnknownMeasure(f"There is no indicator “{aim.measure}”. Known are: {', '.join(known)}.")


def _said(edition: Edition, aims: list[Aim]) -> dict[str, Any]:
    return {
        "key": edition.key,
        "from": edition.starts_on.isoformat(),
        "to": edition.ends_on.isoformat(),
        "targets": [vars(aim) for aim in aims],
        "grant_pence": edition.grant_pence,
    }
