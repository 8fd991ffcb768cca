"""Who sees "Today" in the header: staff who may open it."""

from django.http import HttpRequest
from django.urls import reverse

from weft.people.roles.current import actor_of
from weft.people.roles.policy import may

SEE = "today.see"


def today(request: HttpRequest | None) -> dict[str, str]:
    """`today_url` for staff. Readers without a session cost nothing."""
    if request is None or not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    return {"today_url": reverse("today")} if may(actor_of(request), SEE) else {}
