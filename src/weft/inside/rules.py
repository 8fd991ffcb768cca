"""What an analyst inside may have, and what must be true before anything leaves.

Source: the Five Safes (Desai, Ritchie and Welpton, 2016), the Handbook on Statistical Disclosure Control for Outputs
(SDAP, 2019), and the project's design for disclosure control: a room without a bound on tables is beaten by averaging.
"""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from weft.measure.rules import RISKS
from weft.people.queries.persons import kept_of
from weft.people.roles.current import actor_for, person_of
from weft.people.roles.policy import may

TABLES = 200  # different tables one admission allows: more than a study of one survey needs, too few to average with
ADMITTED_FOR = timedelta(days=365)
MOST_BREAKDOWNS = 2  # besides the area
MOST_CELLS = 5000  # of one table: more is a copy of the file, not a table
LINK_HOLDS = timedelta(days=14)  # from the second checker's yes
# What became of it stays as a row for good; the file itself for as long as somebody may have to look at it.
KEPT_INSIDE = timedelta(days=30)  # a file that did not leave, from the day it was sent back or taken back
KEPT_OUTSIDE = timedelta(days=730)  # one that may have left, from the second yes: what left can be shown
OUTPUT_BYTES = 10_000_000
MOST_RESTS_ON = 20  # tables an uploaded output may name


class Refused(Exception):
    """Something the room does not do; the message says what to do instead."""


class BudgetSpent(Refused):
    """Every table of the admission is used."""


class TooManyCells(Refused):
    """The table asked for is larger than a table."""


def refuse_admission(analyst: User, by: User) -> None:
    """Raise Refused unless somebody else admits a person who is accredited today."""
    if analyst.pk == by.pk:
        raise Refused(_("Nobody admits themselves. Ask a colleague to admit you."))
    if not may(actor_for(analyst, has_second_factor=True), "inside.table"):
        raise Refused(_("They are not an accredited analyst today. Invite them to that role first."))


def refuse_check(analyst_id: int, first_id: int | None, by: User) -> None:
    """Raise Refused unless a third person, who may check, looks at an output."""
    if is_same_person(analyst_id, by):
        raise Refused(_("You asked for this to leave. Two others check it."))
    if is_same_person(first_id, by):
        raise Refused(_("You have looked at this already. Somebody else is the second checker."))
    if not may(actor_for(by, has_second_factor=True), "output.check"):
        raise Refused(_("Only an output checker lets something leave."))


def is_same_person(account_id: int | None, by: User) -> bool:
    """Whether an account is theirs, or belonged to an entry that was joined with theirs since: one person is one pair
    of eyes."""
    if account_id is None or account_id == by.pk:
        return account_id == by.pk
    other = person_of(User.objects.filter(pk=account_id).first())
    own = person_of(by)
    return other is not None and own is not None and kept_of(other).pk == kept_of(own).pk


def refuse_notes(notes: dict[str, str]) -> None:
    """Raise Refused unless each of the seven risks has a note."""
    lacking = [risk for risk in RISKS if not notes.get(risk, "").strip()]
    if lacking:
        raise Refused(
            _("Say what you found for each of the seven risks. Missing: %(risks)s.")
            % {"risks": ", ".join(lacking)}
        )
