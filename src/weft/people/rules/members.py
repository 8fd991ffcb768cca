"""Who may leave: an organisation never depends on one person, and never on none."""

from weft.people.models import Organisation
from weft.people.roles.matrix import matrix

# Source: PITFALLS 15 (a single gatekeeper who leaves locks everybody out: HHS simpler-grants #3732, #5478).
ADMINS_BEFORE_ONE_LEAVES = 2
PARTNER_ADMIN, SYSTEM_ADMIN = "partner_admin", "system_admin"


def admin_role(organisation: Organisation) -> str:
    """The role that gives others a way in: the system administrator in the city team, elsewhere the administrator."""
    return SYSTEM_ADMIN if organisation.kind == Organisation.Kind.CITY else PARTNER_ADMIN


def may_be_held_in(role: str, organisation: Organisation) -> bool:
    """Staff of the city are staff in the city team and nowhere else; staff of an organisation never in the city team.

    Roles without staff pages (carer, volunteer) are held anywhere. Source: the matrix, which says where each reaches.
    """
    found = matrix().roles[role]
    return not found.is_staff or found.is_city == (organisation.kind == Organisation.Kind.CITY)


def may_lose_an_admin(admins_now: int) -> bool:
    """True while at least two hold the role without an end: one may leave, one stays."""
    return admins_now >= ADMINS_BEFORE_ONE_LEAVES
