"""How to take part in a programme: its sessions to come, and its pairs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.gather.queries.find import Hit
from weft.gather.states import SessionState
from weft.gather.views import parts
from weft.gather.views.find import sessions_to_see
from weft.places.packs.pack import chosen_pack
from weft.programmes.models import Programme
from weft.programmes.states import ProgrammeState

MOST = 30


@require_safe
def sessions(request: HttpRequest, key: str) -> HttpResponse:
    """The next sessions of an open programme, soonest first."""
    programme = Programme.objects.filter(key=key, state=ProgrammeState.OPEN).first()
    if programme is None:
        raise Http404
    rows = sessions_to_see().filter(activity__edition__programme=programme, state=SessionState.PLANNED)
    found = rows.filter(starts_at__gt=timezone.now()).order_by("starts_at", "pk")[:MOST]
    context = {
        "held": programme,
        "lines": parts.lines([Hit(session, None) for session in found], chosen_pack(), (), (), 1),
        "has_pools": bool(programme.told.get("pools")),
        "crumbs": [
            (_("Programmes"), reverse("programmes")),
            (programme.title, reverse("programme", args=[key])),
            (_("Take part"), ""),
        ],
    }
    return render(request, "gather/public/taking_part.html", context)
