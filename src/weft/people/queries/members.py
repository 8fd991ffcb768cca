"""Who holds which role where."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.models import Handover, Membership, Organisation
from weft.people.roles.matrix import matrix
from weft.people.rules.members import admin_role


def admins_of(organisation: Organisation) -> set[int]:
    """Memberships that give others a way in: administrators without an end, with an account that opens."""
    rows = Membership.objects.unscoped("the administrators of one organisation").filter(
        organisation=organisation,
        role=admin_role(organisation),
        ends_on=None,
        starts_on__lte=timezone.localdate(),
        person__merged_into=None,
        person__account__is_active=True,
    )
    return set(rows.values_list("pk", flat=True))


def present(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those in force today, of people who are not merged into another entry."""
    today = Membership.in_force(timezone.localdate())
    return memberships.filter(today, person__merged_into=None).select_related("person", "organisation")


def former(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those that have ended, the last first."""
    ended = memberships.filter(ends_on__lte=timezone.localdate(), person__merged_into=None)
    return ended.select_related("person", "organisation").order_by("-ends_on", "-pk")


def labelled(rows: Iterable[Membership]) -> list[tuple[Membership, str]]:
    """Each with its role in words."""
    return [(row, role_words(row.role)) for row in rows]


def role_words(role: str) -> str:
    """A role as the matrix names it; somebody without one takes part."""
    roles = matrix().roles
    return _("Takes part") if role == "resident" else roles[role].label if role in roles else role


def waiting_handovers(
    handovers: QuerySet[Handover], organisation: Organisation
) -> list[tuple[Handover, str]]:
    """Roles of an organisation that wait for somebody to agree, each with its role in words."""
    rows = handovers.filter(membership__organisation=organisation, closed_at=None)
    return [(row, role_words(row.membership.role)) for row in rows.select_related("membership__person", "to")]
