"""Ask for a table: counted once against the budget, logged, the same again for nothing."""

from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from weft.inside.models import Admission, Opening, Table
from weft.inside.rules import BudgetSpent, Refused
from weft.inside.tables.asking import Asked, digest_of, refuse_asked, title_of
from weft.inside.tables.crossing import cross
from weft.inside.tables.perturbed import figures_of
from weft.inside.tables.room import room_of
from weft.people.roles.scoping import ScopedQuerySet
from weft.record.actions import record_event

TITLE = 400


def ask_table(*, opening: Opening, asked: Asked, by: User) -> Table:
    """The table, made now or asked for before. Raises: Refused, TooManyCells; BudgetSpent when no table is left."""
    _refuse_outsiders(opening, by)
    found = _again(opening, asked, by)
    if found is not None:
        return found
    room = room_of(opening)
    refuse_asked(room, asked)
    figures = figures_of(cross(room, asked))
    said = {"title": title_of(room, asked)[:TITLE], "figures": figures, "digest": digest_of(figures)}
    try:
        return _made(opening, asked, said, by)
    except (IntegrityError, BudgetSpent):  # or the same was asked for a moment ago, perhaps as the last one
        found = _again(opening, asked, by)
        if found is None:
            raise
        return found


def _refuse_outsiders(opening: Opening, by: User) -> None:
    if not _admissions(opening, by).exists():
        raise Refused(_("You are not admitted to this survey today. Ask whoever opened it."))


def _admissions(opening: Opening, by: User) -> ScopedQuerySet[Admission]:
    every = Admission.objects.unscoped("the analyst's own admissions")
    return every.filter(Admission.in_force(), opening=opening, analyst=by)


@transaction.atomic
def _again(opening: Opening, asked: Asked, by: User) -> Table | None:
    """The table where it was asked for before: it costs nothing, and the record says that it was asked for again."""
    every = Table.objects.unscoped("the analyst's own tables")
    here = every.filter(opening=opening, analyst=by, asked_digest=asked.digest)
    if not here.update(times=F("times") + 1):
        return None
    found = here.get()
    record_event(by=by, action="inside.table.again", thing=found, after={"digest": found.digest})
    return found


@transaction.atomic
def _made(opening: Opening, asked: Asked, said: dict[str, Any], by: User) -> Table:
    admission = _spend(opening, by)
    made = Table.objects.create(
        admission=admission, opening=opening, analyst=by, asked=asked.data, asked_digest=asked.digest, **said
    )
    after = {"opening": opening.public_id, "asked": asked.data, "digest": made.digest}
    record_event(by=by, action="inside.table.make", thing=made, after=after)
    return made


def _spend(opening: Opening, by: User) -> Admission:
    """Take one table of the oldest admission that has one left, by a conditional update: the last goes to one only."""
    admission: Admission
    for admission in _admissions(opening, by).order_by("given_at", "pk"):
        held = Admission.objects.unscoped("a budget held").filter(pk=admission.pk, used__lt=F("tables"))
        if held.update(used=F("used") + 1):
            return admission
    raise BudgetSpent(_("Every table of your admission is used."))
