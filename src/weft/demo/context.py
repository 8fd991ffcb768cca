"""What every page of the demonstration says: which role one has taken, and where to change it."""

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest

from weft.demo.roles import NOT_SIGNED_IN, role_of
from weft.people.roles.matrix import matrix
from weft.web.context import route


def role(request: HttpRequest) -> dict[str, str]:
    """Nothing outside the demonstration."""
    if not settings.DEMO:
        return {}
    account = getattr(request, "user", None)
    if isinstance(account, User):  # never true of somebody unknown
        found = role_of(account)
        label = found.label if found else account.email
    else:
        label = matrix().roles[NOT_SIGNED_IN].label
    return {"demo_role": label, "demo_roles_url": route("demo-roles")}
