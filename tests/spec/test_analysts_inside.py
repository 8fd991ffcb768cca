"""What an analyst inside may see and take out, as a table people can read. Each line is one test."""

import pytest

from tests.inside.conftest import held, opened
from tests.inside.make import LONELY, NOTES, a_table, checkers, leaving, rae
from weft.inside.actions import approve, take
from weft.inside.models import Admission
from weft.inside.rules import ADMITTED_FOR, LINK_HOLDS, TABLES, Refused
from weft.inside.tables.perturbed import _share

__all__ = ["held", "opened"]

# perturbed answer, perturbed base -> what is said per cent
SAID = [
    ("29 people answered", 15, 29, ""),
    ("30 people answered, 15 of them yes", 15, 30, "about 50"),
    ("99 answered, 33 yes: in steps of 5", 33, 99, "about 35"),
    ("100 answered, 33 yes: whole per cents", 33, 100, "is 33"),
    ("100 answered, fewer than 10 yes", -1, 100, "under 10"),
    ("100 answered, all but fewer than 10 yes", 91, 100, "over 90"),
    ("100 answered, 90 yes", 90, 100, "is 90"),
    ("1,000 answered, all yes", 1000, 1000, "over 98"),
]


@pytest.mark.parametrize(("what", "count", "base", "says"), SAID, ids=[line[0] for line in SAID])
def test_shares(what: str, count: int, base: int, says: str) -> None:
    assert " ".join(str(part) for part in _share(count, base, 1.0, 1.0) if part) == says


def test_an_admission_holds_200_tables_and_a_year_and_a_cleared_output_14_days() -> None:
    assert (TABLES, ADMITTED_FOR.days, LINK_HOLDS.days) == (200, 365, 14)


# who says yes, in order -> may it be taken
YES = [
    ((), False),
    (("olu",), False),
    (("olu", "olu"), False),
    (("rae", "olu"), False),
    (("olu", "mei"), True),
    (("mei", "olu"), True),
]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("order", "may_leave"), YES, ids=[" then ".join(order) or "nobody" for order, _ in YES]
)
def test_who_lets_something_out(held: Admission, order: tuple[str, ...], may_leave: bool) -> None:
    output, people = (
        leaving(a_table(held.opening, what=LONELY)),
        dict(zip(("olu", "mei"), checkers(), strict=True)),
    )
    for name in order:
        try:
            approve(output=output, notes=NOTES, by=people.get(name) or rae())
        except Refused:
            continue
    try:
        taken = bool(take(output=output, by=rae()))
    except Refused:
        taken = False
    assert taken == may_leave
