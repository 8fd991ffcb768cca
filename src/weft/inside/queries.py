"""Reads: who may ask for tables today, what was taken out before, what the automatic checks say of an output."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils import timezone

from weft.inside.airlock.checks import Cells, Finding, cells_of, check_table
from weft.inside.airlock.kinds import READ_BY_US
from weft.inside.airlock.scanning import scan
from weft.inside.models import Admission, Opening, Output, Table
from weft.inside.states import OutputState
from weft.inside.tables.asking import Asked
from weft.inside.tables.crossing import Crossing, cross
from weft.inside.tables.room import room_of
from weft.people.models import Membership
from weft.people.roles.matrix import matrix

ACCREDITED = "inside.table"  # the action: whoever holds a role that reaches it is accredited


@dataclass(frozen=True)
class Checked:
    """A table an output rests on, and what to look at in it."""

    table: Table
    findings: tuple[Finding, ...]


def accredited_people() -> list[User]:
    """Accounts that hold a role for analysts inside today."""
    roles = [role for role in matrix().roles if matrix().reach(ACCREDITED, role)]
    held = Membership.objects.unscoped("who may be admitted").filter(
        Membership.in_force(timezone.localdate()), role__in=roles, organisation__kind="city"
    )
    return list(
        User.objects.filter(person__memberships__in=held, is_active=True).distinct().order_by("email")
    )


def tables_left(opening: Opening, analyst_id: int | None) -> int:
    """What is left of the budget of every admission in force."""
    held = Admission.objects.unscoped("the analyst's own budget")
    return sum(each.left for each in held.filter(Admission.in_force(), opening=opening, analyst=analyst_id))


def checked_tables(output: Output) -> list[Checked]:
    """The automatic checks of every table an output rests on, as of now. Raises Refused when the file is gone.

    Each is compared with what left before, and with those of the same output that stand above it: they leave together.
    """
    earlier = [_cells(table, output.opening)[1] for table in taken_before(output)]
    found: list[Checked] = []
    beside: list[Cells] = []
    for table in output.behind:
        crossing, cells = _cells(table, output.opening)
        found.append(Checked(table, tuple(check_table(crossing, cells, earlier, beside))))
        beside.append(cells)
    return found


def checked_file(output: Output) -> list[Finding]:
    """What reading a brought file finds; of kinds only people can read, that they must."""
    if output.table_id is not None:
        return []
    scanned = scan(output.path, output.kind)
    if not scanned.is_read:
        said = "could not be read" if output.kind in READ_BY_US else "is a picture or a document"
        return [
            Finding("words", f"This file {said}: nothing in it was checked. Open it and look yourself", 1)
        ]
    found = [
        Finding("few", "Whole numbers from 1 to 9 stand in the file", scanned.small, scanned.where),
        Finding("words", "E-mail addresses stand in the file", scanned.addresses, scanned.where),
        Finding(
            "words", "Text stands in the file that a spreadsheet may run", scanned.running, scanned.where
        ),
    ]
    return [finding for finding in found if finding.count]


def taken_before(output: Output) -> list[Table]:
    """Every table behind what the same analyst was allowed to take out of the same file, this output left aside."""
    before = Output.objects.unscoped("what the same analyst took out before").filter(
        analyst=output.analyst_id, state=OutputState.CLEARED, opening__sha256=output.opening.sha256
    )
    every = Table.objects.unscoped("what the same analyst took out before")
    through = Output.rests_on.through._default_manager
    behind = through.filter(output__in=before.exclude(pk=output.pk)).values("table")
    own = set(output.behind.values_list("pk", flat=True))
    return [table for table in every.filter(pk__in=behind).select_related("opening") if table.pk not in own]


def true_counts(table: Table, opening: Opening) -> tuple[Crossing, list[list[int]]]:
    """The unperturbed counts of a table, row by row. For checkers only."""
    crossing = cross(room_of(opening, table.opening.recipe), Asked.from_data(table.asked))
    return crossing, crossing.counted().tolist()


def _cells(table: Table, opening: Opening) -> tuple[Crossing, Cells]:
    crossing = cross(room_of(opening, table.opening.recipe), Asked.from_data(table.asked))
    return crossing, cells_of(crossing, table.figures, table.title)
