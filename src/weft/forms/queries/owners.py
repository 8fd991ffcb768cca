"""Who of an organisation answers a form together, and who sees to which of its sections."""

from django.db.models import QuerySet
from django.utils import timezone

from weft.forms.access import ANSWER
from weft.forms.models import Response, SectionOwner
from weft.people.models import Membership, Person
from weft.people.roles.matrix import matrix


def has_co_editors(response: Response) -> bool:
    """Whether several people answer it: what an organisation answers."""
    return response.organisation_id is not None


def co_editors(response: Response) -> QuerySet[Person]:
    """Everybody of the organisation who may answer it today."""
    rules = matrix()
    roles = [role for role in rules.roles if rules.reach(ANSWER, role)]
    held = Membership.objects.unscoped("the colleagues of whoever may answer").filter(
        Membership.in_force(timezone.localdate()), organisation=response.organisation_id, role__in=roles
    )
    rows = Person.objects.unscoped("the colleagues of whoever may answer")
    return rows.filter(pk__in=held.values("person"), erased_at=None, merged_into=None).order_by("name", "pk")


def owners_of(response: Response) -> dict[str, Person]:
    """Section -> who sees to it. Somebody who has left the organisation sees to nothing any more."""
    if not has_co_editors(response):
        return {}
    rows = SectionOwner.objects.unscoped("of a response that was opened").filter(response=response)
    held = rows.filter(person__in=co_editors(response)).select_related("person")
    return {row.section: row.person for row in held}
