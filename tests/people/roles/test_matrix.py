"""The matrix: every mistake in the file names its line and what there is, and no rule reaches further than it needs."""

import pytest

from weft.people.roles.matrix import FILE, PUBLIC, Matrix, MatrixError, matrix, read

GOOD = """roles:
  public: {label: Anyone, may: read}
  staff: {label: Staff, staff: true, may: work}
  officer: {label: Officer, staff: true, city: true, may: run}
actions:
  thing.see:
    is: see a thing
    for: {staff: organisation, officer: all}
routes:
  things: thing.see
  landing: public
"""
REFUSED = [
    ("roles:", "rolls:", "matrix.yaml:1: The matrix has no key `rolls`. Did you mean roles?"),
    ("label: Staff, ", "", "matrix.yaml:3: Role staff has no `label`. Add it."),
    ("label: Staff,", "lable: Staff,", "matrix.yaml:3: Role staff has no key `lable`. Did you mean label?"),
    (
        "staff: true, may: work",
        "staff: perhaps, may: work",
        "matrix.yaml:3: `staff` of Role staff is 'perhaps'. Write true or false.",
    ),
    (
        "  officer: {label",
        "  staff: {label",
        "matrix.yaml:4: `staff` is written twice in the list of roles (first on line 3). Keep one.",
    ),
    ("is: see a thing", "was: see", "matrix.yaml:7: Action thing.see has no key `was`. Use one of: is, for."),
    (
        "{staff: org",
        "{stuff: org",
        "matrix.yaml:8: Action thing.see names the role 'stuff'. Did you mean staff?",
    ),
    (
        "organisation, officer",
        "organization, officer",
        "matrix.yaml:8: thing.see reaches 'organization' for staff. Did you mean organisation?",
    ),
    (
        "things: thing.see",
        "things: thing.sea",
        "matrix.yaml:10: Route things needs the action 'thing.sea'. Did you mean thing.see?",
    ),
    (
        "landing: public",
        "things: public",
        "matrix.yaml:11: `things` is written twice in the list of routes (first on line 10). Keep one.",
    ),
    (
        "landing: public",
        "landing: [public]",
        "matrix.yaml:11: The action of route landing must be a single value, not a list or a mapping.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "message"), REFUSED)
def test_a_mistake_names_its_line_and_what_there_is(good: str, bad: str, message: str) -> None:
    assert good in GOOD
    with pytest.raises(MatrixError) as refused:
        read(GOOD.replace(good, bad, 1))
    assert str(refused.value) == message


def test_control_the_file_without_a_mistake_is_read() -> None:
    found = read(GOOD)
    assert found.reach("thing.see", "officer") == "all"
    assert found.roles["officer"].is_city and not found.roles["staff"].is_city


# "action, role" -> why a rule that reaches nothing, or beyond an organisation, is needed all the same
NEEDED: dict[str, str] = {}


def needless(found: Matrix) -> list[str]:
    """Rules that say more than a role can or should reach.

    The city team is no partner, so "organisation" gives a city role nothing; "all" is for the public and
    for city roles.
    """
    faults = []
    for rule in found.rules:
        role = found.roles[rule.role]
        says_too_little = role.is_city and rule.reach == "organisation"
        says_too_much = not role.is_city and role.key not in (PUBLIC, "resident") and rule.reach == "all"
        if (says_too_little or says_too_much) and f"{rule.action}, {rule.role}" not in NEEDED:
            faults.append(f"{rule.action}: {rule.reach} for {rule.role}")
    return faults


def test_no_rule_reaches_further_than_it_needs() -> None:
    assert needless(matrix()) == []


def test_control_a_city_role_by_organisation_and_a_partner_role_by_all_are_found() -> None:
    wide = GOOD.replace("staff: organisation, officer: all", "staff: all, officer: organisation")
    assert needless(read(wide)) == ["thing.see: all for staff", "thing.see: organisation for officer"]


def test_every_action_is_listed_with_what_it_is_and_every_role_with_what_it_may() -> None:
    assert all(matrix().actions.values())
    assert all(role.label and role.may for role in matrix().roles.values())
    assert read(FILE.read_text(encoding="utf-8")).rules == matrix().rules
