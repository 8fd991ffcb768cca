"""Who sees which field of a person: each field stands under an action of the matrix, and the page says so.

Source: PITFALLS 23 (staff over-see people: CiviVolunteer #544, crisischeckin #530): need to know, shown per field.
"""

from weft.people.roles.matrix import Matrix, matrix

FIELD_ACTION = {
    "name": "person.view",
    "language": "person.view",
    "email": "person.contact",
    "phone": "person.contact",
    "area": "person.contact",
    "household": "household.view",
    "timeline": "person.timeline",
}


def audience(field: str, rules: Matrix | None = None) -> list[tuple[str, str]]:
    """(role's label, reach) of every role that sees a field, in the order of the matrix."""
    known = rules or matrix()
    return [
        (known.roles[rule.role].label, rule.reach)
        for rule in known.rules
        if rule.action == FIELD_ACTION[field] and rule.role != "resident"
    ]


def audience_of(action: str, rules: Matrix | None = None) -> list[str]:
    """The labels of the roles an action of the matrix is open to."""
    known = rules or matrix()
    return [known.roles[rule.role].label for rule in known.rules if rule.action == action]
